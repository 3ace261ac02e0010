using RebateFlow.Contracts.Intake;
using RebateFlow.RiskScoring.Scoring;

namespace RebateFlow.RiskScoring.Peers;

/// <summary>What one filing asked for one commodity in one unit.</summary>
/// <param name="CommodityCode">First 10 digits.</param>
/// <param name="Unit">Unit as declared.</param>
/// <param name="PriceUsd">Its mean price, US dollars per unit, four decimals, above 0.</param>
public sealed record PriceObservation(string CommodityCode, string Unit, decimal PriceUsd)
{
    /// <summary>
    /// One observation for each commodity and unit, so that a filing of 2,000 lines weighs no more
    /// than one of two. Offsets and lines without quantity or amount say nothing about prices.
    /// </summary>
    public static IReadOnlyList<PriceObservation> Of(FilingContent content)
    {
        var sums = new Dictionary<(string Code, string Unit), (decimal Usd, decimal Quantity)>();
        foreach (var line in content.ExportLines)
        {
            if (line.FobUsd <= 0 || line.Quantity <= 0)
                continue;
            var key = (Commodity.Hs10Of(line.CommodityCode).ToString(), line.Unit);
            var (usd, quantity) = sums.GetValueOrDefault(key);
            sums[key] = (usd + line.FobUsd, quantity + line.Quantity);
        }
        return
        [
            .. sums.Select(sum => new PriceObservation(
                    sum.Key.Code,
                    sum.Key.Unit,
                    decimal.Round(sum.Value.Usd / sum.Value.Quantity, 4)
                ))
                .Where(observation => observation.PriceUsd > 0),
        ];
    }
}
