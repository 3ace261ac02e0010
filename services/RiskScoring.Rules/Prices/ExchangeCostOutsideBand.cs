using RebateFlow.RiskScoring.Rules.FilingFacts;
using static System.FormattableString;

namespace RebateFlow.RiskScoring.Rules.Prices;

/// <summary>Buying cost per dollar earned is outside the usual band.</summary>
/// <remarks>
/// Judged for each association and for the whole filing. Above the band (bought dear, sold cheap)
/// weighs more than below it (unusually high profit), and is reported when both occur.
/// </remarks>
public sealed class ExchangeCostOutsideBand : IRiskRule
{
    /// <summary>
    /// Upper end of the band, CNY yuan per US dollar; a cost of exactly this is inside.
    /// </summary>
    public static readonly RuleParameter Max = new(
        "max",
        "CNY/USD",
        0,
        100,
        "换汇成本上限（含）",
        "Upper end of the band, inclusive"
    );

    /// <summary>
    /// Lower end of the band, CNY yuan per US dollar; a cost of exactly this is inside.
    /// </summary>
    public static readonly RuleParameter Min = new(
        "min",
        "CNY/USD",
        0,
        100,
        "换汇成本下限（含）",
        "Lower end of the band, inclusive"
    );

    /// <summary>1 adds VAT less rebate to the cost, as old texts do; 0 leaves it out.</summary>
    public static readonly RuleParameter WithTax = new(
        "withTax",
        "0 or 1",
        0,
        1,
        "成本是否加计税额减退税额",
        "Whether VAT less rebate belongs to the cost"
    );

    /// <summary>Points for a cost above the band.</summary>
    public static readonly RuleParameter PointsAbove = RuleParameter.Points(
        "pointsAbove",
        "高于上限的分值",
        "Points above the band"
    );

    /// <summary>Points for a cost below the band.</summary>
    public static readonly RuleParameter PointsBelow = RuleParameter.Points(
        "pointsBelow",
        "低于下限的分值",
        "Points below the band"
    );

    /// <inheritdoc/>
    public string Id => "RI-01";

    /// <inheritdoc/>
    public string PhraseZh => "换汇成本超出合理区间";

    /// <inheritdoc/>
    public string PhraseEn => "Exchange cost is outside the band";

    /// <inheritdoc/>
    public RuleSource Source { get; } =
        new("换汇成本 practice notes of Tianjin and Jiangsu tax authorities", "band and examples");

    /// <inheritdoc/>
    public IReadOnlyList<RuleParameter> Parameters { get; } =
    [Max, Min, WithTax, PointsAbove, PointsBelow];

    /// <inheritdoc/>
    public RuleResult Evaluate(Facts facts, RuleParameters p)
    {
        if (facts.Background.Header.Method != "ER")
            return RuleResult.NotApplicable(
                this,
                "仅适用于外贸企业免退税",
                "Only for exempt-and-refund filings"
            );

        var tally = new Tally(p[Max], p[Min]);
        var (totalFobUsd, totalCostCny) = (0m, 0m);
        var isWithTax = p[WithTax] == 1;
        foreach (var association in facts.Associations)
        {
            var tax = isWithTax ? association.TaxCny : 0;
            var costCny = association.TaxBaseCny + tax;
            tally.Judge(association.AssociationNo, costCny, association.FobUsd);
            totalCostCny += costCny;
            totalFobUsd += association.FobUsd;
        }
        if (facts.Associations.Count > 1)
            tally.Judge("合计 total", totalCostCny, totalFobUsd);
        return Verdict(tally, p);
    }

    private RuleResult Verdict(Tally tally, RuleParameters p)
    {
        var isAbove = tally.Above.Count > 0;
        var isHit = isAbove || tally.Below.Count > 0;
        var points = isHit ? p.Points(isAbove ? PointsAbove : PointsBelow) : 0;
        if (tally.Unjudged.Count > 0)
            return RuleResult.Error(
                this,
                points,
                $"无法计算换汇成本: {tally.Unjudged.Zh}",
                $"Exchange cost cannot be computed: {tally.Unjudged.En}"
            );
        if (isAbove)
            return RuleResult.Hit(
                this,
                points,
                Invariant($"换汇成本高于上限 {p[Max]:F2} 元/美元: {tally.Above.Zh}"),
                Invariant($"Exchange cost above {p[Max]:F2} CNY/USD: {tally.Above.En}")
            );
        if (isHit)
            return RuleResult.Hit(
                this,
                points,
                Invariant($"换汇成本低于下限 {p[Min]:F2} 元/美元: {tally.Below.Zh}"),
                Invariant($"Exchange cost below {p[Min]:F2} CNY/USD: {tally.Below.En}")
            );
        return tally.Judged == 0
            ? RuleResult.NotApplicable(this, "没有可计算的关联号", "No association to compute")
            : RuleResult.NoHit(
                this,
                Invariant($"换汇成本 {tally.Lowest:F4} 至 {tally.Highest:F4} 元/美元"),
                Invariant($"Exchange cost {tally.Lowest:F4} to {tally.Highest:F4} CNY/USD")
            );
    }

    private sealed class Tally(decimal max, decimal min)
    {
        private bool isAllUsual;

        public Findings Above { get; } = new();
        public Findings Below { get; } = new();
        public Findings Unjudged { get; } = new();
        public int Judged { get; private set; }
        public decimal Lowest { get; private set; }
        public decimal Highest { get; private set; }

        public void Judge(string place, decimal costCny, decimal fobUsd)
        {
            // An offset has both amounts negative; its cost is that of the line it takes back.
            if (costCny == 0 && fobUsd == 0 || IsAmongJudged(costCny, fobUsd))
                return;
            if (fobUsd == 0 || costCny / fobUsd < 0)
            {
                if (Unjudged.CountOne())
                    Unjudged.Tell(
                        $"{place} {costCny:F2} 元 / {fobUsd:F2} 美元",
                        $"{place} {costCny:F2} CNY / {fobUsd:F2} USD"
                    );
                return;
            }

            var cost = costCny / fobUsd;
            Lowest = Judged == 0 ? cost : Math.Min(Lowest, cost);
            Highest = Judged == 0 ? cost : Math.Max(Highest, cost);
            Judged++;
            isAllUsual = IsUsual(Lowest) && IsUsual(Highest);
            if (IsUsual(cost))
                return;
            var side = cost > max ? Above : Below;
            if (side.CountOne())
                side.Tell($"{place} {cost:F4}", $"{place} {cost:F4}");
        }

        /// <summary>
        /// True when the cost lies between two that are inside the band: it changes nothing. Said
        /// without a division, which costs more than all the rest.
        /// </summary>
        private bool IsAmongJudged(decimal costCny, decimal fobUsd) =>
            isAllUsual && fobUsd > 0 && costCny >= Lowest * fobUsd && costCny <= Highest * fobUsd;

        private bool IsUsual(decimal cost) => cost >= min && cost <= max;
    }
}
