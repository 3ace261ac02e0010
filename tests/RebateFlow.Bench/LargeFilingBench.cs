using System.Diagnostics;
using System.Text.Json;
using Npgsql;

namespace RebateFlow.Bench;

/// <summary>
/// One filing of 20,000 lines, from the request to its feedback, against binary COPY of the same
/// bytes: what storing them costs when nothing is read, compared or computed.
/// </summary>
internal static class LargeFilingBench
{
    private const int Lines = 20_000;
    private const int MostLines = 29_997;
    private const int Rounds = 5;

    public static async Task<int> RunAsync(BenchServers servers)
    {
        await using var copyData = await servers.CreateDatabaseAsync("copy");
        await using var copySource = NpgsqlDataSource.Create(copyData.ConnectionString);
        await using var stack = await BenchStack.StartAsync(servers);
        await BenchFilings.FeedReferenceAsync(stack);
        await using (var create = copySource.CreateCommand("CREATE TABLE line (body bytea)"))
            await create.ExecuteNonQueryAsync();

        var ratios = new List<double>();
        for (var round = 0; round <= Rounds; round++)
        {
            var filing = new LargeFiling(round, Lines);
            await stack.FeedAsync("customs-declarations", filing.CustomsRows);
            await stack.FeedAsync("vat-invoices", filing.InvoiceRows);
            var body = JsonSerializer.SerializeToUtf8Bytes(filing.Body, BenchFilings.Json);
            var copied = await CopyAsync(copySource, filing);
            var cpu = new CpuMeter();
            var (answered, fedBack) = await SubmitAsync(stack, body, round);
            // The first round compiles.
            if (round == 0)
                continue;
            ratios.Add(copied / fedBack);
            Console.WriteLine(
                $"  {Lines} lines, {body.Length / 1e6:F1} MB, round {round}: COPY {copied:F3} s, "
                    + $"answered after {answered:F3} s, feedback after {fedBack:F3} s   ({cpu})"
            );
        }
        Console.WriteLine(
            $"a filing of {Lines} lines, submit to feedback: "
                + $"{ratios.Order().ElementAt(Rounds / 2):F2} of COPY (goal 0.25)"
        );
        await DownloadDoubtsAsync(stack);
        foreach (var service in stack.Workers)
            Console.WriteLine(
                $"  memory of {service.Name}: {service.ResidentMebibytes()} MiB, "
                    + $"at most {service.PeakMebibytes()} MiB (goal 400)"
            );
        return 0;
    }

    /// <summary>
    /// A filing of which nothing is known: doubts on every line, taken as the marked workbook.
    /// </summary>
    private static async Task DownloadDoubtsAsync(BenchStack stack)
    {
        using var http = await Submission.ClientAsync(stack);
        var filing = new LargeFiling(Rounds + 1, MostLines);
        var body = JsonSerializer.SerializeToUtf8Bytes(filing.Body, BenchFilings.Json);
        var (id, text) = await Submission.SendAnyAsync(http, body, "doubted");
        var doubts = JsonDocument.Parse(text).RootElement.GetProperty("feedback");
        using var request = new HttpRequestMessage(
            HttpMethod.Get,
            new Uri($"/v1/pre-declarations/{id}/doubts", UriKind.Relative)
        );
        request.Headers.Accept.ParseAdd(
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        );
        var watch = Stopwatch.StartNew();
        using var answer = await http.SendAsync(request);
        var workbook = await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
        Console.WriteLine(
            $"  {MostLines} lines, {doubts.GetProperty("doubtCount")} doubts: marked workbook of "
                + $"{workbook.Length / 1e6:F1} MB after {watch.Elapsed.TotalSeconds:F1} s"
        );
    }

    private static async Task<double> CopyAsync(NpgsqlDataSource source, LargeFiling filing)
    {
        byte[][] lines = [.. filing.LineObjects.Select(Bytes)];
        var watch = Stopwatch.StartNew();
        await using var connection = await source.OpenConnectionAsync();
        await using var import = await connection.BeginBinaryImportAsync(
            "COPY line (body) FROM STDIN (FORMAT BINARY)"
        );
        foreach (var line in lines)
        {
            await import.StartRowAsync();
            await import.WriteAsync(line);
        }
        await import.CompleteAsync();
        return watch.Elapsed.TotalSeconds;
    }

    private static async Task<(double Answered, double FedBack)> SubmitAsync(
        BenchStack stack,
        byte[] body,
        int round
    )
    {
        using var http = await Submission.ClientAsync(stack);
        var submission = await Submission.SendAsync(http, body, $"large-{round}");
        var stored = await stack.IntakeNumberAsync(
            "SELECT (extract(epoch FROM f.checked_at - a.submitted_at) * 1000)::bigint "
                + "FROM attempt a JOIN feedback f USING (pre_declaration_id, attempt_no) "
                + "ORDER BY a.submitted_at DESC LIMIT 1"
        );
        return (submission.Seconds - stored / 1000.0, submission.Seconds);
    }

    private static byte[] Bytes(object line) =>
        JsonSerializer.SerializeToUtf8Bytes(line, BenchFilings.Json);
}
