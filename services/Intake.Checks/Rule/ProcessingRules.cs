using RebateFlow.Primitives;

namespace RebateFlow.Intake.Checks.Rule;

/// <summary>Processing with imported materials 进料加工 (ECR).</summary>
internal static class ProcessingRules
{
    /// <summary>A processing export without a book counts as one with an unknown book.</summary>
    public static Finding? R312_BookUnknownOrClosed(CheckedExportLine line)
    {
        if (line.Filing.IsEr || (line.BookNo is null && !line.IsProcessing))
            return null;
        var number = line.BookNo ?? "";
        if (!ProcessingBookNo.TryParse(number, out _) || line.Book is not { } book)
            return About("R312", number, "");
        if (!TaxpayerId.AreSame(book.Uscc, line.Filing.DeclarantUscc))
            return About("R312", number, book.Uscc);
        return book.Closed ? About("R312", number, "CLOSED")
            : line.IsBookSettled ? About("R312", number, "SETTLED")
            : null;
    }

    public static Finding? R313_NoAllocationRate(CheckedExportLine line) =>
        !line.Filing.IsEr && line is { IsProcessing: true, Line.PlannedAllocationRate: null }
            ? new Finding(
                "R313",
                "plannedAllocationRate",
                "",
                line.PlannedRate is { } planned ? Finding.Number(planned) : ""
            )
            : null;

    public static Finding? R314_AllocationRateDiffers(CheckedExportLine line)
    {
        if (line.Filing.IsEr || line.Line.PlannedAllocationRate is not { } declared)
            return null;
        if (line.PlannedRate is not { } planned)
            return null;
        var tolerance = line.Filing.Limits.AllocationRateTolerance;
        return Math.Abs(declared - planned) <= tolerance
            ? null
            : new Finding(
                "R314",
                "plannedAllocationRate",
                Finding.Number(declared),
                Finding.Number(planned)
            );
    }

    public static Finding? R315_BookOverdue(CheckedExportLine line) =>
        !line.Filing.IsEr
        && line is { IsBookSettled: false, Book: { SettlementDueOn: { } dueOn } book }
        && dueOn < line.Filing.Today
        && !line.Filing.Info.Settlements.IsMet(book.BookNo, dueOn)
            ? About("R315", line.BookNo ?? "", Finding.Day(dueOn))
            : null;

    private static Finding About(string code, string number, string expected) =>
        new(code, "processingBookNo", number, expected);
}
