using System.Reflection;
using RebateFlow.Contracts;
using RebateFlow.Messaging;
using RebateFlow.Testing.Servers;

namespace RebateFlow.Integration.Tests.Messaging;

/// <summary>
/// A database with outbox, inbox and the table of effects, and a broker; one each a test.
/// </summary>
public sealed class KernelServers(ProxiedDatabase database, ProxiedBroker broker) : IAsyncDisposable
{
    public const string Queue = "probe-record-ping-ordinary";

    /// <summary>
    /// A consumer whose broker goes several times pauses longer each time before it looks again,
    /// half a minute at most.
    /// </summary>
    private static readonly TimeSpan MostOfReconnecting = TimeSpan.FromMinutes(2);

    public const string ErrorQueue = "probe-record-ping-ordinary_error";

    public ProxiedDatabase Database => database;

    public ProxiedBroker Broker => broker;

    public static async Task<KernelServers> CreateAsync(TestServers servers)
    {
        var database = await servers.CreateDatabaseAsync(Assembly.GetExecutingAssembly());
        await using var command = database.Direct.CreateCommand(RecordPing.CreateTable);
        await command.ExecuteNonQueryAsync();
        return new KernelServers(database, await servers.CreateBrokerAsync());
    }

    /// <summary>Starts a process and waits until it listens.</summary>
    public async Task<KernelHost> StartHostAsync(
        Action<MessagingOptions>? configure = null,
        bool consumes = true,
        bool inGroups = false
    )
    {
        var host = await KernelHost.StartAsync(database, broker, configure, consumes, inGroups);
        if (consumes)
        {
            foreach (var lane in Lanes.All)
            {
                var queue = $"probe-record-ping-{lane}";
                await Eventually.HoldsAsync(async () => await broker.ListenersAsync(queue) > 0);
            }
        }

        return host;
    }

    /// <summary>
    /// Waits until each of the pings 1 to <paramref name="count"/> had its effect.
    /// </summary>
    public async Task EffectsReachAsync(int count)
    {
        try
        {
            await Eventually.EqualAsync(
                count,
                () => database.QueryAsync<int>("SELECT count(DISTINCT no)::int FROM effect"),
                MostOfReconnecting
            );
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException(
                $"outbox {await database.CountAsync("outbox")}, "
                    + $"queue {await broker.CountAsync(Queue)}, "
                    + $"its listeners {await broker.ListenersAsync(Queue)}, "
                    + $"error queue {await broker.CountAsync(ErrorQueue)}",
                late
            );
        }
    }

    /// <summary>
    /// No effect happened twice, nothing waits anywhere. Call when all effects are there.
    /// </summary>
    public async Task IsAtRestAsync()
    {
        await Eventually.EqualAsync(0, () => database.CountAsync("outbox"));
        foreach (var lane in Lanes.All)
            await Eventually.EqualAsync(0u, () => broker.CountAsync($"probe-record-ping-{lane}"));
        Assert.Equal(
            0L,
            await database.QueryAsync<long>(
                "SELECT count(*) FROM (SELECT FROM effect GROUP BY no HAVING count(*) > 1) twice"
            )
        );
        Assert.Equal(0u, await broker.CountAsync(ErrorQueue));
    }

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        await broker.DisposeAsync();
    }
}
