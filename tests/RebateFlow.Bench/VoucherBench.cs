using System.Diagnostics;
using System.Text.Json;
using Npgsql;
using static RebateFlow.Bench.BenchRows;

namespace RebateFlow.Bench;

/// <summary>
/// A million vouchers through a feed; and what comparing a line costs with 5,000 and with 5,000,000
/// vouchers stored, the vouchers of each filing drawn from all over them.
/// </summary>
internal static class VoucherBench
{
    private const int Few = 2_500;
    private const int Fed = 1_000_000;
    private const int Many = 2_500_000;
    private const int PairsOfFiling = 100;
    private const int Filings = 60;
    private const int WarmUps = 4;
    private const int ItemsOfDeclaration = 50;

    private static readonly string exporter = BenchExporters.UsccOf(0);
    private static readonly string seller = BenchExporters.UsccOf(1);

    public static async Task<int> RunAsync(BenchServers servers)
    {
        await using var stack = await BenchStack.StartAsync(servers);
        await BenchFilings.FeedReferenceAsync(stack);
        await stack.FeedAsync(
            "customs-declarations",
            Enumerable.Range(0, Few).Select(slot => CustomsRow(CustomsLineOf(slot), exporter))
        );
        await stack.FeedAsync("vat-invoices", Invoices(0, Few));

        using var http = await Submission.ClientAsync(stack);
        for (var round = 0; round < WarmUps; round++)
            await MedianAsync(http, Few, $"warm-{round}"); // compiles
        var few = await MedianAsync(http, Few, "few");
        Print(few, Few);
        await FeedMillionAsync(servers, stack);
        await FillAsync(stack);
        await MedianAsync(http, Many, "load"); // reads pages for the first time
        var many = await MedianAsync(http, Many, "many");
        Print(many, Many);
        Console.WriteLine(
            $"matching with {2 * Many} vouchers stored takes {many / few:F2} times as long as with "
                + $"{2 * Few} (goal: at most 2)"
        );
        return 0;
    }

    private static void Print(double seconds, int slots) =>
        Console.WriteLine(
            $"  {2 * PairsOfFiling} lines, {2 * slots} vouchers stored: feedback after "
                + $"{seconds * 1000:F1} ms (median of {Filings})"
        );

    /// <summary>Submits filings one by one; each is taken back and frees its vouchers.</summary>
    private static async Task<double> MedianAsync(HttpClient http, int slots, string name)
    {
        var random = new Random(slots);
        var seconds = new List<double>();
        for (var number = 0; number < Filings; number++)
        {
            var chosen = new HashSet<int>();
            while (chosen.Count < PairsOfFiling)
                chosen.Add(random.Next(slots));
            var body = JsonSerializer.SerializeToUtf8Bytes(
                Body(number + 1, [.. chosen]),
                BenchFilings.Json
            );
            var submission = await Submission.SendAsync(http, body, $"{name}-{number}");
            seconds.Add(submission.Seconds);
            await submission.WithdrawAsync(http);
        }
        return seconds.Order().ElementAt(Filings / 2);
    }

    private static async Task FeedMillionAsync(BenchServers servers, BenchStack stack)
    {
        var cpu = new CpuMeter();
        var watch = Stopwatch.StartNew();
        await stack.FeedAsync("vat-invoices", Invoices(Few, Fed));
        var fed = Fed / watch.Elapsed.TotalSeconds;
        Console.WriteLine($"  {Fed} invoices fed at {fed:F0} rows/s   ({cpu})");
        await using var copyData = await servers.CreateDatabaseAsync("copy");
        await using var target = NpgsqlDataSource.Create(copyData.ConnectionString);
        var copied = await VoucherTables.CopiedPerSecondAsync(stack.IntakeData, target);
        Console.WriteLine(
            $"a feed of {Fed} invoices: {fed / copied:F2} of binary COPY into a table with "
                + "the same checks and key; memory of Intake at most "
                + $"{stack.Intake.PeakMebibytes()} MiB"
        );
    }

    private static async Task FillAsync(BenchStack stack)
    {
        var first = Few + Fed;
        await VoucherTables.MultiplyAsync(
            stack.IntakeData,
            "vat_invoice",
            "voucher_no",
            "'26900' || lpad(n::text, 15, '0')",
            (first, Many - 1)
        );
        await VoucherTables.MultiplyAsync(
            stack.IntakeData,
            "customs_declaration_line",
            "line_no",
            $"""
            '020220260' || lpad((n / {ItemsOfDeclaration})::text, 9, '0')
              || lpad((1 + n % {ItemsOfDeclaration})::text, 3, '0')
            """,
            (Few, Many - 1)
        );
        var stored = await stack.IntakeNumberAsync(
            "SELECT (SELECT count(*) FROM vat_invoice) + count(*) FROM customs_declaration_line"
        );
        if (stored != 2L * Many)
            throw new InvalidOperationException($"{stored} vouchers stored instead of {2 * Many}.");
    }

    private static IEnumerable<object> Invoices(int first, int count) =>
        Enumerable
            .Range(first, count)
            .Select(slot => InvoiceRow(InvoiceOf(slot), seller, exporter));

    private static object Body(int batchNo, int[] slots) =>
        new
        {
            method = "ER",
            uscc = exporter,
            period = Period,
            batchNo,
            exportLines = slots.Select(
                (slot, i) => ExportLine(i + 1, AssociationOf(batchNo, i), CustomsLineOf(slot))
            ),
            purchaseLines = slots.Select(
                (slot, i) => PurchaseLine(i + 1, AssociationOf(batchNo, i), InvoiceOf(slot), seller)
            ),
        };

    private static string AssociationOf(int batchNo, int place) =>
        Text($"{Period}{batchNo:D3}{place + 1:D4}");

    private static string CustomsLineOf(int slot) =>
        Text($"020220260{slot / ItemsOfDeclaration:D9}{1 + (slot % ItemsOfDeclaration):D3}");

    private static string InvoiceOf(int slot) => Text($"26900{slot:D15}");
}
