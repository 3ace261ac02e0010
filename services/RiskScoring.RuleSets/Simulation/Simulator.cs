using RebateFlow.Contracts.Intake;
using RebateFlow.Messaging;
using RebateFlow.RiskScoring.Rules;
using RebateFlow.RiskScoring.RuleSets;
using RebateFlow.RiskScoring.Scoring;

namespace RebateFlow.RiskScoring.Simulation;

/// <summary>
/// Scores stored facts by another rule set and adds up what would change. Pure but for its sums;
/// what it says of a filing is what an assessment by that set says of the same facts. Memory does
/// not grow with the number of filings.
/// </summary>
public sealed class Simulator(RuleSet ruleSet, int listed)
{
    private readonly Lock gate = new();
    private readonly Dictionary<(string, string), (long Filings, decimal Rebate)> moves = [];
    private readonly Dictionary<string, long[]> rules = new(StringComparer.Ordinal);
    private readonly PriorityQueue<ChangedFiling, decimal> largest = new();
    private long filings;
    private long changed;

    /// <summary>Scores the facts of a stored assessment.</summary>
    public static RiskScore Score(byte[] content, byte[] background, RuleSet ruleSet) =>
        ScoreCard.Score(
            new Facts(
                Payload.Unpack<FilingContent>(content),
                Payload.Unpack<Background>(background)
            ),
            ruleSet
        );

    /// <summary>Takes a filing; many may be taken at once.</summary>
    public void Take(SimulatedFiling filing)
    {
        var score = Score(filing.Content, filing.Background, ruleSet);
        var grade = GradeNames.Of(score.Grade);
        lock (gate)
        {
            filings++;
            var move = moves.GetValueOrDefault((filing.Grade, grade));
            moves[(filing.Grade, grade)] = (move.Filings + 1, move.Rebate + filing.RebateDueCny);
            foreach (var result in score.Results)
                Count(result, filing.Outcome);
            if (grade != filing.Grade)
                List(filing, score, grade);
        }
    }

    /// <summary>What was added up.</summary>
    public SimulationResult Result() =>
        new(
            ruleSet.Version,
            filings,
            changed,
            [
                .. moves
                    .OrderBy(move => move.Key)
                    .Select(move => new GradeMove(
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
                        rule.Value[4]
                    )),
            ],
            [
                .. largest
                    .UnorderedItems.Select(item => item.Element)
                    .OrderByDescending(filing => filing.RebateCny)
                    .ThenBy(filing => filing.AssessmentId),
            ]
        );

    private void Count(RuleResult result, string outcome)
    {
        if (!rules.TryGetValue(result.RuleId, out var counts))
            rules[result.RuleId] = counts = new long[5];
        if (result.Outcome == RuleOutcome.Error)
            counts[1]++;
        if (result.Outcome != RuleOutcome.Hit)
            return;
        counts[0]++;
        counts[2] += outcome.Length > 0 ? 1 : 0;
        counts[3] += outcome == "REJECTED" ? 1 : 0;
        counts[4] += outcome == "RETURNED" ? 1 : 0;
    }

    private void List(SimulatedFiling filing, RiskScore score, string grade)
    {
        changed++;
        var line = new ChangedFiling(
            filing.AssessmentId,
            filing.PreDeclarationId,
            filing.Uscc,
            filing.RebateDueCny,
            filing.Score,
            score.Score,
            filing.Grade,
            grade,
            [
                .. score
                    .Results.Where(result => result.Outcome == RuleOutcome.Hit)
                    .Select(result => result.RuleId),
            ]
        );
        if (largest.Count < listed)
            largest.Enqueue(line, line.RebateCny);
        else if (listed > 0)
            largest.EnqueueDequeue(line, line.RebateCny);
    }
}
