using RebateFlow.RiskScoring.Rules.FilingFacts;
using RebateFlow.RiskScoring.Rules.RuleSets;

namespace RebateFlow.RiskScoring.Rules.Scores;

/// <summary>
/// Judges a filing: every rule of the set speaks, the points add up, the sum is capped.
/// </summary>
public static class ScoreCard
{
    /// <summary>Highest score.</summary>
    public const int MaximumScore = 100;

    /// <summary>
    /// Scores facts by a rule set. Pure: same facts and rule set, same score to the byte.
    /// </summary>
    public static RiskScore Score(Facts facts, RuleSet ruleSet)
    {
        var values = ruleSet.On(facts.Background.AssessedOn);
        var results = new RuleResult[values.Rules.Count];
        for (var i = 0; i < results.Length; i++)
            results[i] = Judge(values.Rules[i].Rule, facts, values.Rules[i].Parameters);
        return Sum(results, values);
    }

    /// <summary>Adds results up. Their order changes neither score nor grade.</summary>
    public static RiskScore Sum(IReadOnlyList<RuleResult> results, RuleSetValues values)
    {
        var points = 0;
        var hasUnjudgedRule = false;
        foreach (var result in results)
        {
            points = Math.Min(MaximumScore, points + result.Points);
            hasUnjudgedRule |= result.Outcome == RuleOutcome.Error;
        }
        return new RiskScore(
            values.Version,
            points,
            GradeOf(points, hasUnjudgedRule, values),
            hasUnjudgedRule,
            results
        );
    }

    /// <summary>A filing that could not be judged in full is never LOW.</summary>
    private static Grade GradeOf(int score, bool hasUnjudgedRule, RuleSetValues values) =>
        score >= values.HighFrom ? Grade.High
        : score >= values.MediumFrom || hasUnjudgedRule ? Grade.Medium
        : Grade.Low;

    private static RuleResult Judge(IRiskRule rule, Facts facts, RuleParameters parameters)
    {
        try
        {
            return rule.Evaluate(facts, parameters);
        }
        catch (Exception fault)
        {
            // One broken rule must neither lose the filing nor count as a pass: a person will look
            // at it.
            var name = fault.GetType().Name;
            return RuleResult.Error(rule, 0, $"规则执行出错: {name}", $"The rule failed: {name}");
        }
    }
}
