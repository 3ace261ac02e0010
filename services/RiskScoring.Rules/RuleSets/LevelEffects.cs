using RebateFlow.Contracts.Risk;

namespace RebateFlow.RiskScoring.Rules.RuleSets;

/// <summary>What a level of attention asks for from a day on, until the next one.</summary>
public sealed record DatedEffects
{
    /// <summary>Codes of <see cref="LevelEffects"/>; empty for a mere note.</summary>
    public required IReadOnlyList<string> Effects { get; init; }

    /// <summary>First day.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Document that gives it, or who set it.</summary>
    public required string Source { get; init; }
}

/// <summary>
/// What the four levels of the watchlist ask for on a day. Part of the dated rule set, so drafted,
/// checked, approved by a second person and rolled back with it.
/// </summary>
public sealed class LevelEffects
{
    /// <summary>Levels there are, 1 (gravest) to 4.</summary>
    public const int Levels = 4;

    private static readonly (string Code, string Zh, string En)[] codes =
    [
        ("ENHANCED_REVIEW", "加强审核（两人）", "enhanced review by two officers"),
        ("NO_GREEN", "不得进入绿色通道", "no green channel"),
        ("LETTER", "向供货地税务机关发函", "a letter to the supplier's authority"),
        ("HOLD", "审核人员解除前暂不办理", "held until a reviewer releases it"),
        ("SELF_INSPECTION", "须填报自查表", "a self-inspection form"),
    ];

    private readonly IReadOnlyList<string>[] byLevel;

    private LevelEffects(IReadOnlyList<string>[] byLevel) => this.byLevel = byLevel;

    /// <summary>The effects of a level.</summary>
    public IReadOnlyList<string> Of(int level) => byLevel[level - 1];

    /// <summary>Hits with what their levels ask for.</summary>
    public IReadOnlyList<WatchlistHit> AddTo(IReadOnlyList<WatchlistHit> hits) =>
        hits.Count == 0 ? hits : [.. hits.Select(hit => hit with { Effects = Of(hit.Level) })];

    /// <summary>What an effect is called; a code that is not known is its own text.</summary>
    public static string TextOf(string code, bool isChinese)
    {
        var (known, zh, en) = Array.Find(codes, one => one.Code == code);
        return known is null ? code
            : isChinese ? zh
            : en;
    }

    /// <summary>The effects on a day; null when the set says nothing of levels.</summary>
    internal static LevelEffects? On(RuleSetDocument document, DateOnly day) =>
        document.Levels is not { } levels
            ? null
            : new([
                .. Enumerable
                    .Range(1, Levels)
                    .Select(level =>
                        levels[NameOf(level)].Last(given => given.From <= day).Effects
                    ),
            ]);

    /// <summary>Names every gap, overlap and unknown code.</summary>
    internal static IEnumerable<string> Faults(RuleSetDocument document)
    {
        if (document.Levels is not { } levels)
            yield break;
        var names = Enumerable.Range(1, Levels).Select(NameOf).ToArray();
        foreach (var name in levels.Keys.Except(names))
            yield return $"levels.{name}: no such level";
        var isWhole = true;
        foreach (var name in names)
        {
            if (!levels.TryGetValue(name, out var given))
            {
                isWhole = false;
                yield return $"levels.{name}: missing";
                continue;
            }
            foreach (var fault in Faults(name, given, document.From))
            {
                isWhole = false;
                yield return fault;
            }
        }
        if (!isWhole)
            yield break;
        foreach (var fault in Reversals(document, levels))
            yield return fault;
    }

    private static IEnumerable<string> Faults(
        string level,
        IReadOnlyList<DatedEffects> given,
        DateOnly first
    )
    {
        var place = $"levels.{level}";
        if (given.Count == 0 || given[0].From > first)
            yield return $"{place}: no effects on {first:yyyy-MM-dd}, the first day";
        for (var i = 0; i < given.Count; i++)
        {
            var one = given[i];
            if (string.IsNullOrWhiteSpace(one.Source))
                yield return $"{place}: effects without a source";
            if (i > 0 && one.From <= given[i - 1].From)
                yield return $"{place}: dates must ascend";
            foreach (var code in one.Effects.Where(code => codes.All(known => known.Code != code)))
                yield return $"{place}: no such effect {code}";
            if (one.Effects.Distinct().Count() != one.Effects.Count)
                yield return $"{place}: an effect is named twice";
        }
    }

    /// <summary>A graver level never asks for less than a lighter one, on any day.</summary>
    private static IEnumerable<string> Reversals(
        RuleSetDocument document,
        IReadOnlyDictionary<string, IReadOnlyList<DatedEffects>> levels
    )
    {
        var days = levels
            .Values.SelectMany(given => given)
            .Select(given => given.From < document.From ? document.From : given.From)
            .Distinct()
            .Order();
        foreach (var day in days)
        {
            var effects = On(document, day)!;
            for (var level = 1; level < Levels; level++)
                foreach (var code in effects.Of(level + 1).Except(effects.Of(level)))
                    yield return $"levels.{level}: lacks {code} of level {level + 1} on "
                        + $"{day:yyyy-MM-dd}";
        }
    }

    private static string NameOf(int level) =>
        level.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
