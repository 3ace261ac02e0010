using RebateFlow.Contracts.Risk;
using RebateFlow.RiskScoring.Rules.Scores;

namespace RebateFlow.RiskScoring.Simulation;

/// <summary>Limits of the green-channel policy, as Approval told of them.</summary>
public sealed record ChannelLimits(
    string Version,
    decimal MinimumRebateCny,
    int LastGreenClass,
    int BarringWatchlistLevel,
    int ScoreLimit,
    string GravestGreenDoubt,
    int EnhancedWatchlistLevel,
    string EnhancedGrade,
    int EnhancedClass
);

/// <summary>What of a filing decides its channel and does not hang on the rule set.</summary>
/// <param name="EnterpriseClass">1 to 4; null in assessments made before it was kept.</param>
/// <param name="GravestDoubt">NONE, NOTE, WARNING or ERROR.</param>
public sealed record ForecastFacts(
    bool IsEnrolled,
    decimal RebateDueCny,
    int? EnterpriseClass,
    string GravestDoubt
);

/// <summary>
/// Which channel a filing would take by the policy of Approval, as far as Risk can know: the random
/// sample and holds are not forecast, so GREEN means green unless drawn or held.
/// </summary>
/// <remarks>
/// The decision itself is Approval's alone. A test holds both together over every combination of
/// facts.
/// </remarks>
public static class ChannelForecast
{
    private static readonly string[] grades = ["LOW", "MEDIUM", "HIGH"];
    private static readonly string[] doubts = ["NONE", "NOTE", "WARNING", "ERROR"];

    /// <summary>GREEN, STANDARD or ENHANCED.</summary>
    public static string Of(
        ForecastFacts facts,
        (int Score, Grade Grade, bool HasUnjudgedRule) score,
        IReadOnlyList<WatchlistHit> hits,
        ChannelLimits limits
    )
    {
        var gravest = hits.Count == 0 ? int.MaxValue : hits.Min(hit => hit.Level);
        if (
            gravest <= limits.EnhancedWatchlistLevel
            || Asks(hits, "ENHANCED_REVIEW")
            || Array.IndexOf(grades, GradeNames.Of(score.Grade))
                >= Array.IndexOf(grades, limits.EnhancedGrade)
            || facts.EnterpriseClass >= limits.EnhancedClass
        )
            return "ENHANCED";
        var isGreen =
            facts.IsEnrolled
            && facts.RebateDueCny >= limits.MinimumRebateCny
            && facts.EnterpriseClass is >= 1 and var own
            && own <= limits.LastGreenClass
            && gravest > limits.BarringWatchlistLevel
            && !Asks(hits, "NO_GREEN")
            && score.Score < limits.ScoreLimit
            && !score.HasUnjudgedRule
            && Array.IndexOf(doubts, facts.GravestDoubt) is >= 0 and var doubt
            && doubt <= Array.IndexOf(doubts, limits.GravestGreenDoubt);
        return isGreen ? "GREEN" : "STANDARD";
    }

    /// <summary>The gravest level among the doubts of a filing.</summary>
    public static string GravestOf(IEnumerable<string> levels) =>
        doubts[levels.Select(level => Array.IndexOf(doubts, level)).Append(0).Max()];

    private static bool Asks(IReadOnlyList<WatchlistHit> hits, string effect) =>
        hits.Any(hit => hit.Effects?.Contains(effect) == true);
}
