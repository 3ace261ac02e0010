using System.Globalization;

namespace RebateFlow.Bench.Filings;

/// <summary>
/// Form lines and electronic information of the one commodity that the filings of the bench export,
/// 100 pieces a line. They compare clean.
/// </summary>
internal static class BenchRows
{
    public const string Period = "202611";
    public const string Code = "8471301000";
    public const string Name = "平板电脑";
    public const string Unit = "台";

    private const string Quantity = "100.0000";
    private const string FobUsd = "10000.00";
    private const string FobCny = "71000.00";

    public static object ExportLine(int number, string association, string customsLine) =>
        new
        {
            lineNo = Text($"{number:D4}"),
            associationNo = association,
            customsDeclarationLineNo = customsLine,
            exportDate = "2026-10-15",
            commodityCode = Code,
            commodityName = Name,
            unit = Unit,
            quantity = Quantity,
            fobUsd = FobUsd,
            fobCny = FobCny,
        };

    public static object PurchaseLine(
        int number,
        string association,
        string voucher,
        string seller,
        decimal quantity = 100
    ) =>
        new
        {
            lineNo = Text($"{number:D4}"),
            associationNo = association,
            taxKind = "V",
            voucherKind = "DIGITAL_INVOICE",
            voucherNo = voucher,
            supplierTaxId = seller,
            invoiceDate = "2026-10-01",
            commodityCode = Code,
            commodityName = Name,
            unit = Unit,
            quantity = Text($"{quantity:F4}"),
            taxBase = Text($"{quantity * 600:F2}"),
            vatRate = "13",
            rebateRate = "13",
            rebatableTax = Text($"{quantity * 78:F2}"),
        };

    /// <param name="version">Of the sender; a later one tells a value of 1 USD less.</param>
    public static object CustomsRow(string customsLine, string exporter, int version = 1) =>
        new
        {
            lineNo = customsLine,
            consignorUscc = exporter,
            exportDate = "2026-10-15",
            commodityCode = Code,
            commodityName = Name,
            unit1 = Unit,
            quantity1 = Quantity,
            unit2 = "千克",
            quantity2 = "60.0000",
            fobUsd = Text($"{10_001 - version}.00"),
            fobCny = FobCny,
            currency = "USD",
            tradeMode = "0110",
            customsDistrict = "0202",
            sourceRegion = "120116",
            destinationCountry = "USA",
            status = "CLOSED",
            viaBondedZone = false,
            version,
        };

    /// <param name="version">Of the sender; a later one tells a tax base of 1 yuan less.</param>
    public static object InvoiceRow(
        string voucher,
        string seller,
        string buyer,
        decimal quantity = 100,
        int version = 1
    ) =>
        new
        {
            voucherNo = voucher,
            voucherKind = "DIGITAL_INVOICE",
            sellerTaxId = seller,
            sellerName = "Bench supplier",
            buyerUscc = buyer,
            invoiceDate = "2026-10-01",
            commodityName = Name,
            unit = Unit,
            quantity = Text($"{quantity:F4}"),
            taxBase = Text($"{quantity * 600 + 1 - version:F2}"),
            vatRate = "13",
            tax = Text($"{quantity * 78:F2}"),
            status = "NORMAL",
            certified = true,
            usedForDeduction = false,
            crossCheck = "MATCHED",
            simpleRate = false,
            version,
        };

    public static string Text(FormattableString text) =>
        text.ToString(CultureInfo.InvariantCulture);
}
