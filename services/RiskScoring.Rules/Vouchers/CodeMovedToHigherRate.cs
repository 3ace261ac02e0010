using RebateFlow.RiskScoring.Rules.FilingFacts;
using static System.FormattableString;

namespace RebateFlow.RiskScoring.Rules.Vouchers;

/// <summary>Goods moved to a neighbouring code with a higher rebate rate.</summary>
/// <remarks>
/// A code that is new to the exporter, while it exported another code of the same heading (4
/// digits) last year at a lower rate.
/// </remarks>
public sealed class CodeMovedToHigherRate : IRiskRule
{
    /// <summary>Smallest rise of the rate that counts, inclusive.</summary>
    public static readonly RuleParameter MinStep = new(
        "minStepPoints",
        "percentage point",
        0,
        100,
        "税率差下限（含）",
        "Smallest rise of the rate that counts, inclusive"
    );

    /// <summary>Points of a hit.</summary>
    public static readonly RuleParameter Points = RuleParameter.Points(
        "points",
        "命中分值",
        "Points of a hit"
    );

    /// <inheritdoc/>
    public string Id => "RI-25";

    /// <inheritdoc/>
    public string PhraseZh => "商品编码改为高退税率相邻编码";

    /// <inheritdoc/>
    public string PhraseEn => "Goods moved to a neighbouring code with a higher rate";

    /// <inheritdoc/>
    public RuleSource Source { get; } =
        new(
            "SAT alert of 2011 (pine nuts); STA announcement 2013 No. 12, article 5(5)4",
            "low-rate goods declared as high-rate goods; the least step is ours"
        );

    /// <inheritdoc/>
    public IReadOnlyList<RuleParameter> Parameters { get; } = [MinStep, Points];

    /// <inheritdoc/>
    public RuleResult Evaluate(Facts facts, RuleParameters p)
    {
        var history = facts.Background.History;
        if (facts.Background.HasNothingToCompare())
            return RuleResult.NotApplicable(
                this,
                Invariant($"没有 {history.LastYear} 年的出口记录可比较"),
                Invariant($"No exports of {history.LastYear} on record to compare with")
            );

        var (moved, told) = (new Findings(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var neighbour in history.CheaperNeighbours)
        {
            if (history.CommoditiesLastYear.Contains(neighbour.Hs8))
                continue;
            foreach (var line in facts.ExportLines)
            {
                if (
                    !Commodity.Hs8Of(line.CommodityCode).SequenceEqual(neighbour.Hs8)
                    || line.RebateRatePercent - neighbour.RatePercent < Math.Max(p[MinStep], 0.01m)
                    || !told.Add(neighbour.Hs8)
                )
                    continue;
                var (code, other, otherRate) = neighbour;
                var rate = line.RebateRatePercent;
                if (moved.CountOne())
                    moved.Tell(
                        $"{code} 退税率 {rate:F0}%，上年 {other} 为 {otherRate:F0}%",
                        $"{code} at {rate:F0}%, last year {other} at {otherRate:F0}%"
                    );
            }
        }
        return moved.Count == 0
            ? RuleResult.NoHit(this)
            : RuleResult.Hit(this, p.Points(Points), moved.Zh, moved.En);
    }
}
