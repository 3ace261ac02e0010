using System.Diagnostics;
using System.Text.Json;
using Npgsql;
using RebateFlow.Bench.Filings;
using RebateFlow.Bench.Measuring;
using RebateFlow.Bench.Stacks;
using static RebateFlow.Bench.Filings.BenchRows;

namespace RebateFlow.Bench.Vouchers;

/// <summary>
/// Vouchers through a feed, against COPY of the same rows; and what comparing a line costs with
/// 5,000 and with 5,000,000 vouchers stored, the vouchers of each filing drawn from all over them.
/// </summary>
internal static class VoucherBench
{
    private const int ItemsOfDeclaration = 50;
    private const int FirstDeclaration = 800_000_000;
    private const int FirstBatch = 800;

    private static readonly string exporter = BenchExporters.UsccOf(0);
    private static readonly string seller = BenchExporters.UsccOf(1);

    /// <param name="stacks">This tree's, and another one's to compare with.</param>
    public static async Task RunAsync(
        BenchRun run,
        BenchServers servers,
        IReadOnlyList<BenchStack> stacks
    )
    {
        var sizes = run.Sized(
            new Sizes(2_500, 300_000, 2_500_000, 100, 60, 4),
            new Sizes(100, 200, 1_000, 10, 4, 1)
        );
        foreach (var stack in stacks)
        {
            await stack.FeedAsync(
                "customs-declarations",
                Enumerable
                    .Range(0, sizes.Few)
                    .Select(slot => CustomsRow(CustomsLineOf(slot), exporter))
            );
            await stack.FeedAsync("vat-invoices", Invoices(0, sizes.Few));
            for (var round = 0; round < sizes.WarmUps; round++)
                await MedianAsync(stack, sizes, sizes.Few, $"warm-{round}");
        }
        var few = await MeasureAsync(run, stacks, sizes, sizes.Few, "few");
        await FeedAsync(run, servers, stacks, sizes);
        foreach (var stack in stacks)
        {
            await FillAsync(stack, sizes);
            // Reads pages for the first time.
            await MedianAsync(stack, sizes, sizes.Many, "load");
        }
        var many = await MeasureAsync(run, stacks, sizes, sizes.Many, "many");
        for (var i = 0; i < stacks.Count; i++)
        {
            run.Conclude(
                $"matching with {2 * sizes.Many} vouchers stored, its time to that with "
                    + $"{2 * sizes.Few}, {stacks[i].Name}",
                [.. many[i].Zip(few[i], (late, early) => late / early)],
                "1.0"
            );
        }
        run.CompareTrees($"matching with {2 * sizes.Few} vouchers stored", few);
        run.CompareTrees($"matching with {2 * sizes.Many} vouchers stored", many);
    }

    /// <summary>Seconds from submission to feedback of each stack, round by round.</summary>
    private static async Task<List<List<double>>> MeasureAsync(
        BenchRun run,
        IReadOnlyList<BenchStack> stacks,
        Sizes sizes,
        int slots,
        string name
    )
    {
        var seconds = stacks.Select(_ => new List<double>()).ToList();
        for (var round = 0; round < run.Rounds; round++)
        {
            foreach (var turn in BenchRun.Turns(stacks.Count, round))
            {
                var median = await MedianAsync(stacks[turn], sizes, slots, $"{name}-{round}");
                seconds[turn].Add(median);
                run.Say(
                    $"{2 * sizes.PairsOfFiling} lines, {2 * slots} vouchers stored, "
                        + $"{stacks[turn].Name}: feedback after {median * 1000:F1} ms "
                        + $"(median of {sizes.Filings})"
                );
            }
        }
        return seconds;
    }

    /// <summary>Submits filings one by one; each is taken back and frees its vouchers.</summary>
    private static async Task<double> MedianAsync(
        BenchStack stack,
        Sizes sizes,
        int slots,
        string name
    )
    {
        using var http = await Submission.ClientAsync(stack);
        var random = new Random(slots);
        var seconds = new List<double>();
        for (var number = 0; number < sizes.Filings; number++)
        {
            var chosen = new HashSet<int>();
            while (chosen.Count < sizes.PairsOfFiling)
                chosen.Add(random.Next(slots));
            var body = JsonSerializer.SerializeToUtf8Bytes(
                Body(FirstBatch + number, [.. chosen]),
                BenchFilings.Json
            );
            var submission = await Submission.SendAsync(http, body, $"{name}-{number}");
            seconds.Add(submission.Seconds);
            await submission.WithdrawAsync(http);
        }
        return Ratio.MedianOf(seconds);
    }

