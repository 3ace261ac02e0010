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
}
