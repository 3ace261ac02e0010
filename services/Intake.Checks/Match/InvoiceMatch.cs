using RebateFlow.Intake.Checks.Information;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Checks.Match;

/// <summary>
/// A purchase line against the invoice record: is there one, whose is it, in what state?
/// </summary>
internal static class InvoiceMatch
{
    public static Finding? M201_NoInvoiceRecord(CheckedPurchaseLine line) =>
        NoDataMatch.Uncovered(MissingInvoice(line), line);

    /// <summary>A number of the wrong form (F013) has no record and nothing to wait for.</summary>
    internal static Finding? MissingInvoice(CheckedPurchaseLine line) =>
        line.Voucher is null && Form.PurchaseForm.F013_VoucherNumberMalformed(line) is null
            ? Awaiting("M201", line, "")
            : null;

    /// <summary>
    /// Lines of an invoice may come in several bodies, so the filing waits for the one it names.
    /// </summary>
    public static Finding? M217_LineNotOnInvoice(CheckedPurchaseLine line) =>
        line is { Voucher: { } voucher, Invoice: null, Line.VoucherLineNo: not null }
            ? new Finding("M217", "voucherLineNo", line.Key.ToString(), InvoiceLines.Told(voucher))
            {
                AwaitedFeed = FeedNames.VatInvoices,
                AwaitedKey = line.Key.ToString(),
            }
            : null;

    public static Finding? M218_LineNotNamed(CheckedPurchaseLine line) =>
        line is { Voucher: { } voucher, Invoice: null, Line.VoucherLineNo: null }
            ? new Finding("M218", "voucherLineNo", line.VoucherNo, InvoiceLines.Told(voucher))
            : null;

    public static Finding? M202_NotCertified(CheckedPurchaseLine line) =>
        line.Invoice is { Certified: false, UsedForDeduction: false }
            ? About("M202", line, "")
            : null;

    public static Finding? M203_CrossCheckFailed(CheckedPurchaseLine line) =>
        line.Invoice is { CrossCheck: CrossCheck.Mismatched }
            ? About("M203", line, "MISMATCHED")
            : null;

    public static Finding? M204_NoCrossCheckYet(CheckedPurchaseLine line) =>
        line.Invoice is { CrossCheck: CrossCheck.Pending } && !NeedsCrossCheck(line)
            ? About("M204", line, "PENDING")
            : null;

    public static Finding? M205_StatusNotNormal(CheckedPurchaseLine line) =>
        line.Invoice is { Status: not InvoiceStatus.Normal } invoice
            ? About("M205", line, WireCode.Of(invoice.Status))
            : null;

    public static Finding? M207_SellerDiffers(CheckedPurchaseLine line)
    {
        if (line.Invoice is null)
            return null;
        var declared = CodeText.Normalize(line.Line.SupplierTaxId);
        var seller = CodeText.Normalize(line.Invoice.SellerTaxId);
        return TaxpayerId.AreSame(declared, seller)
            ? null
            : new Finding("M207", "supplierTaxId", declared, seller);
    }

    public static Finding? M208_UsedForDeduction(CheckedPurchaseLine line) =>
        line.Invoice is { UsedForDeduction: true } ? About("M208", line, "") : null;

    public static Finding? M213_BuyerDiffers(CheckedPurchaseLine line)
    {
        if (line.Invoice is null)
            return null;
        var buyer = CodeText.Normalize(line.Invoice.BuyerUscc);
        return TaxpayerId.AreSame(buyer, line.Filing.DeclarantUscc)
            ? null
            : new Finding("M213", "voucherNo", line.Filing.DeclarantUscc, buyer);
    }

    /// <summary>Classes 3 and 4 wait for the result, which comes by the invoice feed.</summary>
    public static Finding? M214_CrossCheckRequired(CheckedPurchaseLine line) =>
        line.Invoice is { CrossCheck: CrossCheck.Pending } && NeedsCrossCheck(line)
            ? Awaiting("M214", line, "PENDING")
            : null;

    private static bool NeedsCrossCheck(CheckedPurchaseLine line) =>
        line.Filing.Info.Enterprise is { } enterprise
        && enterprise.EnterpriseClass > line.Filing.Limits.HighestClassWithoutCrossCheck;

    private static Finding About(string code, CheckedPurchaseLine line, string expected) =>
        new(code, "voucherNo", line.VoucherLabel, expected);

    private static Finding Awaiting(string code, CheckedPurchaseLine line, string expected) =>
        About(code, line, expected) with
        {
            AwaitedFeed = FeedNames.VatInvoices,
            AwaitedKey = line.VoucherNo,
        };
}
