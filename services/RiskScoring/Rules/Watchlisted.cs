using RebateFlow.Contracts.Risk;
using RebateFlow.RiskScoring.Scoring;
using static System.FormattableString;

namespace RebateFlow.RiskScoring.Rules;

/// <summary>
/// What the watchlist indicators share: the gravest level among the hits decides the points.
/// </summary>
internal static class Watchlisted
{
    /// <summary>Points by level, 1 (gravest) to 4, in this order.</summary>
    public static readonly IReadOnlyList<RuleParameter> PointsByLevel =
    [
        RuleParameter.Points("pointsLevel1", "1 级关注的分值", "Points of level 1"),
        RuleParameter.Points("pointsLevel2", "2 级关注的分值", "Points of level 2"),
        RuleParameter.Points("pointsLevel3", "3 级关注的分值", "Points of level 3"),
        RuleParameter.Points("pointsLevel4", "4 级关注的分值", "Points of level 4"),
    ];

    /// <summary>Judges the hits of some kinds.</summary>
    /// <param name="rule">The rule that asks.</param>
    /// <param name="facts">The facts with the hits.</param>
    /// <param name="p">Points by level.</param>
    /// <param name="kinds">Kinds of entry that the rule is about.</param>
    /// <param name="unknown">
    /// Values that are not known, though entries exist to compare them with.
    /// </param>
    public static RuleResult Judge(
        IRiskRule rule,
        Facts facts,
        RuleParameters p,
        ReadOnlySpan<string> kinds,
        Findings? unknown = null
    )
    {
        var hits = facts.Background.Watchlist.Hits;
        var found = new Findings();
        var gravest = int.MaxValue;
        for (var i = 0; i < hits.Count; i++)
        {
            if (!kinds.Contains(hits[i].Kind))
                continue;
            gravest = Math.Min(gravest, hits[i].Level);
            Tell(found, hits[i]);
        }

        var points = found.Count == 0 ? 0 : p.Points(PointsByLevel[gravest - 1]);
        if (unknown is { Count: > 0 })
            return RuleResult.Error(
                rule,
                points,
                Invariant($"资料缺失，无法比对: {unknown.Zh}"),
                Invariant($"Not known, so not compared: {unknown.En}")
            );
        return found.Count == 0
            ? RuleResult.NoHit(rule)
            : RuleResult.Hit(
                rule,
                points,
                Invariant($"最高关注级别 {gravest} 级: {found.Zh}"),
                Invariant($"Gravest level {gravest}: {found.En}")
            );
    }

    private static void Tell(Findings found, WatchlistHit hit)
    {
        if (found.CountOne())
            found.Tell(
                $"{hit.MatchedValue} 属关注信息 {hit.Key}（{hit.Level} 级，{hit.Reason}）",
                $"{hit.MatchedValue} is under entry {hit.Key} (level {hit.Level}, {hit.Reason})"
            );
    }
}
