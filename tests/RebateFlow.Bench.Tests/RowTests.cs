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

namespace RebateFlow.Bench.Tests;

/// <summary>
/// A small form of every row runs to its end, so that none rots with the services it measures. The
/// rows check their own counts; their figures mean nothing at this size and are not looked at.
/// </summary>
public sealed class RowTests(SharedStack shared) : IDisposable
{
    private readonly StringWriter output = new();
    private IReadOnlyList<BenchStack> Stacks => [shared.Stack];

    [Fact]
    public async Task Rules_runs_and_tells_four_peers_at_each_size()
    {
        var run = Small();
        await RulesBench.RunAsync(run);
        Tells(run, 8);
    }

    [Fact]
    public void Screening_runs_and_tells_its_peer()
    {
        var run = Small();
        ScreeningBench.Run(run);
        Tells(run, 1);
    }

    [Fact]
    public async Task Simulation_runs_and_tells_its_floor()
    {
        var run = Small();
        await SimulationBench.RunAsync(run, shared.Servers);
        Tells(run, 1);
    }

    [Fact]
    public async Task Hop_runs_and_tells_both_forms_of_its_peer_and_the_other_tree()
    {
        var run = Small();
        await HopBench.RunAsync(run, shared.Servers, ServiceTree.Here);
        Tells(run, 3);
    }

    [Fact]
    public async Task Pipeline_runs_and_tells_both_floors_at_each_size()
    {
        var run = Small();
        await PipelineBench.RunAsync(run, shared.Servers, Stacks);
        Tells(run, 4);
    }

    [Fact]
    public async Task Claim_runs_and_tells_many_cases_to_few()
    {
        var run = Small();
        await ClaimBench.RunAsync(run, Stacks);
        Tells(run, 1);
    }

    [Fact]
    public async Task Green_runs_and_tells_a_flood_to_idle()
    {
        var run = Small();
        await GreenBench.RunAsync(run, Stacks);
        Tells(run, 1);
    }

    [Fact]
    public async Task Large_runs_and_tells_its_floor_and_the_other_tree()
    {
        var run = Small();
        // Against itself: with two stacks a row goes the way of --against.
        await LargeFilingBench.RunAsync(run, [shared.Stack, shared.Stack]);
        Tells(run, 2);
    }

    [Fact]
    public async Task Vouchers_runs_and_tells_its_feed_to_copy_and_many_vouchers_to_few()
    {
        var run = Small();
        await VoucherBench.RunAsync(run, shared.Servers, Stacks);
        Tells(run, 2);
    }

    [Fact]
    public async Task Changes_runs_and_tells_a_burst_to_first_checks_and_the_filer_meanwhile()
    {
        var run = Small();
        await ChangesBench.RunAsync(run, shared.Stack);
        Tells(run, 3);
    }

    [Fact]
    public async Task Chaos_kills_three_services_and_loses_nothing()
    {
        await Chaos.RunAsync(Small(), shared.Stack);
        Assert.Equal(3, output.ToString().Split("killed RebateFlow.").Length - 1);
    }

    public void Dispose() => output.Dispose();

    private BenchRun Small() => new(BenchSize.Small, output);

    private void Tells(BenchRun run, int ratios)
    {
        Assert.Equal(ratios, run.Ratios.Count);
        Assert.All(
            run.Ratios,
            ratio =>
            {
                Assert.Equal(run.Rounds, ratio.Rounds.Count);
                Assert.All(ratio.Rounds, value => Assert.True(value is > 0 and < 1e6, $"{ratio}"));
                Assert.Contains($"{ratio}", output.ToString(), StringComparison.Ordinal);
            }
        );
    }
}
