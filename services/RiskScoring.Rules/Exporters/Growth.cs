using System.Globalization;
using static System.FormattableString;

namespace RebateFlow.RiskScoring.Rules.Exporters;

/// <summary>
/// What the two growth indicators share: a period's total against the same month a year before.
/// </summary>
internal static class Growth
{
    /// <summary>
    /// Judges growth; below <paramref name="minBase"/> there is nothing to compare with.
    /// </summary>
    /// <param name="rule">The rule that asks.</param>
    /// <param name="now">Total of the period with this filing, in the unit of the verdict.</param>
    /// <param name="before">
    /// Total of the same month a year before, in the unit of the verdict.
    /// </param>
    /// <param name="minBase">Smallest base that means anything, in the unit of the verdict.</param>
    /// <param name="limitPercent">Growth of more than this is a hit, percent.</param>
    /// <param name="verdict">Points of a hit and the unit of the amounts.</param>
    public static RuleResult Judge(
        IRiskRule rule,
        decimal now,
        decimal before,
        decimal minBase,
        decimal limitPercent,
        (int Points, string Unit) verdict
    )
    {
        if (before < minBase || before <= 0)
            return RuleResult.NotApplicable(
                rule,
                Invariant($"上年同期 {before:F2} {verdict.Unit}，低于比较基数 {minBase:F2}"),
                Invariant($"{before:F2} {verdict.Unit} a year before, under {minBase:F2}")
            );

        var percent = (now / before - 1) * 100;
        var zh = string.Create(
            CultureInfo.InvariantCulture,
            $"{now:F2} {verdict.Unit}，上年同期 {before:F2}，"
                + $"增长 {percent:F1}%（上限 {limitPercent:F0}%）"
        );
        var en = string.Create(
            CultureInfo.InvariantCulture,
            $"{now:F2} {verdict.Unit} after {before:F2} a year before: "
                + $"{percent:F1}% (limit {limitPercent:F0}%)"
        );
        return percent > limitPercent
            ? RuleResult.Hit(rule, verdict.Points, zh, en)
            : RuleResult.NoHit(rule, zh, en);
    }
}
