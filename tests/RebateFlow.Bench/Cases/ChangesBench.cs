using System.Diagnostics;
using RebateFlow.Bench.Filings;
using RebateFlow.Bench.Measuring;
using RebateFlow.Bench.Pipeline;
using RebateFlow.Bench.Stacks;
using RebateFlow.Contracts.Intake;
using RebateFlow.Messaging;

namespace RebateFlow.Bench.Cases;

/// <summary>
/// A burst of changed vouchers over live filings, from the first row until each filing was compared
/// again; against handing in the same filings, from the first request until each was compared.
/// Meanwhile the enrolled filer goes on handing in.
/// </summary>
internal static class ChangesBench
{
    private const int Lines = 10;
    private const int Connections = 32;

    public static async Task RunAsync(BenchRun run, BenchStack stack)
    {
        await PipelineBench.HandInAsync(stack, run.Sized(1_000, 40), Lines);
        await EnrolledFiler.EnrolAsync(stack);
        await using var tap = await MessageTap.OpenAsync(
            stack.Broker.Address,
            MessageRoute<PreDeclarationRechecked>.Exchange
        );
        var bursts = new List<Burst>();
        for (var round = 0; round < run.Rounds; round++)
            bursts.Add(await MeasureAsync(run, stack, tap));
        run.Conclude(
            "a burst until each filing is compared again, its time to handing them in until each "
                + "is compared",
            [.. bursts.Select(burst => burst.Seconds / burst.FirstSeconds)],
            "1.2 at most"
        );
        run.Conclude(
            "comparisons of a filing after a burst",
            [.. bursts.Select(burst => burst.Comparisons)],
            "1"
        );
        run.Conclude(
            "enrolled filer's filing to case at the 99th percentile, in a burst to idle",
            [.. bursts.Select(burst => burst.Slowest / burst.Idle)],
            "1.25 at most"
        );
        foreach (var service in stack.Workers)
            run.Say($"memory of {service.Name}: at most {service.PeakMebibytes()} MiB");
    }

    private static async Task<Burst> MeasureAsync(BenchRun run, BenchStack stack, MessageTap tap)
    {
        var (filings, alone) = run.Sized((10_250, 100), (400, 4));
        using var http = new HttpClient();
        var (set, green, others) = await EnrolledFiler.PrepareAsync(stack, filings, Lines);
        var first = await HandInAsync(stack, others);
        run.Say($"{others.Count} filings handed in and compared: {first:F1} s");
        var idle = await EnrolledFiler.TimeAsync(stack, http, green.Take(alone));
        run.Say($"idle: {EnrolledFiler.Describe(idle)}");

        var before = await CountAsync(stack, tap);
        var watch = Stopwatch.StartNew();
        var feeding = set.ChangeAsync(stack, filing => !EnrolledFiler.Owns(filing));
        var comparing = ComparedAsync(stack, feeding, watch);
        var burst = await EnrolledFiler.TimeAsync(
            stack,
            http,
            green.Skip(alone),
            _ => Task.FromResult(!comparing.IsCompleted)
        );
        var seconds = await comparing;
        run.Say($"{await feeding} rows changed, compared again after {seconds:F1} s");
        run.Say($"in the burst: {EnrolledFiler.Describe(burst)}");
        return new Burst(
            first,
            seconds,
            await ComparisonsAsync(stack, tap, before, others.Count),
            EnrolledFiler.SlowestOf(idle),
            EnrolledFiler.SlowestOf(burst)
        );
    }

    /// <summary>Seconds until the last of them has its feedback; waits for their cases.</summary>
    private static async Task<double> HandInAsync(
        BenchStack stack,
        IReadOnlyList<PreparedBody> bodies
    )
    {
        const string compared = "SELECT count(*) FROM feedback";
        using var load = new LoadGenerator(
            new Uri(stack.Intake.Address, "/v1/pre-declarations"),
            Connections
        );
        var (cases, checks) = (await stack.CasesAsync(), await stack.IntakeNumberAsync(compared));
        var watch = Stopwatch.StartNew();
        await load.PostAllAsync(bodies);
        await BenchServers.UntilCountAsync(stack.IntakeData, "feedback", checks + bodies.Count);
        var seconds = watch.Elapsed.TotalSeconds;
        await stack.UntilCasesAsync(cases + bodies.Count);
        return seconds;
    }

    /// <summary>Seconds until the rows are in and no filing is left to be compared.</summary>
    private static async Task<double> ComparedAsync(
        BenchStack stack,
        Task<int> feeding,
        Stopwatch watch
    )
    {
        await feeding;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (await stack.IntakeNumberAsync("SELECT count(*) FROM stale_check") > 0)
        {
            if (watch.Elapsed > TimeSpan.FromMinutes(10))
                throw new InvalidOperationException("Filings are stale after ten minutes.");
            await timer.WaitForNextTickAsync();
        }
        return watch.Elapsed.TotalSeconds;
    }

    /// <summary>
    /// How often a filing was compared. Throws when one of them was not, or when Approval does not
    /// come to know it.
    /// </summary>
    private static async Task<double> ComparisonsAsync(
        BenchStack stack,
        MessageTap tap,
        Counted before,
        int filings
    )
    {
        const string stale = "SELECT count(*) FROM approval_case WHERE checked_no < stale_no";
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (await stack.ApprovalNumberAsync(stale) > 0)
            await timer.WaitForNextTickAsync(limit.Token);
        var after = await CountAsync(stack, tap);
        var compared = after.Cases - before.Cases;
        return compared < filings
            ? throw new InvalidOperationException($"{compared} of {filings} have another check.")
            : (double)(after.Messages - before.Messages) / filings;
    }

    private static async Task<Counted> CountAsync(BenchStack stack, MessageTap tap) =>
        new(
            await tap.CountAsync(),
            await stack.ApprovalNumberAsync("SELECT count(*) FROM approval_case WHERE check_no > 1")
        );

    /// <summary>What a comparison leaves behind.</summary>
    /// <param name="Messages">One for each comparison.</param>
    /// <param name="Cases">Those that have another check than their first.</param>
    private sealed record Counted(long Messages, long Cases);

    /// <summary>Seconds; milliseconds of the enrolled filer at the 99th percentile.</summary>
    private sealed record Burst(
        double FirstSeconds,
        double Seconds,
        double Comparisons,
        double Idle,
        double Slowest
    );
}
