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
        if (CodeText.Normalize(book.Uscc) != line.Filing.DeclarantUscc)
            return About("R312", number, book.Uscc);
        return book.Closed ? About("R312", number, "CLOSED") : null;
    }

    public static Finding? R313_NoAllocationRate(CheckedExportLine line) =>
        !line.Filing.IsEr && line is { IsProcessing: true, Line.PlannedAllocationRate: null }
            ? new Finding(
                "R313",
                "plannedAllocationRate",
                "",
                line.Book is { } book ? Finding.Number(book.PlannedAllocationRate) : ""
            )
            : null;

    public static Finding? R314_AllocationRateDiffers(CheckedExportLine line)
    {
        if (line.Filing.IsEr || line.Line.PlannedAllocationRate is not { } declared)
            return null;
        if (line.Book is not { } book)
            return null;
        var tolerance = line.Filing.Limits.AllocationRateTolerance;
        return Math.Abs(declared - book.PlannedAllocationRate) <= tolerance
            ? null
            : new Finding(
                "R314",
                "plannedAllocationRate",
                Finding.Number(declared),
                Finding.Number(book.PlannedAllocationRate)
            );
    }

    public static Finding? R315_BookOverdue(CheckedExportLine line) =>
        !line.Filing.IsEr
        && line.Book is { Closed: false, SettlementDueOn: { } dueOn }
        && dueOn < line.Filing.Today
            ? About("R315", line.BookNo ?? "", Finding.Day(dueOn))
            : null;

    private static Finding About(string code, string number, string expected) =>
        new(code, "processingBookNo", number, expected);
}
