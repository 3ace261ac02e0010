using RebateFlow.Contracts.Risk;
using RebateFlow.RiskScoring.Rules.FilingFacts;
using RebateFlow.RiskScoring.Rules.Names;
using static System.FormattableString;

namespace RebateFlow.RiskScoring.Rules.Watchlist;

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
    /// <param name="rest">
    /// Values that are not known or were not compared, though entries exist to compare them with;
    /// and the share of the points that a hit by name adds, percent.
    /// </param>
    public static RuleResult Judge(
        IRiskRule rule,
        Facts facts,
        RuleParameters p,
        ReadOnlySpan<string> kinds,
        (Findings? Unknown, decimal NamePercent)? rest = null
    )
    {
        var hits = facts.Background.Watchlist.Hits;
        var found = new Findings();
        var (gravestById, gravestByName) = (int.MaxValue, int.MaxValue);
        for (var i = 0; i < hits.Count; i++)
        {
            if (!kinds.Contains(hits[i].Kind))
                continue;
            ref var level = ref hits[i].Likeness is null ? ref gravestById : ref gravestByName;
            level = Math.Min(level, hits[i].Level);
            Tell(found, hits[i]);
        }

        var gravest = Math.Min(gravestById, gravestByName);
        var points = Math.Max(
            PointsOf(gravestById, p),
            (int)(PointsOf(gravestByName, p) * (rest?.NamePercent ?? 100) / 100)
        );
        if (rest?.Unknown is { Count: > 0 } unknown)
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

    private static int PointsOf(int level, RuleParameters p) =>
        level == int.MaxValue ? 0 : p.Points(PointsByLevel[level - 1]);

    private static void Tell(Findings found, WatchlistHit hit)
    {
        if (!found.CountOne())
            return;
        if (hit.Likeness is { } likeness)
        {
            var value = hit.MatchedValue;
            var (zh, en) = NameReasonTexts.Join(hit.LikenessReasons ?? []);
            found.Tell(
                $"{value} 似关注信息 {hit.Key}（{likeness} 分: {zh}；{hit.Level} 级，{hit.Reason}）",
                $"{value} is like {hit.Key} ({likeness}: {en}; level {hit.Level}, {hit.Reason})"
            );
        }
        else
            found.Tell(
                $"{hit.MatchedValue} 属关注信息 {hit.Key}（{hit.Level} 级，{hit.Reason}）",
                $"{hit.MatchedValue} is under entry {hit.Key} (level {hit.Level}, {hit.Reason})"
            );
    }
}
