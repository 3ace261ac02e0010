namespace RebateFlow.Bench;

/// <summary>
/// The rows of the bench. Absolute figures differ from machine to machine, so each row is a ratio
/// against something that ran in the same minutes; the median of three rounds counts.
/// </summary>
internal static class Report
{
    private const int Rounds = 3;
    private const int Filings = 4000;
    private const int WarmUpFilings = 3000;
    private const int LongFilings = 400;

    public static async Task<int> AllAsync(BenchServers servers)
    {
        await HopAsync(servers);
        return await PipelineAsync(servers);
    }

    /// <summary>Row: one durable hop, against 1,100 messages a second of Wolverine's.</summary>
    public static async Task<int> HopAsync(BenchServers servers)
    {
        var rates = new List<double>();
        for (var round = 1; round <= Rounds; round++)
        {
            var cpu = new CpuMeter();
            rates.Add(await HopBench.MessagesPerSecondAsync(servers, 20_000, 32));
            Console.WriteLine($"  hop, round {round}: {rates[^1]:F0} messages/s   ({cpu})");
        }
        var median = Median(rates);
        Console.WriteLine(
            $"durable hop: {median:F0} messages/s, "
                + $"{median / 1100:F2} times Wolverine's 1,100 (goal 2.5)"
        );
        return 0;
    }

    /// <summary>
    /// Rows: filings of 10 lines against the floor, and lines a second with filings of 100.
    /// </summary>
    public static async Task<int> PipelineAsync(BenchServers servers)
    {
        await using var floorData = await servers.CreateDatabaseAsync("floor");
        await using var floor = new FloorServer(servers, floorData, groupSize: 1);
        await floor.StartAsync();
        await using var groupedData = await servers.CreateDatabaseAsync("grouped");
        await using var grouped = new FloorServer(servers, groupedData, groupSize: 24);
        await grouped.StartAsync();
        await using var stack = await BenchStack.StartAsync(servers);
        await BenchFilings.FeedReferenceAsync(stack);

        await PipelineBench.RunFloorAsync(floor, 0, WarmUpFilings);
        await PipelineBench.RunFloorAsync(grouped, 0, WarmUpFilings);
        await PipelineBench.RunAsync(stack, 0, WarmUpFilings, 10);
        var next = WarmUpFilings;
        var ratios = new List<double>();
        var groupedRatios = new List<double>();
        for (var round = 1; round <= Rounds; round++)
        {
            var bare = await PipelineBench.RunFloorAsync(
                floor,
                WarmUpFilings + (round - 1) * Filings,
                Filings
            );
            var together = await PipelineBench.RunFloorAsync(
                grouped,
                WarmUpFilings + (round - 1) * Filings,
                Filings
            );
            var real = await PipelineBench.RunAsync(stack, next, Filings, 10);
            next += Filings;
            groupedRatios.Add(real.PerSecond / together.PerSecond);
            Console.WriteLine(
                $"  grouped floor, round {round}: {together.PerSecond:F0} filings/s   ({together.Processors})"
            );
            ratios.Add(real.PerSecond / bare.PerSecond);
            Console.WriteLine(
                $"  floor, round {round}: {bare.PerSecond:F0} filings/s   ({bare.Processors})"
            );
            Console.WriteLine(
                $"  pipeline, round {round}: {real.PerSecond:F0} filings/s, accepted after "
                    + $"{real.Accepted.TotalSeconds:F1} s, "
                    + $"stored after {real.Stored.TotalSeconds:F1} s   ({real.Processors})"
            );
        }
        Console.WriteLine(
            $"filings of 10 lines, HTTP to case stored: {Median(ratios):F2} of the floor (goal 0.5)"
        );

        Console.WriteLine($"  the same against the floor in groups: {Median(groupedRatios):F2}");

        var lines = new List<double>();
        for (var round = 1; round <= Rounds; round++)
        {
            var real = await PipelineBench.RunAsync(stack, next, LongFilings, 100);
            next += LongFilings;
            lines.Add(real.PerSecond * 100);
            Console.WriteLine(
                $"  100 lines, round {round}: {lines[^1]:F0} lines/s   ({real.Processors})"
            );
        }
        Console.WriteLine(
            $"filings of 100 lines: {Median(lines):F0} lines/s stored, "
                + $"{Median(lines) / 636:F1} times the fraud engine's 636 (goal 10)"
        );
        foreach (var service in stack.Workers)
            Console.WriteLine($"  memory of {service.Name}: {service.ResidentMebibytes()} MiB");
        return 0;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
