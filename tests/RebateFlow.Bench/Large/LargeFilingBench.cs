using System.Diagnostics;
using System.Text.Json;
using RebateFlow.Bench.Filings;
using RebateFlow.Bench.Measuring;
using RebateFlow.Bench.Stacks;
using RebateFlow.Contracts.Intake;
using RebateFlow.Messaging;

namespace RebateFlow.Bench.Large;

/// <summary>
/// One filing of 20,000 lines, from the request to its feedback, against the floor: the same work
/// stored in one transaction, nothing read, compared or computed.
/// </summary>
internal static class LargeFilingBench
{
    // What Intake publishes on the way to the feedback: submitted, cleared.
    private const int Messages = 2;
    private const int WarmUps = 2;

    /// <param name="stacks">This tree's, and another one's to compare with.</param>
    public static async Task RunAsync(BenchRun run, IReadOnlyList<BenchStack> stacks)
    {
        var lines = run.Sized(20_000, 600);
        var (floor, messages) = await WarmUpAsync(run, stacks, lines);
        var contenders = stacks.Count + 1;
        var seconds = Enumerable.Range(0, contenders).Select(_ => new List<double>()).ToList();
        for (var round = 0; round < run.Sized(5, 1); round++)
        {
            var filings = new List<LargeFiling>();
            foreach (var stack in stacks)
                filings.Add(await FeedAsync(stack, lines));
            foreach (var turn in BenchRun.Turns(contenders, round))
            {
                var isFloor = turn == stacks.Count;
                seconds[turn]
                    .Add(
                        isFloor
                            ? await floor.MeasureAsync(filings[0], messages)
                            : (await SubmitAsync(stacks[turn], filings[turn])).Seconds
                    );
                var name = isFloor ? "the floor" : stacks[turn].Name;
                run.Say($"{lines} lines, {name}: {seconds[turn][^1]:F3} s");
            }
        }
        run.Conclude(
            $"a filing of {lines} lines, request to feedback, its speed to the same work stored",
            [.. seconds[0].Zip(seconds[^1], (ours, bare) => bare / ours)],
            "0.5"
        );
        run.CompareTrees($"a filing of {lines} lines, request to feedback", seconds[..^1]);
        foreach (var stack in stacks)
        {
            await DownloadDoubtsAsync(run, stack);
            foreach (var service in stack.Workers)
                run.Say(
                    $"memory of {service.Name}, {stack.Name}: {service.ResidentMebibytes()} MiB, "
                        + $"at most {service.PeakMebibytes()} MiB (aim 400 at most)"
                );
        }
    }

    /// <summary>
    /// The same number of filings for each contender, so that all have compiled; the floor learns
    /// from the last one of this tree.
    /// </summary>
    /// <returns>The floor, and the messages of a filing.</returns>
    private static async Task<(StoredWork Floor, IReadOnlyList<byte[]> Messages)> WarmUpAsync(
        BenchRun run,
        IReadOnlyList<BenchStack> stacks,
        int lines
    )
    {
        foreach (var stack in stacks)
        {
            for (var i = 1; i < WarmUps; i++)
                await SubmitAsync(stack, await FeedAsync(stack, lines));
        }
        foreach (var stack in stacks.Skip(1))
            await SubmitAsync(stack, await FeedAsync(stack, lines));

        var filing = await FeedAsync(stacks[0], lines);
        await using var tap = await MessageTap.OpenAsync(
            stacks[0].Broker.Address,
            MessageRoute<PreDeclarationSubmitted>.Exchange,
            MessageRoute<PreDeclarationCleared>.Exchange
        );
        var submission = await SubmitAsync(stacks[0], filing);
        var messages = await tap.TakeAsync(Messages);
        var floor = await StoredWork.LearnAsync(stacks[0].IntakeData, submission.Id);
        for (var i = 0; i < WarmUps; i++)
            await floor.MeasureAsync(filing, messages);
        run.Say(
            $"stored for a filing: {floor.Bytes / 1e6:F2} MB, "
                + $"{filing.CustomsLineNos.Count + filing.InvoiceNos.Count} vouchers used, "
                + $"messages of {messages.Sum(message => message.Length) / 1e6:F2} MB"
        );
        return (floor, messages);
    }

    /// <summary>
    /// A filing of which nothing is known: doubts on every line, taken as the marked workbook.
    /// </summary>
    private static async Task DownloadDoubtsAsync(BenchRun run, BenchStack stack)
    {
        var lines = run.Sized(29_997, 600);
        using var http = await Submission.ClientAsync(stack);
        var filing = new LargeFiling(stack.TakeLargeFiling(), lines);
        var (id, text) = await Submission.SendAnyAsync(
            http,
            Json(filing),
            $"doubted-{filing.Number}"
        );
        var doubts = JsonDocument
            .Parse(text)
            .RootElement.GetProperty("feedback")
            .GetProperty("doubtCount")
            .GetInt32();
        if (doubts < lines)
            throw new InvalidOperationException($"{doubts} doubts about {lines} lines.");
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
        run.Say(
            $"{lines} lines, {doubts} doubts, {stack.Name}: marked workbook of "
                + $"{workbook.Length / 1e6:F1} MB after {watch.Elapsed.TotalSeconds:F1} s"
        );
    }

    /// <summary>A new filing, of which everything is known.</summary>
    private static async Task<LargeFiling> FeedAsync(BenchStack stack, int lines)
    {
        var filing = new LargeFiling(stack.TakeLargeFiling(), lines);
        await stack.FeedAsync("customs-declarations", filing.CustomsRows);
        await stack.FeedAsync("vat-invoices", filing.InvoiceRows);
        return filing;
    }

    private static async Task<Submission> SubmitAsync(BenchStack stack, LargeFiling filing)
    {
        using var http = await Submission.ClientAsync(stack);
        return await Submission.SendAsync(http, Json(filing), $"large-{filing.Number}");
    }

    private static byte[] Json(LargeFiling filing) =>
        JsonSerializer.SerializeToUtf8Bytes(filing.Body, BenchFilings.Json);
}
