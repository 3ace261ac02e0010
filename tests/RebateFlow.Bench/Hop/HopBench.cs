using System.Diagnostics;
using Npgsql;
using RebateFlow.Bench.Measuring;
using RebateFlow.Bench.Stacks;

namespace RebateFlow.Bench.Hop;

/// <summary>
/// Messages a second through one durable hop, against Wolverine's. Each contender runs in a process
/// of its own, on an empty database and virtual host, with the same load; in each round all take
/// turns. Counted are committed effects, not sent messages.
/// </summary>
internal static class HopBench
{
    private const string OurProgram = "RebateFlow.Bench";
    private const string PeerProgram = "RebateFlow.Bench.Peers";

    private static readonly (string Form, string What, string Aim)[] peers =
    [
        ("wolverine", "Wolverine 6.64 of the same guarantee", "2.5"),
        ("wolverine-batch", "Wolverine 6.64 in batches, which may double", "2"),
    ];

    /// <param name="other">A second tree to run the same hop in; null for none.</param>
    public static async Task RunAsync(BenchRun run, BenchServers servers, ServiceTree? other)
    {
        Contender[] contenders =
        [
            new(ServiceTree.Here, OurProgram, "hop-round"),
            .. peers.Select(peer => new Contender(ServiceTree.Here, PeerProgram, peer.Form)),
            .. other is null ? [] : new[] { new Contender(other, OurProgram, "hop-round") },
        ];
        var seconds = contenders.Select(_ => new List<double>()).ToList();
        for (var round = 0; round < run.Rounds; round++)
        {
            foreach (var turn in BenchRun.Turns(contenders.Length, round))
                seconds[turn].Add(await MeasureAsync(run, servers, contenders[turn]));
        }
        for (var i = 0; i < peers.Length; i++)
        {
            run.Conclude(
                $"durable hop, messages a second to those of {peers[i].What}",
                [.. seconds[0].Zip(seconds[i + 1], (ours, theirs) => theirs / ours)],
                peers[i].Aim
            );
        }
        if (other is not null)
            run.CompareTrees("durable hop", [seconds[0], seconds[^1]]);
    }

    /// <summary>Seconds from the first message to the last committed effect.</summary>
    private static async Task<double> MeasureAsync(
        BenchRun run,
        BenchServers servers,
        Contender contender
    )
    {
        // Warm: the runtime has compiled the hot path for good.
        var (messages, warmUp, publishers) = run.Sized((20_000, 15_000, 32), (200, 50, 8));
        await using var database = await servers.CreateDatabaseAsync("hop");
        await using var broker = await servers.CreateBrokerAsync();
        var start = new ProcessStartInfo(
            "dotnet",
            [
                contender.Tree.PathOf(contender.Program),
                contender.Form,
                $"{messages}",
                $"{warmUp}",
                $"{publishers}",
            ]
        )
        {
            RedirectStandardOutput = true,
        };
        start.Environment["BENCH_DATABASE"] = database.ConnectionString;
        start.Environment["BENCH_BROKER"] = broker.Address.ToString();
        using var process = Process.Start(start)!;
        try
        {
            await UntilSaidAsync(process, "begin");
            var cpu = new CpuMeter();
            var watch = Stopwatch.StartNew();
            await UntilSaidAsync(process, "end");
            var seconds = watch.Elapsed.TotalSeconds;
            run.Say(
                $"{contender}: {messages / seconds:F0} messages/s, "
                    + $"{cpu.Total / messages * 1000:F2} CPU s a 1,000, whole machine   ({cpu})"
            );
            await CheckAsync(database, warmUp + messages);
            return seconds;
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    private static async Task UntilSaidAsync(Process process, string word)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
            if (line == word)
                return;
        throw new InvalidOperationException($"A round ended without saying '{word}'.");
    }

    private static async Task CheckAsync(BenchDatabase database, long expected)
    {
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        var effects = await BenchServers.NumberAsync(source, "SELECT count(*) FROM effect");
        if (effects != expected)
            throw new InvalidOperationException($"{effects} effects instead of {expected}.");
    }

    private sealed record Contender(ServiceTree Tree, string Program, string Form)
    {
        public override string ToString() =>
            Form == "hop-round" ? $"RebateFlow, {Tree.Name}" : Form;
    }
}
