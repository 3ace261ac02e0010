using System.Text.Encodings.Web;
using System.Text.Json;
using RebateFlow.Bench.Stacks;
using static RebateFlow.Bench.Filings.BenchRows;

namespace RebateFlow.Bench.Filings;

/// <summary>
/// ER filings that compare clean, each with vouchers of its own. A filing of 2n lines has n export
/// lines and n purchase lines, one invoice for each.
/// </summary>
/// <param name="first">Number of the first filing; no two sets of one stack may overlap.</param>
/// <param name="count">Filings, at most 39,960 in all: 999 batches for each exporter.</param>
/// <param name="lines">Form lines of a filing, even, 2 to 198.</param>
internal sealed class BenchFilings(int first, int count, int lines)
{
    public static readonly JsonSerializerOptions Json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private int Pairs => lines / 2;

    /// <summary>
    /// Rates of the one commodity that the filings export, and the month's exchange rate.
    /// </summary>
    public static async Task FeedReferenceAsync(BenchStack stack)
    {
        await stack.FeedAsync("enterprises", BenchExporters.Rows());
        await stack.FeedAsync(
            "rate-library",
            [
                new
                {
                    code = Code,
                    name = Name,
                    unit1 = Unit,
                    unit2 = "千克",
                    vatRates = new[] { "13" },
                    rebateRate = "13",
                    specialFlag = "",
                    validFrom = "2019-04-01",
                    version = 1,
                },
            ]
        );
        await stack.FeedAsync(
            "exchange-rates",
            [
                new
                {
                    currency = "USD",
                    month = "202610",
                    cnyPerUnit = "7.100000",
                    version = 1,
                },
            ]
        );
    }

    /// <summary>Feeds the electronic information that the filings compare with.</summary>
    public async Task FeedAsync(BenchStack stack)
    {
        await stack.FeedAsync(
            "customs-declarations",
            All((filing, pair) => CustomsRow(filing, pair))
        );
        await stack.FeedAsync("vat-invoices", All((filing, pair) => InvoiceRow(filing, pair)));
    }

    /// <summary>
    /// Feeds another value of everything that some of the filings were compared with: a burst, both
    /// kinds of vouchers at once.
    /// </summary>
    /// <returns>How many rows.</returns>
    public async Task<int> ChangeAsync(BenchStack stack, Func<int, bool> which)
    {
        var changed = Enumerable.Range(first, count).Where(which).ToList();
        var pairs =
            from filing in changed
            from pair in Enumerable.Range(1, Pairs)
            select (Filing: filing, Pair: pair);
        await Task.WhenAll(
            stack.FeedAsync(
                "customs-declarations",
                pairs.Select(at => CustomsRow(at.Filing, at.Pair, version: 2))
            ),
            stack.FeedAsync(
                "vat-invoices",
                pairs.Select(at => InvoiceRow(at.Filing, at.Pair, version: 2))
            )
        );
        return changed.Count * lines;
    }

    /// <summary>The requests, ready to be sent.</summary>
    public async Task<List<PreparedBody>> BodiesAsync(BenchStack stack)
    {
        var bodies = new List<PreparedBody>(count);
        for (var filing = first; filing < first + count; filing++)
        {
            bodies.Add(
                new PreparedBody(
                    JsonSerializer.SerializeToUtf8Bytes(Body(filing), Json),
                    Text($"bench-{filing}"),
                    await stack.TokenAsync(BenchExporters.ClientOf(filing % BenchExporters.Count))
                )
            );
        }
        return bodies;
    }

    private IEnumerable<object> All(Func<int, int, object> row) =>
        from filing in Enumerable.Range(first, count)
        from pair in Enumerable.Range(1, Pairs)
        select row(filing, pair);

    private object Body(int filing) =>
        new
        {
            method = "ER",
            uscc = BenchExporters.UsccOf(filing % BenchExporters.Count),
            period = Period,
            batchNo = BatchOf(filing),
            exportLines = Enumerable.Range(1, Pairs).Select(pair => ExportLine(filing, pair)),
            purchaseLines = Enumerable.Range(1, Pairs).Select(pair => PurchaseLine(filing, pair)),
        };

    private static object ExportLine(int filing, int pair) =>
        BenchRows.ExportLine(pair, AssociationOf(filing, pair), CustomsLineOf(filing, pair));

    private static object PurchaseLine(int filing, int pair) =>
        BenchRows.PurchaseLine(
            pair,
            AssociationOf(filing, pair),
            InvoiceOf(filing, pair),
            SupplierOf(pair)
        );

    private static object CustomsRow(int filing, int pair, int version = 1) =>
        BenchRows.CustomsRow(
            CustomsLineOf(filing, pair),
            BenchExporters.UsccOf(filing % BenchExporters.Count),
            version: version
        );

    private static object InvoiceRow(int filing, int pair, int version = 1) =>
        BenchRows.InvoiceRow(
            InvoiceOf(filing, pair),
            SupplierOf(pair),
            BenchExporters.UsccOf(filing % BenchExporters.Count),
            version: version
        );

    private static int BatchOf(int filing) => 1 + filing / BenchExporters.Count;

    private static string AssociationOf(int filing, int pair) =>
        Text($"{Period}{BatchOf(filing):D3}{pair:D4}");

    private static string CustomsLineOf(int filing, int pair) =>
        Text($"020220260{filing:D9}0{pair:D2}");

    private static string InvoiceOf(int filing, int pair) => Text($"26122{filing:D12}{pair:D3}");

    // Suppliers recur, as they do: the same hundred serve everybody.
    private static string SupplierOf(int pair) => BenchExporters.UsccOf(pair);
}
