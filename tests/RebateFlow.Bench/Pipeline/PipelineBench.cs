using System.Diagnostics;
using RebateFlow.Bench.Filings;
using RebateFlow.Bench.Measuring;
using RebateFlow.Bench.Stacks;

namespace RebateFlow.Bench.Pipeline;

/// <summary>
/// Filings from HTTP to the opened case through the real services, against the floor. Counted are
/// cases stored by Approval, not answers. Floors and services take turns.
/// </summary>
internal static class PipelineBench
{
    private const int Connections = 32;
    private const int GroupSize = 24;

    /// <param name="stacks">This tree's, and another one's to compare with.</param>
    public static async Task RunAsync(
        BenchRun run,
        BenchServers servers,
        IReadOnlyList<BenchStack> stacks
    )
    {
        await MeasureAsync(run, servers, stacks, new Load(10, run.Sized(4_000, 40), "0.6", "0.5"));
        await MeasureAsync(run, servers, stacks, new Load(100, run.Sized(400, 12), null, null));
        foreach (var stack in stacks)
        foreach (var service in stack.Workers)
            run.Say($"memory of {service.Name}, {stack.Name}: {service.ResidentMebibytes()} MiB");
    }

    /// <summary>Seconds from the first request until the last case is stored.</summary>
    public static async Task<Measured> HandInAsync(BenchStack stack, int filings, int lines)
    {
        var set = new BenchFilings(stack.TakeFilings(filings), filings, lines);
        await set.FeedAsync(stack);
        var bodies = await set.BodiesAsync(stack);
        var before = await stack.CasesAsync();
        return await MeasureAsync(
            new Uri(stack.Intake.Address, "/v1/pre-declarations"),
            bodies,
            () => stack.UntilCasesAsync(before + filings)
        );
    }

    private static async Task MeasureAsync(
        BenchRun run,
        BenchServers servers,
        IReadOnlyList<BenchStack> stacks,
        Load load
    )
    {
        var sizes = FloorSizes.OfLines(load.Lines);
        await using var plain = await FloorServer.StartAsync(servers, sizes, groupSize: 1);
        await using var grouped = await FloorServer.StartAsync(servers, sizes, GroupSize);
        (string Name, Func<int, Task<Measured>> HandIn)[] contenders =
        [
            .. stacks.Select(stack =>
                (stack.Name, (Func<int, Task<Measured>>)(n => HandInAsync(stack, n, load.Lines)))
            ),
            ("the floor", n => HandInAsync(plain, n)),
            ("the floor in groups", n => HandInAsync(grouped, n)),
        ];
        // The same for all: the runtime has compiled the hot path for good.
        foreach (var (_, handIn) in contenders)
            await handIn(load.Filings * 3 / 4);
        var seconds = contenders.Select(_ => new List<double>()).ToList();
        for (var round = 0; round < run.Rounds; round++)
        {
            foreach (var turn in BenchRun.Turns(contenders.Length, round))
            {
                var measured = await contenders[turn].HandIn(load.Filings);
                seconds[turn].Add(measured.Stored.TotalSeconds);
                run.Say($"{load.Lines} lines, {contenders[turn].Name}: {measured}");
            }
        }
        var what = $"filings of {load.Lines} lines, HTTP to case stored, to";
        Conclude($"{what} the floor", seconds[^2], load.Aim);
        Conclude($"{what} the floor that commits in groups", seconds[^1], load.GroupedAim);
        run.CompareTrees($"filings of {load.Lines} lines", seconds[..stacks.Count]);

        void Conclude(string ratio, List<double> floor, string? aim) =>
            run.Conclude(ratio, [.. seconds[0].Zip(floor, (ours, bare) => bare / ours)], aim);
    }

    /// <summary>The same number of requests against the floor.</summary>
    private static async Task<Measured> HandInAsync(FloorServer floor, int filings)
    {
        var bodies = Enumerable
            .Range(0, filings)
            .Select(_ => new PreparedBody(new byte[floor.RequestBytes], "floor", null))
            .ToList();
        var before = await floor.DoneAsync();
        return await MeasureAsync(
            new Uri(floor.Address),
            bodies,
            () => floor.UntilDoneAsync(before + filings)
        );
    }

    private static async Task<Measured> MeasureAsync(
        Uri address,
        List<PreparedBody> bodies,
        Func<Task> untilStored
    )
    {
        using var load = new LoadGenerator(address, Connections);
        var cpu = new CpuMeter();
        var watch = Stopwatch.StartNew();
        await load.PostAllAsync(bodies);
        var accepted = watch.Elapsed;
        await untilStored();
        return new Measured(bodies.Count, accepted, watch.Elapsed, cpu.ToString());
    }

    /// <param name="Lines">Form lines of each filing.</param>
    /// <param name="Filings">Handed in each round.</param>
    /// <param name="Aim">What share of the floor is to be reached; null for none.</param>
    /// <param name="GroupedAim">The same of the floor that commits in groups.</param>
    private sealed record Load(int Lines, int Filings, string? Aim, string? GroupedAim);
}

/// <param name="Accepted">Until the last request was answered.</param>
/// <param name="Stored">Until the last case was stored.</param>
/// <param name="Processors">Processor seconds by program.</param>
internal sealed record Measured(int Filings, TimeSpan Accepted, TimeSpan Stored, string Processors)
{
    public override string ToString() =>
        $"{Filings / Stored.TotalSeconds:F0} filings/s, accepted after "
        + $"{Accepted.TotalSeconds:F1} s, stored after {Stored.TotalSeconds:F1} s   ({Processors})";
}
