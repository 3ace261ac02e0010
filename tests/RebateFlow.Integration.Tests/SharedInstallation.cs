using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;
using RebateFlow.Testing.Servers;

namespace RebateFlow.Integration.Tests;

/// <summary>
/// One installation for all tests that leave its servers alone; it starts with the first of them.
/// Each test takes an exporter and vouchers of its own, so they can run side by side.
/// </summary>
public sealed class SharedInstallation : IAsyncLifetime
{
    /// <summary>Exporters with smaller numbers belong to tests that name them.</summary>
    private const int FixedExporters = 99;

    private readonly TestServers servers = new();
    private readonly Lazy<Task<Installation>> started;
    private int serial = FixedExporters;

    public SharedInstallation() =>
        started = new(async () =>
        {
            var installation = new Installation(servers);
            await installation.InitializeAsync();
            return installation;
        });

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public Task<Installation> GetAsync() => started.Value;

    /// <summary>A filing nobody else has, of an exporter nobody else has.</summary>
    public SampleFiling NewFiling(int pairs = 1)
    {
        var number = Interlocked.Increment(ref serial);
        return new SampleFiling(new SampleExporter(number), number) { Pairs = pairs };
    }

    /// <summary>The installation, and a filing whose electronic information is there.</summary>
    public async Task<(Installation, SampleFiling)> WithFilingAsync(int pairs = 1)
    {
        var installation = await GetAsync();
        var filing = NewFiling(pairs);
        await installation.FeedReferenceAsync(filing.Exporter);
        await installation.FeedVouchersAsync(filing);
        return (installation, filing);
    }

    public async ValueTask DisposeAsync()
    {
        if (started.IsValueCreated)
            await (await started.Value).DisposeAsync();
        await servers.DisposeAsync();
    }
}
