using RebateFlow.Contracts.Intake;
using RebateFlow.RiskScoring.Rules.FilingFacts;

namespace RebateFlow.RiskScoring.Peers;

/// <summary>
/// What one filing asked for one commodity in one unit; or what a piece of it weighed.
/// </summary>
/// <param name="CommodityCode">First 10 digits.</param>
/// <param name="Unit">Unit as declared, or that of <see cref="PieceWeight"/>.</param>
/// <param name="PriceUsd">
/// Its mean price, US dollars per unit, four decimals, above 0; of a weight kilograms a piece.
/// </param>
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
        AddWeights(content, sums);
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

    /// <summary>
    /// Each customs line weighs as much as another, whatever part of it is filed.
    /// </summary>
    private static void AddWeights(
        FilingContent content,
        Dictionary<(string Code, string Unit), (decimal Sum, decimal Count)> sums
    )
    {
        foreach (var line in content.ExportLines)
        {
            if (line.Quantity <= 0 || PieceWeight.UnitOf(line) is not { } unit)
                continue;
            var key = (
                Commodity.Hs10Of(line.CommodityCode).ToString(),
                PieceWeight.PeerUnitOf(unit)
            );
            var (sum, count) = sums.GetValueOrDefault(key);
            sums[key] = (sum + PieceWeight.KilogramsOf(line), count + 1);
        }
    }
}
