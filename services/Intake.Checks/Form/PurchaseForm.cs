using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Checks.Form;

/// <summary>Form of a purchase line (ER).</summary>
internal static class PurchaseForm
{
    public static Finding? F004_LineOutOfSequence(CheckedPurchaseLine line) =>
        LineNumbers.IsAt(line.Line.LineNo, line.Ordinal)
            ? null
            : ExportForm.OutOfSequence(line.Line.LineNo, line.Ordinal);

    public static Finding? F009_AssociationNumberMalformed(CheckedPurchaseLine line) =>
        ExportForm.Malformed(line.Line.AssociationNo);

    public static Finding? F013_VoucherNumberMalformed(CheckedPurchaseLine line)
    {
        var number = line.VoucherNo;
        var (fits, form) = line.Line.VoucherKind switch
        {
            VoucherKind.SpecialInvoice => (VoucherNumbers.IsSpecialInvoice(number), "10+8"),
            VoucherKind.OrdinaryInvoice => (VoucherNumbers.IsOrdinaryInvoice(number), "12+8"),
            VoucherKind.DigitalInvoice => (VoucherNumbers.IsDigitalInvoice(number), "20"),
            VoucherKind.CustomsPayment => (VoucherNumbers.IsCustomsPayment(number), "18-22"),
            VoucherKind.AgencyInvoice => (
                VoucherNumbers.IsSpecialInvoice(number) || VoucherNumbers.IsDigitalInvoice(number),
                "10+8 / 20"
            ),
        };
        return fits ? null : new Finding("F013", "voucherNo", line.Line.VoucherNo, form);
    }

    /// <summary>Consumption tax is not a rate on the VAT base; R322 looks at it.</summary>
    public static Finding? F014_TaxDiffersFromBaseTimesRate(CheckedPurchaseLine line)
    {
        if (line.Line.TaxKind == TaxKind.C)
            return null;
        var computed = Money.Tax(line.Line.TaxBase, line.Line.RebateRate);
        return Math.Abs(line.Line.RebatableTax - computed) <= line.Filing.Limits.TaxToleranceCny
            ? null
            : new Finding(
                "F014",
                "rebatableTax",
                Finding.Money(line.Line.RebatableTax),
                Finding.Money(computed)
            );
    }

    public static Finding? F019_AssociationOfAnotherBatch(CheckedPurchaseLine line) =>
        ExportForm.OfAnotherBatch(line.Line.AssociationNo, line.Filing.Filing);

    /// <summary>
    /// A digital invoice begins with the year it was issued in. The code of a paper one names the
    /// year it was printed in, which is no later; a payment slip names none.
    /// </summary>
    public static Finding? F020_YearOfNumberDiffers(CheckedPurchaseLine line)
    {
        if (F013_VoucherNumberMalformed(line) is not null)
            return null;
        var (number, issued) = (line.VoucherNo, line.Invoice?.InvoiceDate ?? line.Line.InvoiceDate);
        var year = issued.Year % 100;
        var fits = line.Line.VoucherKind switch
        {
            VoucherKind.DigitalInvoice => VoucherNumbers.YearOfDigitalInvoice(number) == year,
            VoucherKind.SpecialInvoice => VoucherNumbers.YearOfSpecialInvoice(number) <= year,
            VoucherKind.OrdinaryInvoice => VoucherNumbers.YearOfOrdinaryInvoice(number) <= year,
            VoucherKind.AgencyInvoice => VoucherNumbers.YearOfSpecialInvoice(number) is { } printed
                ? printed <= year
                : VoucherNumbers.YearOfDigitalInvoice(number) == year,
            VoucherKind.CustomsPayment => true,
        };
        return fits ? null : new Finding("F020", "voucherNo", line.VoucherNo, Finding.Day(issued));
    }
}
