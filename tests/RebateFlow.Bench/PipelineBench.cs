using System.Diagnostics;

namespace RebateFlow.Bench;

/// <summary>
/// Filings from HTTP to the opened case through the real services. Counted are cases stored by
/// Approval, not answers. Floor and pipeline run turn by turn, so that both see the same machine.
/// </summary>
internal static class PipelineBench
{
    private const int Connections = 32;

    /// <summary>Filings a second until the last case is stored.</summary>
    /// <param name="firstFiling">Number of the first filing of this round.</param>
    public static async Task<Measured> RunAsync(
        BenchStack stack,
        int firstFiling,
        int filings,
        int lines
    )
    {
        var set = new BenchFilings(firstFiling, filings, lines);
        await set.FeedAsync(stack);
        var bodies = await set.BodiesAsync(stack);
        using var load = new LoadGenerator(
            new Uri(stack.Intake.Address, "/v1/pre-declarations"),
            Connections
        );
        var before = await stack.CasesAsync();
        var cpu = new CpuMeter();
        var watch = Stopwatch.StartNew();
        await load.PostAllAsync(bodies);
        var accepted = watch.Elapsed;
        await stack.UntilCasesAsync(before + filings);
        return new Measured(
            filings / watch.Elapsed.TotalSeconds,
            accepted,
            watch.Elapsed,
            cpu.ToString()
        );
    }

    /// <summary>The same number of requests against the floor.</summary>
    public static async Task<Measured> RunFloorAsync(FloorServer floor, int doneBefore, int filings)
    {
        var bodies = Enumerable
            .Range(0, filings)
            .Select(_ => new PreparedBody(new byte[FloorServer.RequestBytes], "floor", null))
            .ToList();
        using var load = new LoadGenerator(new Uri(floor.Address), Connections);
        var cpu = new CpuMeter();
        var watch = Stopwatch.StartNew();
        await load.PostAllAsync(bodies);
        var accepted = watch.Elapsed;
        await floor.UntilDoneAsync(doneBefore + filings);
        return new Measured(
            filings / watch.Elapsed.TotalSeconds,
            accepted,
            watch.Elapsed,
            cpu.ToString()
        );
    }
}

/// <param name="PerSecond">Filings a second, first request to last case.</param>
/// <param name="Accepted">Until the last request was answered.</param>
/// <param name="Stored">Until the last case was stored.</param>
/// <param name="Processors">Processor seconds by program.</param>
internal sealed record Measured(
    double PerSecond,
    TimeSpan Accepted,
    TimeSpan Stored,
    string Processors
);
