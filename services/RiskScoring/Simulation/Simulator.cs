using RebateFlow.Contracts.Intake;
using RebateFlow.GreenChannel;
using RebateFlow.Messaging;
using RebateFlow.Primitives;
using RebateFlow.RiskScoring.Learning;
using RebateFlow.RiskScoring.Rules;
using RebateFlow.RiskScoring.Rules.FilingFacts;
using RebateFlow.RiskScoring.Rules.RuleSets;
using RebateFlow.RiskScoring.Rules.Scores;
using RebateFlow.RiskScoring.Rules.Watchlist;

namespace RebateFlow.RiskScoring.Simulation;

/// <summary>What a simulation compares with.</summary>
/// <param name="RuleSet">The set that is tried.</param>
/// <param name="Stored">Sets by version, for what levels asked for in stored assessments.</param>
/// <param name="Policy">The green-channel policy of today; null when none is known.</param>
/// <param name="Names">Names of the list of now; null when the set leaves names alone.</param>
/// <param name="Today">The day on which live filings would be judged.</param>
public sealed record SimulationBase(
    RuleSet RuleSet,
    IReadOnlyDictionary<string, RuleSet> Stored,
    ChannelPolicy? Policy,
    ListedNames? Names,
    DateOnly Today
);

/// <summary>What a set makes of a filing.</summary>
/// <param name="Line">The filing with grade and channel before and after.</param>
public sealed record Judgement(RiskScore Score, ChangedFiling Line);

/// <summary>
/// Scores stored facts by another rule set and adds up what would change. Pure but for its sums;
/// what it says of a filing is what an assessment by that set says of the same facts. A live filing
/// is judged as of today, as an activation would judge it; one that has ended as of its own day.
/// Memory does not grow with the number of filings.
/// </summary>
public sealed class Simulator(SimulationBase with, int listed)
{
    private readonly Lock gate = new();
    private readonly Dictionary<(string, string), (long Filings, decimal Rebate)> grades = [];
    private readonly Dictionary<(string, string), (long Filings, decimal Rebate)> channels = [];
    private readonly Dictionary<string, long[]> rules = new(StringComparer.Ordinal);
    private readonly PriorityQueue<ChangedFiling, decimal> largest = new();
    private long filings;
    private (long Filings, decimal Rebate) changed;

    /// <summary>What the set makes of a filing.</summary>
    public static Judgement Judge(SimulatedFiling filing, SimulationBase with)
    {
        var content = Payload.Unpack<FilingContent>(filing.Content);
        var before = Payload.Unpack<Background>(filing.Background);
        var asked = filing.IsLive ? before with { AssessedOn = with.Today } : before;
        var after = Looked(content, asked, with.RuleSet, with.Names);
        var score = ScoreCard.Score(new Facts(content, after), with.RuleSet);
        var channels = ChannelsOf(filing, with, content, (before, after), score);
        return new(score, Line(filing, score, channels));
    }

    /// <summary>Takes a filing; many may be taken at once.</summary>
    /// <returns>The filing with what would change; null when nothing would.</returns>
    public ChangedFiling? Take(SimulatedFiling filing)
    {
        var (score, line) = Judge(filing, with);
        lock (gate)
        {
            filings++;
            Add(grades, (line.Grade, line.NewGrade), line.RebateCny);
            if (with.Policy is not null)
                Add(channels, (line.Channel, line.NewChannel), line.RebateCny);
            foreach (var result in score.Results)
                Count(result, filing);
            if (line.Grade == line.NewGrade && line.Channel == line.NewChannel)
                return null;
            changed = (changed.Filings + 1, changed.Rebate + line.RebateCny);
            List(line);
            return line;
        }
    }

    /// <summary>What was added up.</summary>
    public SimulationResult Result(Guid id) =>
        new(
            id,
            with.RuleSet.Version,
            with.Policy?.Version,
            filings,
            changed.Filings,
            changed.Rebate,
            [
                .. grades
                    .OrderBy(move => move.Key)
                    .Select(move => new GradeMove(
                        move.Key.Item1,
                        move.Key.Item2,
                        move.Value.Filings,
                        move.Value.Rebate
                    )),
            ],
            [
                .. channels
                    .OrderBy(move => move.Key)
                    .Select(move => new ChannelShift(
                        move.Key.Item1,
                        move.Key.Item2,
                        move.Value.Filings,
                        move.Value.Rebate
                    )),
            ],
            [
                .. rules
                    .OrderBy(rule => rule.Key, StringComparer.Ordinal)
                    .Select(rule => new RuleCount(
                        rule.Key,
                        rule.Value[0],
                        rule.Value[1],
                        rule.Value[2],
                        rule.Value[3],
                        rule.Value[4],
                        rule.Value[5],
                        rule.Value[6],
                        rule.Value[7],
                        rule.Value[8]
                    )),
            ],
            [
                .. largest
                    .UnorderedItems.Select(item => item.Element)
                    .OrderByDescending(filing => filing.RebateCny)
                    .ThenBy(filing => filing.AssessmentId),
            ]
        );

