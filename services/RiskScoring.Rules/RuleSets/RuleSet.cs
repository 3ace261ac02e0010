using RebateFlow.Contracts.Risk;

namespace RebateFlow.RiskScoring.Rules.RuleSets;

/// <summary>
/// A dated set of rules with their values. Built by <see cref="RuleSetReader"/>; immutable.
/// </summary>
public sealed class RuleSet
{
    private readonly RuleSetValues[] byStart;

    internal RuleSet(RuleSetDocument document, IReadOnlyList<IRiskRule> rules)
    {
        Document = document;
        byStart =
        [
            .. StartDates(document)
                .Select(start => new RuleSetValues(
                    start,
                    document.Version,
                    [.. rules.Select(rule => ValuesOf(rule, document, start))],
                    (int)ValueOn(document.Grades.MediumFrom, start),
                    (int)ValueOn(document.Grades.HighFrom, start),
                    LevelEffects.On(document, start)
                )),
        ];
    }

    /// <summary>The set as it was written, with units and sources.</summary>
    public RuleSetDocument Document { get; }

    /// <summary>Name of the set; stored assessments refer to it.</summary>
    public string Version => Document.Version;

    /// <summary>First day on which assessments use it.</summary>
    public DateOnly From => Document.From;

    /// <summary>Whether it compares names on any day.</summary>
    public bool ComparesNames => Array.Exists(byStart, values => values.Names is not null);

    /// <summary>The values on a day; before the first day those of the first day.</summary>
    public RuleSetValues On(DateOnly day)
    {
        var chosen = byStart[0];
        foreach (var values in byStart)
        {
            if (values.Start <= day)
                chosen = values;
        }
        return chosen;
    }

    private static IEnumerable<DateOnly> StartDates(RuleSetDocument document) =>
        document
            .Rules.Values.SelectMany(rule => rule.Values)
            .Concat((document.Conditions ?? []).Select(condition => condition.Points))
            .Append(document.Grades.MediumFrom)
            .Append(document.Grades.HighFrom)
            .SelectMany(values => values)
            .Select(value => value.From)
            .Concat((document.Levels?.Values ?? []).SelectMany(given => given.Select(e => e.From)))
            .Select(from => from < document.From ? document.From : from)
            .Append(document.From)
            .Distinct()
            .Order();

    private static RuleWithValues ValuesOf(IRiskRule rule, RuleSetDocument document, DateOnly day)
    {
        var given = document.ValuesOf(rule.Id);
        return new(
            rule,
            new RuleParameters(
                rule.Parameters.ToDictionary(
                    parameter => parameter.Name,
                    parameter =>
                        given.TryGetValue(parameter.Name, out var values)
                            ? ValueOn(values, day)
                            : parameter.WhenAbsent!.Value
                )
            )
        );
    }

    private static decimal ValueOn(IReadOnlyList<DatedValue> values, DateOnly day) =>
        values.Last(value => value.From <= day).Value;
}

/// <summary>The values of a rule set from one day on.</summary>
/// <param name="Start">First day.</param>
/// <param name="Version">Version of the rule set.</param>
/// <param name="Rules">Rules in catalogue order with their values.</param>
/// <param name="MediumFrom">Lowest score of grade MEDIUM, points.</param>
/// <param name="HighFrom">Lowest score of grade HIGH, points.</param>
/// <param name="Levels">What levels ask for; null when the set says nothing of them.</param>
public sealed record RuleSetValues(
    DateOnly Start,
    string Version,
    IReadOnlyList<RuleWithValues> Rules,
    int MediumFrom,
    int HighFrom,
    LevelEffects? Levels = null
)
{
    /// <summary>How names are compared; null when they are left alone.</summary>
    public NameOption? Names { get; } = NameOption.Of(Rules);

    /// <summary>Hits with what their levels ask for; as they are when nothing is said.</summary>
    public IReadOnlyList<WatchlistHit> WithEffects(IReadOnlyList<WatchlistHit> hits) =>
        Levels?.AddTo(hits) ?? hits;
}

/// <summary>A rule and its values.</summary>
public sealed record RuleWithValues(IRiskRule Rule, RuleParameters Parameters);
