using RebateFlow.Contracts.Intake;

namespace RebateFlow.RiskScoring.Rules.FilingFacts;

/// <summary>
/// What a piece weighs by a customs line of two statutory units, one the kilogram.
/// </summary>
public static class PieceWeight
{
    private const string Kilogram = "千克";

    /// <summary>The unit of the pieces; null when the line tells no weight of a piece.</summary>
    public static string? UnitOf(FiledExportLine line)
    {
        var units = line.CustomsUnits;
        if (
            line.CustomsQuantities is not { Count: 2 } quantities
            || units.Count != 2
            || quantities[0] <= 0
            || quantities[1] <= 0
        )
            return null;
        var (first, second) = (IsWeight(units[0]), IsWeight(units[1]));
        return first == second ? null
            : first ? units[1]
            : units[0];
    }

    /// <summary>
    /// Kilograms a piece of a line that has a <see cref="UnitOf"/>, four decimals.
    /// </summary>
    public static decimal KilogramsOf(FiledExportLine line)
    {
        var quantities = line.CustomsQuantities!;
        var (weight, pieces) = IsWeight(line.CustomsUnits[0])
            ? (quantities[0], quantities[1])
            : (quantities[1], quantities[0]);
        return decimal.Round(weight / pieces, 4);
    }

    /// <summary>
    /// The unit under which the peers of the weight are kept, such as 千克/台; no declared unit is
    /// written so.
    /// </summary>
    public static string PeerUnitOf(string unit) => $"{Kilogram}/{unit}";

    private static bool IsWeight(string unit) => unit is Kilogram or "公斤";
}
