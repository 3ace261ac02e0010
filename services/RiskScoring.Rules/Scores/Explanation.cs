using RebateFlow.Primitives;
using RebateFlow.RiskScoring.Rules.RuleSets;

namespace RebateFlow.RiskScoring.Rules.Scores;

/// <summary>What would have made the grade another, said of one way.</summary>
/// <param name="Grade">Grade that it would have been.</param>
/// <param name="Score">Score that it would have been; the least one for a graver grade.</param>
/// <param name="Rules">Rules whose hits would have to be absent; empty for a graver grade.</param>
/// <param name="Text">The same in words.</param>
public sealed record OtherGrade(string Grade, int Score, IReadOnlyList<string> Rules, string Text);

/// <summary>A value by which a rule judged.</summary>
/// <param name="Name">Name in the rule set.</param>
/// <param name="Meaning">What it does.</param>
/// <param name="Text">The value with its unit in words.</param>
public sealed record LimitText(string Name, string Meaning, string Text);

/// <summary>Why an assessment came out as it did.</summary>
public static class Explanation
{
    /// <summary>The values by which a rule of the set judged, in words.</summary>
    public static IReadOnlyList<LimitText> LimitsOf(
        string ruleId,
        RuleSetValues values,
        bool isChinese
    )
    {
        var found = values.Rules.FirstOrDefault(one => one.Rule.Id == ruleId);
        return found is null
            ? []
            :
            [
                .. found.Rule.Parameters.Select(parameter => new LimitText(
                    parameter.Name,
                    isChinese ? parameter.MeaningZh : parameter.MeaningEn,
                    Wording.Of(found.Parameters[parameter], parameter.Unit, isChinese)
                )),
            ];
    }

    /// <summary>
    /// The ways to the neighbouring grades: the fewest hits, by points, whose absence lowers the
    /// grade, and the points that were missing for the higher one.
    /// </summary>
    /// <param name="score">The score.</param>
    /// <param name="values">The values by which it was made.</param>
    /// <param name="isChinese">Language of the texts.</param>
    public static IReadOnlyList<OtherGrade> OtherGrades(
        RiskScore score,
        RuleSetValues values,
        bool isChinese
    )
    {
        var ways = new List<OtherGrade>();
        var sum = score.Results.Sum(result => result.Points);
        if (score.Grade != Grade.High)
            ways.Add(Graver(score.Grade, sum, values, isChinese));
        if (score.Grade != Grade.Low)
            ways.Add(Lighter(score, sum, values, isChinese));
        return ways;
    }

    private static OtherGrade Graver(Grade grade, int sum, RuleSetValues values, bool isChinese)
    {
        var (next, limit) =
            grade == Grade.Low ? (Grade.Medium, values.MediumFrom) : (Grade.High, values.HighFrom);
        var missing = Wording.Of(limit - sum, RuleParameter.PointUnit, isChinese);
        var from = Wording.Of(limit, RuleParameter.PointUnit, isChinese);
        return new(
            WireCode.Of(next),
            limit,
            [],
            isChinese ? $"再多{missing}（{from}起）" : $"{missing} more (from {from} on)"
        );
    }

    private static OtherGrade Lighter(
        RiskScore score,
        int sum,
        RuleSetValues values,
        bool isChinese
    )
    {
        var (lower, limit) =
            score.Grade == Grade.High && values.MediumFrom < values.HighFrom
                ? (Grade.Medium, values.HighFrom)
                : (Grade.Low, values.MediumFrom);
        var (rules, left) = FewestBelow(score, sum, limit);
        var names = rules.Select(id => NameOf(id, values, isChinese));
        var points = Wording.Of(left, RuleParameter.PointUnit, isChinese);
        var under = Wording.Of(limit, RuleParameter.PointUnit, isChinese);
        return new(
            WireCode.Of(left >= values.MediumFrom ? lower : Grade.Low),
            left,
            rules,
            isChinese
                ? $"若无 {string.Join("、", names)}，则为{points}（低于{under}）"
                : $"without {string.Join(", ", names)}: {points} (under {under})"
        );
    }

    private static string NameOf(string id, RuleSetValues values, bool isChinese)
    {
        var rule = values.Rules.FirstOrDefault(one => one.Rule.Id == id)?.Rule;
        return rule is null ? id : $"{id} {(isChinese ? rule.PhraseZh : rule.PhraseEn)}";
    }

    private static (IReadOnlyList<string> Rules, int Left) FewestBelow(
        RiskScore score,
        int sum,
        int limit
    )
    {
        var absent = new List<string>();
        foreach (var result in score.Results.OrderByDescending(result => result.Points))
        {
            if (sum < limit)
                break;
            absent.Add(result.RuleId);
            sum -= result.Points;
        }
        return (absent, sum);
    }
}
