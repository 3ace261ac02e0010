using System.Globalization;
using RebateFlow.Intake.Checks.Information;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Checks.Offsets;

/// <summary>
/// What findings on offsets say: code, quantity and amount, as declared and as due.
/// </summary>
internal static class OffsetText
{
    public static Finding NoOriginal(CheckedExportLine line) =>
        new("R319", "originalPeriodAndLine", Declared(line), "");

    public static Finding Differs(
        CheckedExportLine line,
        string code,
        LinePart due,
        string takenIn
    ) => new("R319", "quantity", Declared(line), Due(code, due, takenIn));

    public static Finding Differs(CheckedPurchaseLine line, LinePart due, string takenIn) =>
        new(
            "R319",
            "taxBase",
            Describe(line.Line.CommodityCode, line.Line.Quantity, line.Line.TaxBase),
            Due(line.Line.CommodityCode, due, takenIn)
        );

    public static string Describe(string code, decimal quantity, decimal amount) =>
        string.Create(CultureInfo.InvariantCulture, $"{code} / {quantity:0.####} / {amount:0.00}");

    private static string Declared(CheckedExportLine line) =>
        Describe(line.Line.CommodityCode, line.Line.Quantity, line.Line.FobUsd);

    private static string Due(string code, LinePart due, string takenIn)
    {
        var text = Describe(CodeText.Normalize(code), -due.Quantity, -due.Amount);
        return takenIn.Length == 0 ? text : $"{text} ({takenIn})";
    }
}