    private static async Task FeedAsync(
        BenchRun run,
        BenchServers servers,
        IReadOnlyList<BenchStack> stacks,
        Sizes sizes
    )
    {
        var ratios = new List<double>();
        var seconds = stacks.Select(_ => new List<double>()).ToList();
        for (var round = 0; round < run.Rounds; round++)
        {
            foreach (var turn in BenchRun.Turns(stacks.Count, round))
            {
                var stack = stacks[turn];
                var watch = Stopwatch.StartNew();
                await stack.FeedAsync(
                    "vat-invoices",
                    Invoices(sizes.Few + round * sizes.Fed, sizes.Fed)
                );
                seconds[turn].Add(watch.Elapsed.TotalSeconds);
                if (turn > 0)
                    continue;
                await using var database = await servers.CreateDatabaseAsync("copy");
                await using var target = NpgsqlDataSource.Create(database.ConnectionString);
                var copied = await CopiedInvoices.SecondsAsync(stack.IntakeData, target, sizes.Fed);
                ratios.Add(copied / seconds[turn][^1]);
            }
        }
        run.Conclude(
            $"a feed of {sizes.Fed} invoices, its speed to binary COPY into a table with the same "
                + "checks and key",
            ratios,
            aim: null
        );
        run.CompareTrees($"a feed of {sizes.Fed} invoices", seconds);
        foreach (var stack in stacks)
            run.Say($"memory of Intake, {stack.Name}: at most {stack.Intake.PeakMebibytes()} MiB");
    }

    private static async Task FillAsync(BenchStack stack, Sizes sizes)
    {
        await FillAsync(
            "vat_invoice",
            "voucher_no",
            "'26800' || lpad(n::text, 15, '0')",
            "used_tax_base"
        );
        await FillAsync(
            "customs_declaration_line",
            "line_no",
            $"""
            '020220260' || ({FirstDeclaration} + n / {ItemsOfDeclaration})
              || lpad((1 + n % {ItemsOfDeclaration})::text, 3, '0')
            """,
            "used_quantity"
        );
        await BenchServers.ExecuteAsync(stack.IntakeData, "CHECKPOINT");

        async Task FillAsync(string table, string key, string keyOfN, string used)
        {
            var own = await stack.IntakeNumberAsync(
                $"SELECT count(*) FROM {table} WHERE {key} LIKE '{KeyOf(table)}%'"
            );
            await RowCopies.AddAsync(
                stack.IntakeData,
                table,
                // A voucher that no filing has used.
                $"WHERE {key} LIKE '{KeyOf(table)}%' AND {used} = 0 LIMIT 1",
                $"generate_series({own}, {sizes.Many - 1}) AS n",
                new Dictionary<string, string?> { [key] = keyOfN, ["used_in"] = null }
            );
            var stored = await stack.IntakeNumberAsync(
                $"SELECT count(*) FROM {table} WHERE {key} LIKE '{KeyOf(table)}%'"
            );
            if (stored != sizes.Many)
                throw new InvalidOperationException($"{stored} rows of {table} stored.");
        }
    }

    private static string KeyOf(string table) =>
        table == "vat_invoice" ? "26800" : $"020220260{FirstDeclaration / 100_000_000}";

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

    private static string CustomsLineOf(int slot)
    {
        var declaration = FirstDeclaration + slot / ItemsOfDeclaration;
        return Text($"020220260{declaration:D9}{1 + slot % ItemsOfDeclaration:D3}");
    }

    private static string InvoiceOf(int slot) => Text($"26800{slot:D15}");

    /// <param name="Few">Customs lines, and as many invoices, that are stored at first.</param>
    /// <param name="Fed">Invoices of a feed, one a round.</param>
    /// <param name="Many">Customs lines, and as many invoices, that are stored at last.</param>
    /// <param name="PairsOfFiling">Export lines of a filing, and as many purchase lines.</param>
    /// <param name="Filings">Handed in one after the other for a median.</param>
    /// <param name="WarmUps">Such series that are not measured.</param>
    private sealed record Sizes(
        int Few,
        int Fed,
        int Many,
        int PairsOfFiling,
        int Filings,
        int WarmUps
    );
}
