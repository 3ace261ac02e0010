using RebateFlow.Intake.Checks.Reference;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Checks.Information;

/// <summary>
/// Conversion of quantities of one customs line between its units. The line itself says how many of
/// each it holds, so pieces and kilograms convert although no table relates them.
/// </summary>
internal static class CustomsQuantities
{
    /// <summary>
    /// A quantity in another unit, four places; null when nothing relates the units.
    /// </summary>
    public static decimal? Convert(
        decimal quantity,
        string from,
        string to,
        CustomsRecord? customs,
        UnitTable units
    )
    {
        if (units.Factor(from, to) is { } factor)
            return Round(quantity * factor);
        if (customs is null)
            return null;
        if (TotalIn(customs, from, units) is not { } totalFrom || totalFrom == 0)
            return null;
        return TotalIn(customs, to, units) is { } totalTo
            ? Round(Money.Share(totalTo, quantity, totalFrom))
            : null;
    }

    /// <summary>
    /// Whether a unit is one of the customs line's, or converts to one by the table.
    /// </summary>
    public static bool Knows(CustomsRecord customs, string unit, UnitTable units) =>
        TotalIn(customs, unit, units) is not null;

    private static decimal? TotalIn(CustomsRecord customs, string unit, UnitTable units)
    {
        if (units.Factor(customs.Unit1, unit) is { } first)
            return customs.Quantity1 * first;
        if (customs is { Unit2: { } unit2, Quantity2: { } quantity2 })
        {
            if (units.Factor(unit2, unit) is { } second)
                return quantity2 * second;
        }
        if (customs is { DeclaredUnit: { } unit3, DeclaredQuantity: { } quantity3 })
        {
            if (units.Factor(unit3, unit) is { } declared)
                return quantity3 * declared;
        }
        return null;
    }

    private static decimal Round(decimal quantity) =>
        decimal.Round(quantity, 4, MidpointRounding.AwayFromZero);
}