    /// <summary>
    /// Facts as a set sees them: whether names are compared hangs on the set, so likenesses are
    /// taken out and looked for anew; ids and codes say what they said.
    /// </summary>
    private static Background Looked(
        FilingContent content,
        Background background,
        RuleSet ruleSet,
        ListedNames? names
    )
    {
        var list = background.Watchlist;
        if (list.Hits.Any(hit => hit.Likeness is not null) || list.NamesLeftOut is not null)
            list = list with
            {
                Hits = [.. list.Hits.Where(hit => hit.Likeness is null)],
                NamesLeftOut = null,
            };
        var day = background.AssessedOn;
        if (names is not null && ruleSet.On(day).Names is { } option)
            list = NameHits.AddTo(list, names, background.Header.Name ?? "", content, option, day);
        return ReferenceEquals(list, background.Watchlist)
            ? background
            : background with
            {
                Watchlist = list,
            };
    }

    private static (string Before, string After) ChannelsOf(
        SimulatedFiling filing,
        SimulationBase with,
        FilingContent content,
        (Background Before, Background After) known,
        RiskScore score
    )
    {
        if (with.Policy is not { } policy)
            return ("", "");
        var (before, after) = (known.Before.Watchlist.Hits, known.After.Watchlist.Hits);
        var day = known.Before.AssessedOn;
        if (with.Stored.TryGetValue(filing.RuleSetVersion, out var stored))
            before = stored.On(day).WithEffects(before);
        return (
            Forecast(new(filing.Score, filing.Grade, filing.HasUnjudgedRule, before)),
            Forecast(
                new(
                    score.Score,
                    WireCode.Of(score.Grade),
                    score.HasUnjudgedRule,
                    with.RuleSet.On(known.After.AssessedOn).WithEffects(after)
                )
            )
        );

        string Forecast(JudgedRisk risk) =>
            WireCode.Of(
                ChannelDecision.Forecast(
                    KnownChannelFacts.Of(
                        filing,
                        known.Before.Header.EnterpriseClass,
                        content.Doubts,
                        risk,
                        with.Today
                    ),
                    policy
                )
            );
    }

    private static ChangedFiling Line(
        SimulatedFiling filing,
        RiskScore score,
        (string Before, string After) channels
    ) =>
        new(
            filing.AssessmentId,
            filing.PreDeclarationId,
            filing.Uscc,
            filing.RebateDueCny,
            filing.Score,
            score.Score,
            filing.Grade,
            WireCode.Of(score.Grade),
            channels.Before,
            channels.After,
            [
                .. score
                    .Results.Where(result => result.Outcome == RuleOutcome.Hit)
                    .Select(result => result.RuleId),
            ]
        );

    private static void Add(
        Dictionary<(string, string), (long Filings, decimal Rebate)> sums,
        (string, string) key,
        decimal rebate
    )
    {
        var sum = sums.GetValueOrDefault(key);
        sums[key] = (sum.Filings + 1, sum.Rebate + rebate);
    }

    private void Count(RuleResult result, SimulatedFiling filing)
    {
        if (!rules.TryGetValue(result.RuleId, out var counts))
            rules[result.RuleId] = counts = new long[9];
        if (result.Outcome == RuleOutcome.Error)
            counts[1]++;
        if (result.Outcome != RuleOutcome.Hit)
            return;
        var isHeld = filing.Findings.Contains(Outcomes.Hold, StringComparison.Ordinal);
        var isProblem = filing.Findings.Contains(Outcomes.ProblemLetter, StringComparison.Ordinal);
        var isRejected = filing.Outcome == "REJECTED";
        counts[0]++;
        counts[2] += filing.Outcome.Length > 0 ? 1 : 0;
        counts[3] += isRejected ? 1 : 0;
        counts[4] += filing.Outcome == "RETURNED" ? 1 : 0;
        counts[5] += isHeld ? 1 : 0;
        counts[6] += isProblem ? 1 : 0;
        counts[7] += filing.IsFoundIrregular ? 1 : 0;
        counts[8] += isRejected || isProblem || filing.IsFoundIrregular ? 1 : 0;
    }

    private void List(ChangedFiling line)
    {
        if (largest.Count < listed)
            largest.Enqueue(line, line.RebateCny);
        else if (listed > 0)
            largest.EnqueueDequeue(line, line.RebateCny);
    }
}
