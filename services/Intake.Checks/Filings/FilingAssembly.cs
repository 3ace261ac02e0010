using RebateFlow.Intake.Checks.Information;
using RebateFlow.Intake.Checks.Offsets;
using RebateFlow.Intake.Checks.Rates;
using RebateFlow.Intake.Checks.Rebates;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Checks.Filings;

/// <summary>
/// Joins a filing with the electronic information; every join is one dictionary look-up a line.
/// </summary>
internal static class FilingAssembly
{
    public static CheckedFiling Assemble(
        SubmittedFiling filing,
        ElectronicInformation info,
        DateOnly today
    )
    {
        var exportLines = new List<CheckedExportLine>(filing.ExportLines.Count);
        var purchaseLines = new List<CheckedPurchaseLine>(filing.PurchaseLines.Count);
        var associations = new List<Association>();
        var joined = new CheckedFiling
        {
            Filing = filing,
            Info = info,
            Today = today,
            Limits = info.Reference.Settings.On(today),
            DeclarantUscc = CodeText.Normalize(filing.Uscc),
            ExportLines = exportLines,
            PurchaseLines = purchaseLines,
            Associations = associations,
        };
        foreach (var line in filing.ExportLines)
            exportLines.Add(Join(joined, line, exportLines.Count + 1));
        RemainingQuantities.Spread(exportLines);
        if (!joined.IsEr)
        {
            OffsetJoin.Join(joined);
            return joined;
        }

        foreach (var line in filing.PurchaseLines)
            purchaseLines.Add(Join(joined, line, purchaseLines.Count + 1));
        RemainingQuantities.Spread(purchaseLines);
        AssociationJoin.Join(joined, associations);
        OffsetJoin.Join(joined);
        return joined;
    }

    private static CheckedExportLine Join(CheckedFiling filing, ExportLine line, int ordinal)
    {
        var info = filing.Info;
        var lineNo = CustomsDeclarationLineNo.TryParse(
            line.CustomsDeclarationLineNo,
            out var number
        )
            ? number.Value
            : null;
        var customs = lineNo is null ? null : info.CustomsLines.GetValueOrDefault(lineNo);
        var certificateNo = NullIfEmpty(line.AgencyCertificateNo);
        var bookNo = NullIfEmpty(line.ProcessingBookNo);
        var exportDate = customs?.ExportDate ?? line.ExportDate;
        var ratedCode = RatedCode(line, customs);
        var rate = info.Rates.Find(ratedCode, exportDate);
        return new CheckedExportLine
        {
            Filing = filing,
            Line = line,
            Ordinal = ordinal,
            CustomsLineNo = lineNo,
            Customs = customs,
            CertificateNo = certificateNo,
            Certificate = certificateNo is null
                ? null
                : info.AgencyCertificates.GetValueOrDefault(certificateNo),
            BookNo = bookNo,
            Book = bookNo is null ? null : info.ProcessingBooks.GetValueOrDefault(bookNo),
            RatedCode = ratedCode,
            Rate = rate,
            Applied = AppliedRate.Choose(rate, line.VatRate, line.RebateRate),
            FobCny = FobCnyOf(line, exportDate, info.ExchangeRates),
            QuantityInUnit1 = customs is null
                ? null
                : CustomsQuantities.Convert(
                    line.Quantity,
                    line.Unit,
                    customs.Unit1,
                    customs,
                    info.Reference.Units
                ),
        };
    }

    private static CheckedPurchaseLine Join(CheckedFiling filing, PurchaseLine line, int ordinal)
    {
        var voucherNo = CodeText.Normalize(line.VoucherNo);
        var voucher = filing.Info.Invoices.GetValueOrDefault(voucherNo);
        return new CheckedPurchaseLine
        {
            Filing = filing,
            Line = line,
            Ordinal = ordinal,
            VoucherNo = voucherNo,
            Voucher = voucher,
            Invoice = voucher is null
                ? null
                : InvoiceLines.Choose(voucher, line, filing.Info.Reference.Units),
        };
    }

    /// <summary>
    /// A code that customs does not have (M106) rates nothing, the one of customs does. A declared
    /// code of its own is compared by M115.
    /// </summary>
    private static string RatedCode(ExportLine line, CustomsRecord? customs)
    {
        var declared = CodeText.Normalize(line.RatedCommodityCode);
        if (customs is null || !string.IsNullOrWhiteSpace(line.DeclaredCommodityCode))
            return declared;
        var booked = CodeText.Normalize(customs.CommodityCode);
        return declared.StartsWith(booked, StringComparison.Ordinal) ? declared : booked;
    }

    private static decimal? FobCnyOf(ExportLine line, DateOnly exportDate, ExchangeRates rates)
    {
        if (line.FobCny is { } declared)
            return declared;
        return rates.Find("USD", exportDate) is { } rate
            ? FobConversion.ToCny(line.FobUsd, rate)
            : null;
    }

    private static string? NullIfEmpty(string? text) =>
        CodeText.Normalize(text) is { Length: > 0 } normal ? normal : null;
}
