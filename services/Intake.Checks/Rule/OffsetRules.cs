using System.Collections.Frozen;
using RebateFlow.Intake.Checks.Offsets;

namespace RebateFlow.Intake.Checks.Rule;

/// <summary>
/// Offsets 冲减 take back a line declared earlier, or a part of it, with the opposite sign.
/// </summary>
internal static class OffsetRules
{
    /// <summary>
    /// What came to light after the original was declared bars a rebate, not its return.
    /// </summary>
    private static readonly FrozenSet<string> OfLaterFacts =
    [
        "M109",
        "M110",
        "M112",
        "M202",
        "M203",
        "M204",
        "M205",
        "M208",
        "M214",
    ];

    /// <summary>What the original answered already; its figures are those that count.</summary>
    private static readonly FrozenSet<string> OfTheOriginal =
    [
        .. OfLaterFacts,
        "F014",
        "M106",
        "M107",
        "M108",
        "M113",
        "M115",
        "M117",
        "M118",
        "M210",
        "M215",
        "R301",
        "R302",
        "R303",
        "R304",
        "R305",
        "R322",
    ];

    /// <summary>The finding, unless a line that takes something back need not answer it.</summary>
    public static Finding? UnlessTakenBack(TakeBack? takeBack, Finding? finding) =>
        finding is null
        || takeBack is null
        || !(takeBack.IsKnown ? OfTheOriginal : OfLaterFacts).Contains(finding.Code)
            ? finding
            : null;

    public static Finding? R319_OffsetDiffersFromOriginal(CheckedExportLine line) =>
        line.TakeBack?.Fault
        ?? (line is { IsOffset: true, TakeBack: null } ? OffsetText.NoOriginal(line) : null);

    public static Finding? R319_PurchaseDiffersFromOriginal(CheckedPurchaseLine line) =>
        line.TakeBack?.Fault;

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
                OffsetText.Describe(line.Line.CommodityCode, line.Line.Quantity, line.Line.TaxBase),
                Finding.Number(association.ExportedQuantity)
            );
    }

    /// <summary>Nobody here can compare it; an officer does, with the old filing at hand.</summary>
    public static Finding? R345_OriginalOfBefore(CheckedExportLine line) =>
        line.TakeBack is { IsBefore: true }
            ? new Finding(
                "R345",
                "originalPeriodAndLine",
                line.Line.OriginalPeriodAndLine ?? "",
                line.Filing.Limits.FirstPeriodHere
            )
            : null;
}
