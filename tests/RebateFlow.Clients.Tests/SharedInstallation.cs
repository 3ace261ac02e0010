using RebateFlow.Testing.Hosts;
using RebateFlow.Testing.Servers;

namespace RebateFlow.Clients.Tests;

/// <summary>One installation for all tests; it starts with the first that asks for it.</summary>
public sealed class SharedInstallation : IAsyncLifetime
{
    private readonly TestServers servers = new();
    private readonly Lazy<Task<Installation>> started;

    public SharedInstallation() =>
        started = new(async () =>
        {
            var installation = new Installation(servers);
            await installation.InitializeAsync();
            return installation;
        });

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public Task<Installation> GetAsync() => started.Value;

    public async ValueTask DisposeAsync()
    {
        if (started.IsValueCreated)
            await (await started.Value).DisposeAsync();
        await servers.DisposeAsync();
    }
}
