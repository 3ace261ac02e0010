using RebateFlow.Bench.Stacks;
using RebateFlow.Bench.Tests;

[assembly: AssemblyFixture(typeof(SharedStack))]

namespace RebateFlow.Bench.Tests;

/// <summary>
/// The servers of the tests and one stack for all rows: starting it takes longer than most rows.
/// </summary>
public sealed class SharedStack : IAsyncLifetime
{
    private BenchStack? stack;

    internal BenchServers Servers { get; } = BenchServers.FromEnvironment("REBATEFLOW_TEST");

    internal BenchStack Stack => stack!;

    public async ValueTask InitializeAsync() =>
        stack = await BenchStack.StartAsync(Servers, ServiceTree.Here);

    public async ValueTask DisposeAsync()
    {
        if (stack is not null)
            await stack.DisposeAsync();
    }
}
