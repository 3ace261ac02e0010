using System.Globalization;

namespace RebateFlow.RiskScoring.Rules.RuleSets;

/// <summary>Where two rule sets differ.</summary>
/// <param name="Path">Such as rules.RI-01.max, grades.highFrom, levels.1, conditions.CC-01.</param>
/// <param name="Change">ADDED, REMOVED or CHANGED.</param>
/// <param name="Before">What one says, with unit, first day and source; null when added.</param>
/// <param name="After">What the other says; null when removed.</param>
public sealed record RuleSetDifference(string Path, string Change, string? Before, string? After);

/// <summary>Compares two rule sets by member, so that whoever signs sees every one.</summary>
public static class RuleSetDifferences
{
    /// <summary>The differences in the order of their paths; none between equal sets.</summary>
    public static IReadOnlyList<RuleSetDifference> Of(RuleSetDocument before, RuleSetDocument after)
    {
        var (old, now) = (PartsOf(before), PartsOf(after));
        return
        [
            .. old
                .Keys.Union(now.Keys)
                .Order(StringComparer.Ordinal)
                .Select(path => DifferenceAt(path, old, now))
                .OfType<RuleSetDifference>(),
        ];
    }

    private static RuleSetDifference? DifferenceAt(
        string path,
        Dictionary<string, string> old,
        Dictionary<string, string> now
    )
    {
        var (was, given) = (old.GetValueOrDefault(path), now.GetValueOrDefault(path));
        return was == given ? null
            : was is null ? new(path, "ADDED", null, given)
            : given is null ? new(path, "REMOVED", was, null)
            : new(path, "CHANGED", was, given);
    }

    private static Dictionary<string, string> PartsOf(RuleSetDocument document)
    {
        var parts = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["from"] = Day(document.From),
            ["noteZh"] = document.NoteZh,
            ["noteEn"] = document.NoteEn,
            ["grades.mediumFrom"] = Text(document.Grades.MediumFrom),
            ["grades.highFrom"] = Text(document.Grades.HighFrom),
        };
        foreach (var (rule, values) in document.Rules)
        {
            parts[$"rules.{rule}"] = rule;
            foreach (var (name, dated) in values)
                parts[$"rules.{rule}.{name}"] = Text(dated);
        }
        foreach (var (level, effects) in document.Levels ?? EmptyLevels)
            parts[$"levels.{level}"] = Text(effects);
        foreach (var condition in document.Conditions ?? [])
        {
            parts[$"conditions.{condition.Id}"] = condition.Expression;
            parts[$"conditions.{condition.Id}.phraseZh"] = condition.PhraseZh;
            parts[$"conditions.{condition.Id}.phraseEn"] = condition.PhraseEn;
            parts[$"conditions.{condition.Id}.points"] = Text(condition.Points);
        }
        return parts;
    }

    private static readonly Dictionary<string, IReadOnlyList<DatedEffects>> EmptyLevels = [];

    private static string Text(IReadOnlyList<DatedValue> values) =>
        string.Join(
            "; ",
            values.Select(one =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{one.Value} {one.Unit}, {Day(one.From)}, {one.Source}"
                )
            )
        );

    private static string Text(IReadOnlyList<DatedEffects> values) =>
        string.Join(
            "; ",
            values.Select(one =>
                $"[{string.Join(' ', one.Effects)}], {Day(one.From)}, {one.Source}"
            )
        );

    private static string Day(DateOnly day) =>
        day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
