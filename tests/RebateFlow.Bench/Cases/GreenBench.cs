using System.Diagnostics;
using RebateFlow.Bench.Filings;
using RebateFlow.Bench.Measuring;
using RebateFlow.Bench.Pipeline;
using RebateFlow.Bench.Stacks;

namespace RebateFlow.Bench.Cases;

/// <summary>
/// The filings of an enrolled filer, from the request to the stored case, one after the other:
/// first alone, then while 10,000 filings of others are on their way. Waiting is measured at the
/// 99th percentile; under the flood only filings count that met a backlog.
/// </summary>
internal static class GreenBench
{
    private const int Lines = 10;
    private const int Connections = 32;

    /// <param name="stacks">This tree's, and another one's to compare with.</param>
    public static async Task RunAsync(BenchRun run, IReadOnlyList<BenchStack> stacks)
    {
        foreach (var stack in stacks)
        {
            await PipelineBench.HandInAsync(stack, run.Sized(1_000, 40), Lines);
            await EnrolledFiler.EnrolAsync(stack);
        }
        var waits = stacks.Select(_ => new List<Waits>()).ToList();
        for (var round = 0; round < run.Rounds; round++)
        {
            foreach (var turn in BenchRun.Turns(stacks.Count, round))
                waits[turn].Add(await MeasureAsync(run, stacks[turn]));
        }
        for (var i = 0; i < stacks.Count; i++)
        {
            run.Conclude(
                "enrolled filer's filing to case at the 99th percentile, under a flood to idle, "
                    + stacks[i].Name,
                [.. waits[i].Select(wait => wait.Flooded / wait.Idle)],
                "1.25 at most"
            );
        }
        run.CompareTrees(
            "enrolled filer's filing to case, idle",
            [.. waits.Select(rounds => rounds.ConvertAll(wait => wait.Idle))]
        );
        run.CompareTrees(
            "enrolled filer's filing to case, under a flood",
            [.. waits.Select(rounds => rounds.ConvertAll(wait => wait.Flooded))]
        );
    }

    private static async Task<Waits> MeasureAsync(BenchRun run, BenchStack stack)
    {
        var (flood, alone) = run.Sized((10_250, 100), (400, 4));
        using var http = new HttpClient();
        // All that follows has the same size; the filer's own are taken out of it.
        var (_, green, others) = await EnrolledFiler.PrepareAsync(stack, flood, Lines);
        var idle = await EnrolledFiler.TimeAsync(stack, http, green.Take(alone));
        run.Say($"{stack.Name}, idle: {EnrolledFiler.Describe(idle)}");

        using var load = new LoadGenerator(
            new Uri(stack.Intake.Address, "/v1/pre-declarations"),
            Connections
        );
        var before = await stack.CasesAsync();
        var watch = Stopwatch.StartNew();
        var flooding = load.PostAllAsync(others);
        var flooded = await EnrolledFiler.TimeAsync(
            stack,
            http,
            green.Skip(alone),
            async seen =>
                !flooding.IsCompleted || await stack.CasesAsync() - before - seen < others.Count
        );
        await flooding;
        await stack.UntilCasesAsync(before + others.Count + flooded.Count);
        var rate = others.Count / watch.Elapsed.TotalSeconds;
        run.Say(
            $"{stack.Name}, flood of {rate:F0} filings a second: {EnrolledFiler.Describe(flooded)}"
        );
        return new Waits(EnrolledFiler.SlowestOf(idle), EnrolledFiler.SlowestOf(flooded));
    }

    /// <summary>Milliseconds at the 99th percentile.</summary>
    private sealed record Waits(double Idle, double Flooded);
}
