using static RebateFlow.Bench.Filings.BenchRows;

namespace RebateFlow.Bench.Filings;

/// <summary>
/// A large clean ER filing: a third export lines, each bought with two invoices, on declarations of
/// fifty items.
/// </summary>
/// <param name="number">Tells the filings of a run apart, 0 to 90.</param>
/// <param name="lines">Export and purchase lines together, at most 29,997.</param>
internal sealed class LargeFiling(int number, int lines)
{
    private const int ItemsOfDeclaration = 50;

    public int Number => number;

    public IReadOnlyList<string> CustomsLineNos =>
        [.. Enumerable.Range(0, Exports).Select(CustomsLineOf)];

    public IReadOnlyList<string> InvoiceNos =>
        [.. Enumerable.Range(0, Purchases).Select(InvoiceOf)];

    private int Exports => (lines + 2) / 3;

    private int Purchases => lines - Exports;

    public IEnumerable<object> CustomsRows => Enumerable.Range(0, Exports).Select(CustomsRow);

    public IEnumerable<object> InvoiceRows => Enumerable.Range(0, Purchases).Select(InvoiceRow);

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
        BenchRows.ExportLine(export + 1, AssociationOf(export), CustomsLineOf(export));

    private object PurchaseLine(int purchase) =>
        BenchRows.PurchaseLine(
            purchase + 1,
            AssociationOf(ExportOf(purchase)),
            InvoiceOf(purchase),
            BenchExporters.UsccOf(purchase % 90),
            QuantityOf(purchase)
        );

    private object CustomsRow(int export) =>
        BenchRows.CustomsRow(CustomsLineOf(export), BenchExporters.UsccOf(0));

    private object InvoiceRow(int purchase) =>
        BenchRows.InvoiceRow(
            InvoiceOf(purchase),
            BenchExporters.UsccOf(purchase % 90),
            BenchExporters.UsccOf(0),
            QuantityOf(purchase)
        );
}
