using RebateFlow.RiskScoring.Rules.FilingFacts;
using static System.FormattableString;

namespace RebateFlow.RiskScoring.Rules.Prices;

/// <summary>The exchange cost of a period is far from that of the same month of the last
/// year.</summary>
/// <remarks>
/// Purchases without VAT over FOB of all filings of the exporter and period, this one included.
/// Filings that were assessed before purchases were summed up leave the year before unknown: not
/// applicable.
/// </remarks>
public sealed class ExchangeCostChanged : IRiskRule
{
    /// <summary>Change, up or down, beyond which the rule hits.</summary>
    public static readonly RuleParameter LimitPercent = new(
        "limitPercent",
        "percent",
        0,
        100000,
        "变动率上限（不含）",
        "Change, up or down, beyond which the rule hits"
    );

    /// <summary>Smallest exports of a year before that are worth comparing.</summary>
    public static readonly RuleParameter MinBase = new(
        "minBaseUsd",
        "USD",
        0,
        1000000000000,
        "比较基数下限",
        "Smallest exports of a year before that are worth comparing"
    );

    /// <summary>Points of a hit.</summary>
    public static readonly RuleParameter Points = RuleParameter.Points(
        "points",
        "命中分值",
        "Points of a hit"
    );

    /// <inheritdoc/>
    public string Id => "RI-02";

    /// <inheritdoc/>
    public string PhraseZh => "换汇成本同比变动超过上限";

    /// <inheritdoc/>
    public string PhraseEn => "The exchange cost changed beyond the limit";

    /// <inheritdoc/>
    public RuleSource Source { get; } =
        new(
            "Shandong export rebate alerts, 2005",
            "four indicators, the second: change of the exchange cost; limit not published"
        );

    /// <inheritdoc/>
    public IReadOnlyList<RuleParameter> Parameters { get; } = [LimitPercent, MinBase, Points];

    /// <inheritdoc/>
    public RuleResult Evaluate(Facts facts, RuleParameters p)
    {
        var (header, history) = (facts.Background.Header, facts.Background.History);
        if (header.Method != "ER")
            return RuleResult.NotApplicable(
                this,
                "仅适用于外贸企业免退税",
                "Only for exempt-and-refund filings"
            );
        var before = history.SamePeriodLastYear;
        if (before.CostCny <= 0 || before.FobUsd <= 0 || before.FobUsd < p[MinBase])
            return RuleResult.NotApplicable(
                this,
                "没有可比较的上年同期换汇成本",
                "No exchange cost of a year before to compare with"
            );

        var (cost, fob) = (history.ThisPeriod.CostCny, history.ThisPeriod.FobUsd + header.FobUsd);
        foreach (var line in facts.PurchaseLines)
            cost += line.TaxBaseCny;
        if (fob <= 0 || cost <= 0)
            return RuleResult.NotApplicable(
                this,
                "本期冲减后没有出口额",
                "Nothing is left of the period after offsets"
            );

        var (now, then) = (cost / fob, before.CostCny / before.FobUsd);
        var percent = (now / then - 1) * 100;
        var zh = Invariant(
            $"换汇成本 {now:F4}，上年同期 {then:F4}，变动 {percent:F1}%（上限 {p[LimitPercent]:F0}%）"
        );
        var en = Invariant(
            $"Exchange cost {now:F4} after {then:F4}: {percent:F1}% (limit {p[LimitPercent]:F0}%)"
        );
        return Math.Abs(percent) > p[LimitPercent]
            ? RuleResult.Hit(this, p.Points(Points), zh, en)
            : RuleResult.NoHit(this, zh, en);
    }
}
