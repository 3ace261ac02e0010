using RebateFlow.Bench.Cases;
using RebateFlow.Bench.Crashes;
using RebateFlow.Bench.Hop;
using RebateFlow.Bench.Large;
using RebateFlow.Bench.Measuring;
using RebateFlow.Bench.Pipeline;
using RebateFlow.Bench.Rules;
using RebateFlow.Bench.Screening;
using RebateFlow.Bench.Simulation;
using RebateFlow.Bench.Stacks;
using RebateFlow.Bench.Vouchers;

namespace RebateFlow.Bench;

/// <summary>
/// Runs rows. Absolute figures differ from machine to machine, so each row is a ratio against
/// something that ran in the same minutes.
/// </summary>
internal sealed class BenchCommand(BenchArguments arguments, TextWriter output)
{
    private readonly Lazy<BenchServers> servers = new(() =>
        BenchServers.FromEnvironment("REBATEFLOW")
    );

    public async Task RunAsync()
    {
        foreach (var row in arguments.Rows)
        {
            await output.WriteLineAsync($"{row}:");
            await RunAsync(row, new BenchRun(arguments.Size, output));
        }
    }

    private Task RunAsync(string row, BenchRun run) =>
        row switch
        {
            "screening" => Task.Run(() => ScreeningBench.Run(run)),
            "rules" => RulesBench.RunAsync(run),
            "simulation" => SimulationBench.RunAsync(run, servers.Value),
            "hop" => HopAsync(run),
            "pipeline" => OnStacksAsync(stacks =>
                PipelineBench.RunAsync(run, servers.Value, stacks)
            ),
            "claim" => OnStacksAsync(stacks => ClaimBench.RunAsync(run, stacks)),
            "green" => OnStacksAsync(stacks => GreenBench.RunAsync(run, stacks)),
            "large" => OnStacksAsync(stacks => LargeFilingBench.RunAsync(run, stacks)),
            "vouchers" => OnStacksAsync(stacks =>
                VoucherBench.RunAsync(run, servers.Value, stacks)
            ),
            "changes" => OnStacksAsync(stacks => ChangesBench.RunAsync(run, stacks[0])),
            BenchArguments.Chaos => OnStacksAsync(stacks => Chaos.RunAsync(run, stacks[0])),
            _ => throw new ArgumentException($"There is no row '{row}'."),
        };

    private async Task HopAsync(BenchRun run) =>
        await HopBench.RunAsync(run, servers.Value, await OtherAsync("tests/RebateFlow.Bench"));

    private async Task OnStacksAsync(Func<IReadOnlyList<BenchStack>, Task> row)
    {
        var other = await OtherAsync("services/AppHost");
        await using var mine = await BenchStack.StartAsync(servers.Value, ServiceTree.Here);
        if (other is null)
        {
            await row([mine]);
            return;
        }
        await using var others = await BenchStack.StartAsync(servers.Value, other);
        await row([mine, others]);
    }

    private async Task<ServiceTree?> OtherAsync(string project) =>
        arguments.Against is { } folder ? await ServiceTree.BuildAsync(folder, project) : null;
}
