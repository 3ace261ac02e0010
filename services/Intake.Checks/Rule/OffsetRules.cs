using System.Globalization;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Checks.Rule;

/// <summary>
/// Offsets 冲减 take back a line declared earlier, whole and with the opposite sign.
/// </summary>
internal static class OffsetRules
{
    public static Finding? R319_OffsetDiffersFromOriginal(CheckedExportLine line)
    {
        if (!line.IsOffset)
            return null;
        var declared = Describe(line.Line.CommodityCode, line.Line.Quantity, line.Line.FobUsd);
        var key = CodeText.Normalize(line.Line.OriginalPeriodAndLine);
        if (!line.Filing.Info.OriginalLines.TryGetValue(key, out var original))
            return new Finding("R319", "originalPeriodAndLine", declared, "");
        var isOpposite =
            original.CustomsDeclarationLineNo == line.CustomsLineNo
            && original.CommodityCode == CodeText.Normalize(line.Line.CommodityCode)
            && original.Quantity == -line.Line.Quantity
            && original.FobUsd == -line.Line.FobUsd;
        return isOpposite
            ? null
            : new Finding(
                "R319",
                "quantity",
                declared,
                Describe(original.CommodityCode, -original.Quantity, -original.FobUsd)
            );
    }

    /// <summary>
    /// A negative purchase beside a positive export would bend the average price.
    /// </summary>
    public static Finding? R319_PurchaseSignDiffersFromExport(CheckedPurchaseLine line)
    {
        if (line.Association is not { ExportLines.Count: > 0 } association)
            return null;
        var isNegativeExport = association.ExportedQuantity < 0;
        return line.IsOffset == isNegativeExport
            ? null
            : new Finding(
                "R319",
                "taxBase",
                Describe(line.Line.CommodityCode, line.Line.Quantity, line.Line.TaxBase),
                Finding.Number(association.ExportedQuantity)
            );
    }

    private static string Describe(string code, decimal quantity, decimal amount) =>
        string.Create(CultureInfo.InvariantCulture, $"{code} / {quantity:0.####} / {amount:0.00}");
}
