using RebateFlow.RiskScoring.Rules.FilingFacts;

namespace RebateFlow.RiskScoring.Rules.Exporters;

/// <summary>
/// Exports of a period grew beyond the limit against the same month of the last year.
/// </summary>
public sealed class ExportsGrewBeyondLimit : IRiskRule
{
    /// <summary>Growth of more than this is a hit, percent; 100 is twice as much.</summary>
    public static readonly RuleParameter LimitPercent = new(
        "limitPercent",
        "percent",
        0,
        100_000,
        "增长率上限（不含）",
        "Growth beyond which the rule hits"
    );

    /// <summary>
    /// Smallest total of a year before, US dollars; below it the rule does not apply.
    /// </summary>
    public static readonly RuleParameter MinBase = new(
        "minBaseUsd",
        "USD",
        0,
        1_000_000_000_000,
        "比较基数下限",
        "Smallest total of a year before that is worth comparing"
    );

    /// <summary>Points of a hit.</summary>
    public static readonly RuleParameter Points = RuleParameter.Points(
        "points",
        "命中分值",
        "Points of a hit"
    );

    /// <inheritdoc/>
    public string Id => "RI-03";

    /// <inheritdoc/>
    public string PhraseZh => "出口额同比增长超过上限";

    /// <inheritdoc/>
    public string PhraseEn => "Exports grew beyond the limit";

    /// <inheritdoc/>
    public RuleSource Source { get; } =
        new(
            "Shandong export rebate alerts, 2005",
            "four indicators, the first: export growth; limit not published"
        );

    /// <inheritdoc/>
    public IReadOnlyList<RuleParameter> Parameters { get; } = [LimitPercent, MinBase, Points];

    /// <inheritdoc/>
    public RuleResult Evaluate(Facts facts, RuleParameters p)
    {
        var history = facts.Background.History;
        return Growth.Judge(
            this,
            history.ThisPeriod.FobUsd + facts.Background.Header.FobUsd,
            history.SamePeriodLastYear.FobUsd,
            p[MinBase],
            p[LimitPercent],
            (p.Points(Points), "USD")
        );
    }
}
