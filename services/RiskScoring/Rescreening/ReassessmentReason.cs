using System.Globalization;
using RebateFlow.Contracts.Risk;
using RebateFlow.RiskScoring.Rules;
using RebateFlow.RiskScoring.Rules.Scores;

namespace RebateFlow.RiskScoring.Rescreening;

/// <summary>Why a filing was scored again and what came of it, for an officer.</summary>
public sealed class ReassessmentReason(Reassessment next)
{
    private const int HitsTold = 5;

    private readonly FormerJudgement former = next.Former;

    /// <summary>In Chinese.</summary>
    public string InChinese() =>
        Join(
            "；",
            [
                .. OfRuleSetInChinese(),
                Tell("命中关注信息", Added, isChinese: true),
                Tell("不再命中", Gone, isChinese: true),
            ]
        );

    /// <summary>In English.</summary>
    public string InEnglish() =>
        Join(
            "; ",
            [
                .. OfRuleSetInEnglish(),
                Tell("Under", Added, isChinese: false),
                Tell("No longer under", Gone, isChinese: false),
            ]
        );

    private List<WatchlistHit> Added =>
        Reassessment.Without(next.Background.Watchlist.Hits, former.Background.Watchlist.Hits);

    private List<WatchlistHit> Gone =>
        Reassessment.Without(former.Background.Watchlist.Hits, next.Background.Watchlist.Hits);

    private bool IsByOtherValues => !next.IsByTheSameValues;

    private bool IsOfOtherVersion => former.Values.Version != next.Values.Version;

    private IEnumerable<string> OfRuleSetInChinese()
    {
        if (!IsByOtherValues)
            yield break;
        yield return IsOfOtherVersion
            ? $"指标方案由 {former.Values.Version} 改为 {next.Values.Version}"
            : Text($"指标方案 {next.Values.Version} 自 {next.Values.Start:yyyy-MM-dd} 起用新值");
        if (former.Score.Score != next.Score.Score)
            yield return Text($"评分由 {former.Score.Score} 变为 {next.Score.Score}");
        yield return Rules("新命中指标", next.Score, former.Score, "、");
        yield return Rules("不再命中指标", former.Score, next.Score, "、");
    }

    private IEnumerable<string> OfRuleSetInEnglish()
    {
        if (!IsByOtherValues)
            yield break;
        yield return IsOfOtherVersion
            ? $"Rule set {next.Values.Version} took the place of {former.Values.Version}"
            : Text($"Rule set {next.Values.Version} has new values from {next.Values.Start:O} on");
        if (former.Score.Score != next.Score.Score)
            yield return Text($"score {next.Score.Score} instead of {former.Score.Score}");
        yield return Rules("hit by", next.Score, former.Score, ", ");
        yield return Rules("no longer hit by", former.Score, next.Score, ", ");
    }

    /// <summary>Rules that hit in one score and not in the other.</summary>
    private static string Rules(string what, RiskScore these, RiskScore those, string separator)
    {
        string[] rules = [.. HitBy(these).Except(HitBy(those))];
        return rules.Length == 0 ? "" : $"{what} {string.Join(separator, rules)}";
    }

    private static IEnumerable<string> HitBy(RiskScore score) =>
        score
            .Results.Where(result => result.Outcome == RuleOutcome.Hit)
            .Select(result => result.RuleId);

    private static string Join(string separator, IEnumerable<string> parts) =>
        string.Join(separator, parts.Where(part => part.Length > 0));

    private static string Tell(string what, List<WatchlistHit> hits, bool isChinese)
    {
        if (hits.Count == 0)
            return "";
        var entries = hits.Take(HitsTold)
            .Select(hit =>
                isChinese
                    ? Text($"{hit.Key}（{hit.Level} 级）")
                    : Text($"{hit.Key} (level {hit.Level})")
            );
        var rest = hits.Count - HitsTold;
        var more =
            rest <= 0 ? ""
            : isChinese ? Text($"，另 {rest} 条")
            : Text($" and {rest} more");
        return $"{what} {string.Join(isChinese ? "、" : ", ", entries)}{more}";
    }

    private static string Text(FormattableString text) =>
        text.ToString(CultureInfo.InvariantCulture);
}
