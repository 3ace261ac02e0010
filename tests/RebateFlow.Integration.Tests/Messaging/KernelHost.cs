using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using RebateFlow.Contracts;
using RebateFlow.Messaging;
using RebateFlow.Messaging.Batching;
using RebateFlow.Messaging.Broker;
using RebateFlow.Messaging.Outbox;
using RebateFlow.Testing.Servers;

namespace RebateFlow.Integration.Tests.Messaging;

/// <summary>
/// A process that has nothing but the messaging kernel, with ways to the servers of its own:
/// killing it breaks them without a farewell.
/// </summary>
public sealed class KernelHost : IAsyncDisposable
{
    private readonly IHost host;
    private readonly TcpProxy toDatabase;
    private readonly TcpProxy toBroker;

    private KernelHost(IHost host, TcpProxy toDatabase, TcpProxy toBroker)
    {
        this.host = host;
        this.toDatabase = toDatabase;
        this.toBroker = toBroker;
    }

    public PingBehaviour Behaviour => host.Services.GetRequiredService<PingBehaviour>();

    public BrokerPublisher Publisher => host.Services.GetRequiredService<BrokerPublisher>();

    /// <param name="consumes">Whether it consumes pings; if not, it only writes and relays.</param>
    /// <param name="inGroups">Whether it consumes those together that wait together.</param>
    public static async Task<KernelHost> StartAsync(
        ProxiedDatabase database,
        ProxiedBroker broker,
        Action<MessagingOptions>? configure = null,
        bool consumes = true,
        bool inGroups = false
    )
    {
        var settings = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        var toDatabase = new TcpProxy("127.0.0.1", settings.Port);
        var toBroker = new TcpProxy("127.0.0.1", broker.Address.Port);
        settings.Port = toDatabase.Port;

        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection([
            new(
                "ConnectionStrings:Broker",
                new UriBuilder(broker.Address) { Port = toBroker.Port }.Uri.ToString()
            ),
        ]);
        builder.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.None));
        builder.Services.AddMetrics();
        builder.Services.AddSingleton(_ => NpgsqlDataSource.Create(settings));
        builder.Services.AddSingleton<PingBehaviour>();
        builder.AddMessaging(
            "probe",
            bus =>
            {
                if (inGroups)
                    bus.ConsumeInGroups<Ping, RecordPings>("record-ping");
                else if (consumes)
                    bus.Consume<Ping, RecordPing>("record-ping");
            }
        );
        builder.Services.PostConfigure<MessagingOptions>(options =>
        {
            options.RetryPauses = [TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(20)];
            options.RedeliveryDelays = [TimeSpan.FromMilliseconds(300)];
            configure?.Invoke(options);
        });
        var host = builder.Build();
        await host.StartAsync();
        return new KernelHost(host, toDatabase, toBroker);
    }

    /// <summary>Commits one ping for each number, all in one transaction.</summary>
    public async Task AddPingsAsync(IEnumerable<int> numbers, string lane = Lanes.Ordinary)
    {
        var database = host.Services.GetRequiredService<NpgsqlDataSource>();
        var outbox = host.Services.GetRequiredService<Outbox>();
        await using var connection = await database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        foreach (var no in numbers)
            await outbox.AddAsync(transaction, new Ping { No = no }, lane, default);
        await outbox.CommitAsync(transaction, default);
    }

    /// <summary>The process is gone in the middle of whatever it did.</summary>
    public void Kill()
    {
        toDatabase.Cut();
        toBroker.Cut();
    }

    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            await host.StopAsync(patience.Token).WaitAsync(TimeSpan.FromSeconds(20));
        }
        catch (TimeoutException)
        {
            // After broken connections the bus may wait for ever for an endpoint that is starting
            // (seen with MassTransit 8.5.12); a process would be killed then.
        }
        host.Dispose();
        await toDatabase.DisposeAsync();
        await toBroker.DisposeAsync();
    }
}
