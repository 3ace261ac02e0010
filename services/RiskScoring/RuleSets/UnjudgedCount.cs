using System.Text.Json;
using Npgsql;
using RebateFlow.RiskScoring.Rules;
using RebateFlow.RiskScoring.Rules.FilingFacts;
using RebateFlow.RiskScoring.Rules.RuleSets;
using RebateFlow.RiskScoring.Rules.Scores;
using RebateFlow.RiskScoring.Simulation;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.RiskScoring.RuleSets;

/// <summary>What a rule leaves unjudged under two sets.</summary>
/// <param name="Filings">Filings that both sets were tried on.</param>
/// <param name="Unjudged">Those that the set in question cannot judge by it.</param>
/// <param name="InForce">Those that the set in force cannot judge by it.</param>
public sealed record UnjudgedRule(string RuleId, long Filings, long Unjudged, long InForce)
{
    /// <summary>Whether the set in question judges less by it.</summary>
    public bool LeavesMore => Unjudged > InForce;
}

/// <summary>What two sets leave unjudged of the same filings.</summary>
/// <param name="Filings">The newest filings of a year, and two specimens.</param>
/// <param name="Rules">Rules that left any filing unjudged under either set.</param>
public sealed record UnjudgedReport(long Filings, IReadOnlyList<UnjudgedRule> Rules)
{
    /// <summary>Whether any rule judges less.</summary>
    public bool LeavesMore => Rules.Any(rule => rule.LeavesMore);

    public string ToText() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    public static UnjudgedReport Read(string text) =>
        JsonSerializer.Deserialize<UnjudgedReport>(text, JsonSerializerOptions.Web)
        ?? throw new InvalidDataException("A stored report is JSON null.");
}

/// <summary>
/// Judges the newest filings, and two specimens in which nothing is missing, by two rule sets and
/// counts what each leaves unjudged. A set that judges less than the one in force is not taken into
/// use without a reason.
/// </summary>
public sealed class UnjudgedCount(
    NpgsqlDataSource database,
    NamesOfList names,
    AuthorityClock clock
)
{
    /// <summary>Filings that are looked at, apart from the specimens.</summary>
    public const int MostFilings = 2_000;

    /// <param name="ruleSet">The set in question.</param>
    /// <param name="inForce">The set it would follow; null when there is none.</param>
    public async Task<UnjudgedReport> OfAsync(
        RuleSet ruleSet,
        RuleSet? inForce,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        var today = clock.DayOf(now);
        var listed =
            ruleSet.ComparesNames || inForce is { ComparesNames: true }
                ? await names(cancel)
                : null;
        SimulationBase Base(RuleSet set) =>
            new(
                set,
                new Dictionary<string, RuleSet>(),
                null,
                set.ComparesNames ? listed : null,
                today
            );

        var sums = new Sums();
        foreach (var facts in Specimen.On(today))
            sums.Add(
                ScoreCard.Score(facts, ruleSet),
                inForce is null ? null : ScoreCard.Score(facts, inForce)
            );
        var range = (now.AddYears(-1), now.AddTicks(1));
        await foreach (
            var filing in SimulationSql.NewestAsync(database, range, MostFilings, cancel)
        )
            Add(sums, filing, Base(ruleSet), inForce is null ? null : Base(inForce));
        return sums.ToReport();
    }

    private static void Add(
        Sums sums,
        SimulatedFiling filing,
        SimulationBase asked,
        SimulationBase? inForce
    )
    {
        RiskScore score;
        try
        {
            score = Simulator.Judge(filing, asked).Score;
        }
        catch (Exception fault) when (fault is InvalidDataException or JsonException)
        {
            return; // What is stored of it cannot be read: neither set could judge it.
        }
        sums.Add(score, inForce is null ? null : Simulator.Judge(filing, inForce).Score);
    }

    private sealed class Sums
    {
        private readonly SortedDictionary<string, (long Now, long Before)> rules = new(
            StringComparer.Ordinal
        );
        private long filings;

        public void Add(RiskScore score, RiskScore? inForce)
        {
            filings++;
            foreach (var rule in Unjudged(score))
                rules[rule] = rules.TryGetValue(rule, out var known)
                    ? (known.Now + 1, known.Before)
                    : (1, 0);
            foreach (var rule in inForce is null ? [] : Unjudged(inForce))
                rules[rule] = rules.TryGetValue(rule, out var known)
                    ? (known.Now, known.Before + 1)
                    : (0, 1);
        }

        public UnjudgedReport ToReport() =>
            new(
                filings,
                [
                    .. rules.Select(rule => new UnjudgedRule(
                        rule.Key,
                        filings,
                        rule.Value.Now,
                        rule.Value.Before
                    )),
                ]
            );

        private static IEnumerable<string> Unjudged(RiskScore score) =>
            score
                .Results.Where(result => result.Outcome == RuleOutcome.Error)
                .Select(result => result.RuleId);
    }
}
