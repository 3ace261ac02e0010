using System.Globalization;

namespace RebateFlow.Testing.Filings;

/// <summary>
/// A valid ER filing and the electronic information that matches it. A test changes one thing with
/// <c>with</c>; what it does not feed, Intake does not know.
/// </summary>
public sealed record SampleFiling(SampleExporter Exporter, int Serial)
{
    public const string Period = "202603";
    public const string CommodityCode = "8471301000";
    public const string Unit = "台";

    private const string CommodityName = "平板电脑";
    private const string ExportDate = "2026-02-10";
    private const string InvoiceDate = "2026-01-20";

    /// <summary>Export lines, each with a purchase line of its own; 1 to 99.</summary>
    public int Pairs { get; init; } = 1;

    /// <summary>Pieces a line.</summary>
    public decimal Quantity { get; init; } = 100m;

    /// <summary>
    /// Pieces a voucher covers; more than <see cref="Quantity"/> leaves a remainder.
    /// </summary>
    public decimal VoucherQuantity { get; init; } = 100m;

    /// <summary>
    /// Vouchers are told apart by it; two filings with the same one share theirs.
    /// </summary>
    public int VoucherSerial { get; init; } = Serial;

    /// <summary>
    /// Tells customs lines apart where filings share their invoices alone; else null.
    /// </summary>
    public int? CustomsSerial { get; init; }

    public int BatchNo { get; init; } = 1 + (Serial % 999);

    /// <summary>CNY yuan without VAT, a piece.</summary>
    public decimal PriceCny { get; init; } = 600m;

    /// <summary>US dollars FOB, a piece.</summary>
    public decimal FobUsd { get; init; } = 100m;

    /// <summary>Rebate due, CNY yuan.</summary>
    public decimal RebateCny => Pairs * Quantity * PriceCny * 0.13m;

    /// <summary>Body of <c>POST /v1/pre-declarations</c>.</summary>
    public object Body =>
        new
        {
            method = "ER",
            uscc = Exporter.Uscc,
            period = Period,
            batchNo = BatchNo,
            exportLines = Lines(ExportLine),
            purchaseLines = Lines(PurchaseLine),
        };

    /// <summary>Rows of the feed <c>customs-declarations</c>.</summary>
    public IEnumerable<object> CustomsRows => Lines(CustomsRow);

    /// <summary>Rows of the feed <c>vat-invoices</c>.</summary>
    public IEnumerable<object> InvoiceRows => Lines(InvoiceRow);

    public string CustomsLineNo(int pair) =>
        Text($"020220260{CustomsSerial ?? VoucherSerial:D9}0{pair:D2}");

    public string InvoiceNo(int pair) => Text($"26122{VoucherSerial:D12}{pair:D3}");

    private string AssociationNo(int pair) => Text($"{Period}{BatchNo:D3}{pair:D4}");

    private IEnumerable<object> Lines(Func<int, object> line) =>
        Enumerable.Range(1, Pairs).Select(line);

    private object ExportLine(int pair) =>
        new
        {
            lineNo = Text($"{pair:D4}"),
            associationNo = AssociationNo(pair),
            customsDeclarationLineNo = CustomsLineNo(pair),
            exportDate = ExportDate,
            commodityCode = CommodityCode,
            commodityName = CommodityName,
            unit = Unit,
            quantity = Four(Quantity),
            fobUsd = Two(Quantity * FobUsd),
            fobCny = Two(Quantity * FobUsd * 7.1m),
        };

    private object PurchaseLine(int pair) =>
        new
        {
            lineNo = Text($"{pair:D4}"),
            associationNo = AssociationNo(pair),
            taxKind = "V",
            voucherKind = "DIGITAL_INVOICE",
            voucherNo = InvoiceNo(pair),
            supplierTaxId = SampleExporter.SupplierOf(pair),
            invoiceDate = InvoiceDate,
            commodityCode = CommodityCode,
            commodityName = CommodityName,
            unit = Unit,
            quantity = Four(Quantity),
            taxBase = Two(Quantity * PriceCny),
            vatRate = "13",
            rebateRate = "13",
            rebatableTax = Two(Quantity * PriceCny * 0.13m),
        };

    private object CustomsRow(int pair) =>
        new
        {
            lineNo = CustomsLineNo(pair),
            consignorUscc = Exporter.Uscc,
            exportDate = ExportDate,
            commodityCode = CommodityCode,
            commodityName = CommodityName,
            unit1 = Unit,
            quantity1 = Four(VoucherQuantity),
            unit2 = "千克",
            quantity2 = Four(VoucherQuantity * 0.6m),
            fobUsd = Two(VoucherQuantity * FobUsd),
            fobCny = Two(VoucherQuantity * FobUsd * 7.1m),
            currency = "USD",
            tradeMode = "0110",
            customsDistrict = "0202",
            sourceRegion = "120116",
            destinationCountry = "USA",
            status = "CLOSED",
            viaBondedZone = false,
            version = 1,
        };

    private object InvoiceRow(int pair) =>
        new
        {
            voucherNo = InvoiceNo(pair),
            voucherKind = "DIGITAL_INVOICE",
            sellerTaxId = SampleExporter.SupplierOf(pair),
            sellerName = $"测试供货企业{pair}",
            buyerUscc = Exporter.Uscc,
            invoiceDate = InvoiceDate,
            commodityName = CommodityName,
            unit = Unit,
            quantity = Four(VoucherQuantity),
            taxBase = Two(VoucherQuantity * PriceCny),
            vatRate = "13",
            tax = Two(VoucherQuantity * PriceCny * 0.13m),
            status = "NORMAL",
            certified = true,
            usedForDeduction = false,
            crossCheck = "MATCHED",
            simpleRate = false,
            version = 1,
        };

    private static string Two(decimal value) => Text($"{value:F2}");

    private static string Four(decimal value) => Text($"{value:F4}");

    private static string Text(FormattableString text) =>
        text.ToString(CultureInfo.InvariantCulture);
}
