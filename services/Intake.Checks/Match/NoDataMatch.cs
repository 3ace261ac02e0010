namespace RebateFlow.Intake.Checks.Match;

/// <summary>
/// Vouchers without electronic information whose declarant filed the form for it. The doubt is then
/// one that a person may pass, and the arrival of the data is a reason to check again.
/// </summary>
internal static class NoDataMatch
{
    public static Finding? M116_NoDataFormFiled(CheckedExportLine line) =>
        Covered(CustomsMatch.MissingCustoms(line), line)
        ?? Covered(CustomsMatch.MissingCertificate(line), line);

    public static Finding? M116_PurchaseNoDataFormFiled(CheckedPurchaseLine line) =>
        Covered(InvoiceMatch.MissingInvoice(line), line.Filing, ExportDateOf(line));

    /// <summary>The finding unless a form closes it.</summary>
    public static Finding? Uncovered(Finding? missing, CheckedExportLine line) =>
        Covered(missing, line) is null ? missing : null;

    /// <summary>The finding unless a form closes it.</summary>
    public static Finding? Uncovered(Finding? missing, CheckedPurchaseLine line) =>
        Covered(missing, line.Filing, ExportDateOf(line)) is null ? missing : null;

    private static Finding? Covered(Finding? missing, CheckedExportLine line) =>
        Covered(missing, line.Filing, line.ExportDate);

    private static Finding? Covered(Finding? missing, CheckedFiling filing, DateOnly exportDate)
    {
        if (missing is not { AwaitedFeed: { } feed })
            return null;
        var key = (feed, missing.AwaitedKey);
        if (filing.Info.NoDataForms.GetValueOrDefault(key) is not { IsOfThisFiling: true } form)
            return null;
        var period = filing.Info.Reference.PolicyPeriods.On(exportDate)?.Version;
        return
            filing.Info.Reference.NoDataEffects.Find(period, missing.Code, filing.Today)
                is not { } effect
            ? null
            : missing with
            {
                Code = "M116",
                Expected = Finding.Day(form.FiledOn),
                Effect = effect,
            };
    }

    /// <summary>
    /// The export that the purchase was for; the first of the filing without one.
    /// </summary>
    private static DateOnly ExportDateOf(CheckedPurchaseLine line) =>
        (line.Association?.Leading ?? line.Filing.ExportLines[0]).ExportDate;
}
