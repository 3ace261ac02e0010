using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Checks.Match;

/// <summary>What a purchase line says of its voucher against what the record says.</summary>
internal static class InvoiceContentMatch
{
    public static Finding? M220_VoucherKindDiffers(CheckedPurchaseLine line) =>
        line.Invoice is { } invoice && invoice.VoucherKind != line.Line.VoucherKind
            ? new Finding(
                "M220",
                "voucherKind",
                WireCode.Of(line.Line.VoucherKind),
                WireCode.Of(invoice.VoucherKind)
            )
            : null;

    public static Finding? M221_InvoiceDateDiffers(CheckedPurchaseLine line) =>
        line.Invoice is { } invoice && invoice.InvoiceDate != line.Line.InvoiceDate
            ? new Finding(
                "M221",
                "invoiceDate",
                Finding.Day(line.Line.InvoiceDate),
                Finding.Day(invoice.InvoiceDate)
            )
            : null;

    /// <summary>
    /// What was bought against what was exported, both by the records. A fee for processing has its
    /// own name, and an offset repeats what was compared before.
    /// </summary>
    public static Finding? M222_GoodsDifferFromCustoms(CheckedPurchaseLine line)
    {
        if (!IsOfGoods(line) || line.Invoice is not { } invoice)
            return null;
        if (line.Association?.Leading is not { } export)
            return null;
        var exported = export.Customs?.CommodityName ?? export.Line.CommodityName;
        return Agree(line, invoice.CommodityName, exported)
            ? null
            : new Finding("M222", "voucherNo", invoice.CommodityName, exported);
    }

    public static Finding? M223_NameDiffersFromInvoice(CheckedPurchaseLine line)
    {
        if (!IsOfGoods(line) || line.Invoice is not { } invoice)
            return null;
        var declared = line.Line.CommodityName ?? "";
        return Agree(line, declared, invoice.CommodityName)
            ? null
            : new Finding("M223", "commodityName", declared, invoice.CommodityName);
    }

    public static Finding? M224_LevyRateDiffers(CheckedPurchaseLine line) =>
        line.Invoice is { } invoice && invoice.VatRate != line.Line.VatRate
            ? new Finding(
                "M224",
                "vatRate",
                Finding.Number(line.Line.VatRate),
                Finding.Number(invoice.VatRate)
            )
            : null;

    private static bool IsOfGoods(CheckedPurchaseLine line) =>
        line is { IsOffset: false, Line: { TaxKind: TaxKind.V, Quantity: not 0 } };

    private static bool Agree(CheckedPurchaseLine line, string one, string other) =>
        GoodsNames.Agree(one, other, line.Filing.Limits.GoodsNameOverlapPercent);
}
