namespace RebateFlow.Intake.Checks.Rule;

/// <summary>What an export must be worth to be one that is rebated.</summary>
internal static class ValueRules
{
    /// <summary>
    /// Rebated is what was sold abroad. A price of zero, declared or booked by customs, is no sale,
    /// and neither exchange cost nor price can be judged by it.
    /// </summary>
    public static Finding? R325_NoPrice(CheckedExportLine line)
    {
        // F018 asks for what a line without a quantity lacks; an offset is compared by R319.
        if (line.IsOffset || line.Line.Quantity == 0)
            return null;
        var isDeclared = line.Line.FobUsd != 0 && line.Line.FobCny != 0;
        var isBooked = line.Customs is not { FobUsd: 0 };
        return isDeclared && isBooked
            ? null
            : new Finding(
                "R325",
                "fobUsd",
                Finding.Money(line.Line.FobUsd),
                line.Customs is { } customs ? Finding.Money(customs.FobUsd) : ""
            );
    }
}
