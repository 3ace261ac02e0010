using RebateFlow.RiskScoring.RuleSets;

namespace RebateFlow.RiskScoring.Scoring;

/// <summary>What would have made the grade another, said of one way.</summary>
/// <param name="Grade">Grade that it would have been.</param>
/// <param name="Text">What would have to be so.</param>
public sealed record OtherGrade(string Grade, string Text);

/// <summary>Why an assessment came out as it did.</summary>
public static class Explanation
{
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
        {
            var (next, limit) =
                score.Grade == Grade.Low
                    ? (Grade.Medium, values.MediumFrom)
                    : (Grade.High, values.HighFrom);
            ways.Add(
                new(
                    GradeNames.Of(next),
                    isChinese
                        ? $"再多 {limit - sum} 分（{limit} 分起）"
                        : $"{limit - sum} points more (from {limit} on)"
                )
            );
        }
        if (score.Grade != Grade.Low)
        {
            var (lower, limit) =
                score.Grade == Grade.High && values.MediumFrom < values.HighFrom
                    ? (Grade.Medium, values.HighFrom)
                    : (Grade.Low, values.MediumFrom);
            var absent = FewestBelow(score, sum, limit);
            var (rules, left) = absent;
            var grade = left >= values.MediumFrom ? lower : Grade.Low;
            ways.Add(
                new(
                    GradeNames.Of(grade),
                    isChinese
                        ? $"若无 {string.Join("、", rules)}，则为 {left} 分（低于 {limit}）"
                        : $"without {string.Join(", ", rules)}: {left} points (under {limit})"
                )
            );
        }
        return ways;
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
