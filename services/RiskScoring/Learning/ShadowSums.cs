using RebateFlow.RiskScoring.Rules;
using RebateFlow.RiskScoring.Rules.Scores;
using RebateFlow.RiskScoring.Simulation;

namespace RebateFlow.RiskScoring.Learning;

/// <summary>How often a rule hit by the set in force and by a draft in shadow.</summary>
/// <param name="BothSets">Filings that it hit by both.</param>
/// <param name="OnlyActive">Filings that it hit by the set in force alone.</param>
/// <param name="OnlyShadow">Filings that it hit by the draft alone.</param>
public sealed record RuleAgreement(string RuleId, long BothSets, long OnlyActive, long OnlyShadow);

/// <summary>A draft in shadow beside the set in force, since the shadow began.</summary>
/// <param name="Grades">By grade and what it would be.</param>
/// <param name="Channels">By channel and what it would be; empty without a policy.</param>
/// <param name="Rules">By rule; one that hit by neither set is left out.</param>
public sealed record ShadowComparison(
    IReadOnlyList<GradeMove> Grades,
    IReadOnlyList<ChannelShift> Channels,
    IReadOnlyList<RuleAgreement> Rules
);

/// <summary>
/// What drafts in shadow say of filings beside the set in force, added up. Pure but for its sums.
/// </summary>
public sealed class ShadowSums
{
    private readonly SortedDictionary<(string, string, string), (long, decimal)> grades = [];
    private readonly SortedDictionary<(string, string, string), (long, decimal)> channels = [];
    private readonly SortedDictionary<(string, string), (long, long, long)> rules = [];

    /// <summary>Filings and rebates by version, grade and new grade.</summary>
    public IReadOnlyDictionary<
        (string Version, string, string),
        (long Filings, decimal Cny)
    > Grades => grades;

    /// <summary>The same by channel; without those that were not forecast.</summary>
    public IReadOnlyDictionary<
        (string Version, string, string),
        (long Filings, decimal Cny)
    > Channels => channels;

    /// <summary>Filings by version and rule.</summary>
    public IReadOnlyDictionary<
        (string Version, string RuleId),
        (long Both, long Active, long Shadow)
    > Rules => rules;

    /// <summary>Adds a filing.</summary>
    /// <param name="version">The draft.</param>
    /// <param name="active">The score by the set in force.</param>
    /// <param name="shadow">What the draft makes of the filing.</param>
    public void Add(string version, RiskScore active, Judgement shadow)
    {
        var line = shadow.Line;
        Add(grades, (version, line.Grade, line.NewGrade), line.RebateCny);
        if (line.Channel.Length > 0)
            Add(channels, (version, line.Channel, line.NewChannel), line.RebateCny);
        var (before, after) = (HitBy(active), HitBy(shadow.Score));
        foreach (var rule in before.Union(after))
        {
            var (both, one, other) = rules.GetValueOrDefault((version, rule));
            rules[(version, rule)] = (before.Contains(rule), after.Contains(rule)) switch
            {
                (true, true) => (both + 1, one, other),
                (true, false) => (both, one + 1, other),
                _ => (both, one, other + 1),
            };
        }
    }

    private static HashSet<string> HitBy(RiskScore score) =>
        [
            .. score
                .Results.Where(result => result.Outcome == RuleOutcome.Hit)
                .Select(result => result.RuleId),
        ];

    private static void Add(
        SortedDictionary<(string, string, string), (long, decimal)> sums,
        (string, string, string) key,
        decimal rebate
    )
    {
        var (filings, sum) = sums.GetValueOrDefault(key);
        sums[key] = (filings + 1, sum + rebate);
    }
}
