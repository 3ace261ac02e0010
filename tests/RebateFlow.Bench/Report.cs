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
        await using var plainData = await servers.CreateDatabaseAsync("floor");
        await using var plain = new FloorServer(servers, plainData, groupSize: 1);
        await plain.StartAsync();
        await using var groupedData = await servers.CreateDatabaseAsync("grouped");
        await using var grouped = new FloorServer(servers, groupedData, groupSize: 24);
        await grouped.StartAsync();
        await using var stack = await BenchStack.StartAsync(servers);
        await BenchFilings.FeedReferenceAsync(stack);

        await PipelineBench.RunFloorAsync(plain, 0, WarmUpFilings);
        await PipelineBench.RunFloorAsync(grouped, 0, WarmUpFilings);
        await PipelineBench.RunAsync(stack, 0, WarmUpFilings, 10);
        var (toPlain, toGrouped) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            var done = WarmUpFilings + round * Filings;
            var bare = await PipelineBench.RunFloorAsync(plain, done, Filings);
            Print($"floor, round {round + 1}", bare);
            var together = await PipelineBench.RunFloorAsync(grouped, done, Filings);
            Print($"floor in groups, round {round + 1}", together);
            var real = await PipelineBench.RunAsync(stack, done, Filings, 10);
            Print($"pipeline, round {round + 1}", real);
            toPlain.Add(real.PerSecond / bare.PerSecond);
            toGrouped.Add(real.PerSecond / together.PerSecond);
        }
        Console.WriteLine(
            "filings of 10 lines, HTTP to case stored: "
                + $"{Median(toPlain):F2} of the floor (goal 0.5), "
                + $"{Median(toGrouped):F2} of a floor that commits in groups too"
        );
        await LongFilingsAsync(stack, WarmUpFilings + Rounds * Filings);
        foreach (var service in stack.Workers)
            Console.WriteLine($"  memory of {service.Name}: {service.ResidentMebibytes()} MiB");
        return 0;
    }

    private static async Task LongFilingsAsync(BenchStack stack, int first)
    {
        var lines = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            var real = await PipelineBench.RunAsync(
                stack,
                first + round * LongFilings,
                LongFilings,
                100
            );
            lines.Add(real.PerSecond * 100);
            Print($"100 lines, round {round + 1}", real);
        }
        Console.WriteLine(
            $"filings of 100 lines: {Median(lines):F0} lines/s stored, "
                + $"{Median(lines) / 636:F1} times the fraud engine's 636 (goal 10)"
        );
    }

    private static void Print(string row, Measured measured) =>
        Console.WriteLine(
            $"  {row}: {measured.PerSecond:F0} filings/s, accepted after "
                + $"{measured.Accepted.TotalSeconds:F1} s, "
                + $"stored after {measured.Stored.TotalSeconds:F1} s   ({measured.Processors})"
        );

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
