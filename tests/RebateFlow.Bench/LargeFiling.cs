using static RebateFlow.Bench.LargeFilingBench;

namespace RebateFlow.Bench;

/// <summary>
/// A large clean ER filing: a third export lines, each bought with two invoices, on declarations of
/// fifty items.
/// </summary>
/// <param name="number">Tells the filings of a run apart, 0 to 90.</param>
/// <param name="lines">Export and purchase lines together, at most 29,997.</param>
internal sealed class LargeFiling(int number, int lines)
{
    private const string Period = "202611";
    private const string Code = "8471301000";
    private const int ItemsOfDeclaration = 50;

    private int Exports => (lines + 2) / 3;

    private int Purchases => lines - Exports;

    public IEnumerable<object> CustomsRows => Enumerable.Range(0, Exports).Select(CustomsRow);

    public IEnumerable<object> InvoiceRows => Enumerable.Range(0, Purchases).Select(InvoiceRow);

    public IEnumerable<object> LineObjects =>
        [
            .. Enumerable.Range(0, Exports).Select(ExportLine),
            .. Enumerable.Range(0, Purchases).Select(PurchaseLine),
        ];

    public object Body =>
        new
        {
            method = "ER",
            uscc = BenchExporters.UsccOf(0),
            period = Period,
            batchNo = BatchNo,
            exportLines = Enumerable.Range(0, Exports).Select(ExportLine),
            purchaseLines = Enumerable.Range(0, Purchases).Select(PurchaseLine),
        };

    private int BatchNo => 900 + number;

    private string AssociationOf(int export) => Text($"{Period}{BatchNo:D3}{export + 1:D4}");

    private string CustomsLineOf(int export)
    {
        var declaration = 900_000_000 + number * 1_000 + export / ItemsOfDeclaration;
        return Text($"020220260{declaration:D9}{1 + export % ItemsOfDeclaration:D3}");
    }

    private string InvoiceOf(int purchase) => Text($"26{900 + number:D3}{purchase:D15}");

    // Two invoices for each export line; the last one has what is left.
    private int ExportOf(int purchase) => Math.Min(purchase / 2, Exports - 1);

    private decimal QuantityOf(int purchase) =>
        100m / Enumerable.Range(0, 3).Count(i => Sibling(purchase, i));

    private bool Sibling(int purchase, int i)
    {
        var first = ExportOf(purchase) * 2;
        return first + i < Purchases && ExportOf(first + i) == ExportOf(purchase);
    }

    private object ExportLine(int export) =>
        new
        {
            lineNo = Text($"{export + 1:D4}"),
            associationNo = AssociationOf(export),
            customsDeclarationLineNo = CustomsLineOf(export),
            exportDate = "2026-10-15",
            commodityCode = Code,
            commodityName = "平板电脑",
            unit = "台",
            quantity = "100.0000",
            fobUsd = "10000.00",
            fobCny = "71000.00",
        };

    private object PurchaseLine(int purchase) =>
        new
        {
            lineNo = Text($"{purchase + 1:D4}"),
            associationNo = AssociationOf(ExportOf(purchase)),
            taxKind = "V",
            voucherKind = "DIGITAL_INVOICE",
            voucherNo = InvoiceOf(purchase),
            supplierTaxId = BenchExporters.UsccOf(purchase % 90),
            invoiceDate = "2026-10-01",
            commodityCode = Code,
            commodityName = "平板电脑",
            unit = "台",
            quantity = Text($"{QuantityOf(purchase):F4}"),
            taxBase = Text($"{QuantityOf(purchase) * 600m:F2}"),
            vatRate = "13",
            rebateRate = "13",
            rebatableTax = Text($"{QuantityOf(purchase) * 78m:F2}"),
        };

    private object CustomsRow(int export) =>
        new
        {
            lineNo = CustomsLineOf(export),
            consignorUscc = BenchExporters.UsccOf(0),
            exportDate = "2026-10-15",
            commodityCode = Code,
            commodityName = "平板电脑",
            unit1 = "台",
            quantity1 = "100.0000",
            unit2 = "千克",
            quantity2 = "60.0000",
            fobUsd = "10000.00",
            fobCny = "71000.00",
            currency = "USD",
            tradeMode = "0110",
            customsDistrict = "0202",
            sourceRegion = "120116",
            destinationCountry = "USA",
            status = "CLOSED",
            viaBondedZone = false,
            version = 1,
        };

    private object InvoiceRow(int purchase) =>
        new
        {
            voucherNo = InvoiceOf(purchase),
            voucherKind = "DIGITAL_INVOICE",
            sellerTaxId = BenchExporters.UsccOf(purchase % 90),
            sellerName = "Bench supplier",
            buyerUscc = BenchExporters.UsccOf(0),
            invoiceDate = "2026-10-01",
            commodityName = "平板电脑",
            unit = "台",
            quantity = Text($"{QuantityOf(purchase):F4}"),
            taxBase = Text($"{QuantityOf(purchase) * 600m:F2}"),
            vatRate = "13",
            tax = Text($"{QuantityOf(purchase) * 78m:F2}"),
            status = "NORMAL",
            certified = true,
            usedForDeduction = false,
            crossCheck = "MATCHED",
            simpleRate = false,
            version = 1,
        };
}
