using RebateFlow.RiskScoring.Rules.FilingFacts;
using static System.FormattableString;

namespace RebateFlow.RiskScoring.Rules.Prices;

/// <summary>A price per kilogram is close to that of silver or gold.</summary>
/// <remarks>
/// Goods of chapter 71 are precious themselves and left out. Only lines declared by weight can be
/// compared; without one the rule is not applicable. The prices of the metals are dated values of
/// the rule set.
/// </remarks>
public sealed class PriceNearPreciousMetal : IRiskRule
{
    /// <summary>Price of silver.</summary>
    public static readonly RuleParameter Silver = new(
        "silverUsdPerKg",
        "USD/kg",
        0,
        10000000,
        "白银价格",
        "Price of silver"
    );

    /// <summary>Price of gold.</summary>
    public static readonly RuleParameter Gold = new(
        "goldUsdPerKg",
        "USD/kg",
        0,
        10000000,
        "黄金价格",
        "Price of gold"
    );

    /// <summary>Distance up to which a price is close, inclusive.</summary>
    public static readonly RuleParameter BandPercent = new(
        "bandPercent",
        "percent",
        0,
        100,
        "接近的幅度（含）",
        "Distance up to which a price is close, inclusive"
    );

    /// <summary>Points of a hit.</summary>
    public static readonly RuleParameter Points = RuleParameter.Points(
        "points",
        "命中分值",
        "Points of a hit"
    );

    /// <inheritdoc/>
    public string Id => "RI-13";

    /// <inheritdoc/>
    public string PhraseZh => "单价接近贵金属价格";

    /// <inheritdoc/>
    public string PhraseEn => "A price per kilogram is close to a precious metal";

    /// <inheritdoc/>
    public RuleSource Source { get; } =
        new(
            "SAT alert of 2011 on switch parts",
            "unit price close to the price of silver; width of the band not published"
        );

    /// <inheritdoc/>
    public IReadOnlyList<RuleParameter> Parameters { get; } = [Silver, Gold, BandPercent, Points];

    /// <inheritdoc/>
    public RuleResult Evaluate(Facts facts, RuleParameters p)
    {
        var (close, compared) = (new Findings(), 0);
        var (silver, gold, band) = (p[Silver], p[Gold], p[BandPercent]);
        foreach (var line in facts.ExportLines)
        {
            var perKilogram = line.Unit switch
            {
                "千克" or "公斤" => 1m,
                "克" => 1_000m,
                _ => 0m,
            };
            if (
                perKilogram == 0
                || line.Quantity <= 0
                || line.CommodityCode.StartsWith("71", StringComparison.Ordinal)
            )
                continue;
            compared++;
            var price = line.FobUsd / line.Quantity * perKilogram;
            var isSilver = IsClose(price, silver, band);
            if ((isSilver || IsClose(price, gold, band)) && close.CountOne())
            {
                var (zh, en) = isSilver ? ("白银", "silver") : ("黄金", "gold");
                close.Tell(
                    $"{line.LineNo} 行 {price:F2} 美元/千克，接近{zh}",
                    $"line {line.LineNo} {price:F2} USD/kg, close to {en}"
                );
            }
        }
        if (compared == 0)
            return RuleResult.NotApplicable(
                this,
                "没有按重量计价的商品",
                "No goods declared by weight"
            );
        return close.Count == 0
            ? RuleResult.NoHit(
                this,
                Invariant($"比较 {compared} 行"),
                Invariant($"{compared} lines compared")
            )
            : RuleResult.Hit(this, p.Points(Points), close.Zh, close.En);
    }

    private static bool IsClose(decimal price, decimal metal, decimal bandPercent) =>
        metal > 0 && Math.Abs(price / metal - 1) * 100 <= bandPercent;
}
