using System.Diagnostics;
using RebateFlow.Contracts;
using RebateFlow.Messaging.Outbox;
using RebateFlow.Testing.Servers;

namespace RebateFlow.Integration.Tests.Messaging;

/// <summary>
/// What was committed reaches its consumer, and its effect happens once, whatever dies in between.
/// These tests run the kernel alone on real servers; the services have the same promises tested
/// through their APIs in <c>Flows/</c>.
/// </summary>
public sealed class OutboxTests(TestServers servers)
{
    [Fact]
    public async Task Committed_messages_arrive_in_the_lane_they_were_written_for()
    {
        await using var kernel = await KernelServers.CreateAsync(servers);
        await using var host = await kernel.StartHostAsync();

        await host.AddPingsAsync([1], Lanes.Express);
        await host.AddPingsAsync([2], Lanes.Ordinary);

        await kernel.EffectsReachAsync(2);
        await kernel.IsAtRestAsync();
        Assert.Equal(
            "1 express,2 ordinary",
            await kernel.Database.QueryAsync<string>(
                "SELECT string_agg(no || ' ' || lane, ',' ORDER BY no) FROM effect"
            )
        );
    }

    [Fact]
    public async Task A_flood_of_ordinary_messages_does_not_hold_up_the_express_lane()
    {
        await using var kernel = await KernelServers.CreateAsync(servers);
        await using var host = await kernel.StartHostAsync();
        var gate = new TaskCompletionSource();
        host.Behaviour.BeforeEffect = (_, lane) =>
            lane == Lanes.Ordinary ? gate.Task : Task.CompletedTask;

        await host.AddPingsAsync(Enumerable.Range(2, 500));
        await host.AddPingsAsync([1], Lanes.Express);

        await kernel.EffectsReachAsync(1);
        gate.SetResult();
        await kernel.EffectsReachAsync(501);
        await kernel.IsAtRestAsync();
    }

    [Fact]
    public async Task Messages_written_while_the_broker_is_away_arrive_when_it_is_back()
    {
        await using var kernel = await KernelServers.CreateAsync(servers);
        await using var host = await kernel.StartHostAsync();
        await host.AddPingsAsync([1]);
        await kernel.EffectsReachAsync(1);

        kernel.Broker.Proxy.Cut();
        await host.AddPingsAsync(Enumerable.Range(2, 200));
        Assert.Equal(200L, await kernel.Database.CountAsync("outbox"));
        kernel.Broker.Proxy.Restore();

        await kernel.EffectsReachAsync(201);
        await kernel.IsAtRestAsync();
    }

    [Fact]
    public async Task A_broker_that_comes_and_goes_under_load_loses_and_doubles_nothing()
    {
        await using var kernel = await KernelServers.CreateAsync(servers);
        await using var host = await kernel.StartHostAsync();

        for (var round = 0; round < 5; round++)
        {
            await host.AddPingsAsync(Enumerable.Range((round * 200) + 1, 200));
            kernel.Broker.Proxy.Cut();
            await host.AddPingsAsync(Enumerable.Range((round * 200) + 1001, 200));
            kernel.Broker.Proxy.Restore();
        }

        await kernel.EffectsReachAsync(2000);
        await kernel.IsAtRestAsync();
    }

    [Fact]
    public async Task A_broker_that_falls_silent_is_left_for_a_new_connection()
    {
        await using var kernel = await KernelServers.CreateAsync(servers);
        await using var host = await kernel.StartHostAsync(o =>
            o.BrokerPatience = TimeSpan.FromSeconds(2)
        );
        await host.AddPingsAsync([1]);
        await kernel.EffectsReachAsync(1);

        kernel.Broker.Proxy.Silence();
        await host.AddPingsAsync(Enumerable.Range(2, 200));

        await kernel.EffectsReachAsync(201);
        await kernel.IsAtRestAsync();
    }

    [Fact]
    public async Task A_broker_that_hangs_is_given_up_again_and_again_until_it_is_back()
    {
        await using var kernel = await KernelServers.CreateAsync(servers);
        await using var host = await kernel.StartHostAsync(o =>
            o.BrokerPatience = TimeSpan.FromSeconds(1)
        );
        await host.AddPingsAsync([1]);
        await kernel.EffectsReachAsync(1);

        kernel.Broker.Proxy.Hang();
        await host.AddPingsAsync(Enumerable.Range(2, 100), Lanes.Express);
        await host.AddPingsAsync(Enumerable.Range(102, 100));
        // Nobody holds the rows for longer than the patience: somebody else could take them.
        await Eventually.EqualAsync(
            200L,
            () =>
                kernel.Database.QueryAsync<long>(
                    "SELECT count(*) FROM (SELECT FROM outbox FOR UPDATE SKIP LOCKED) free"
                )
        );
        kernel.Broker.Proxy.Restore();

        await kernel.EffectsReachAsync(201);
        await kernel.IsAtRestAsync();
    }

    [Fact]
    public async Task A_process_that_dies_before_it_publishes_leaves_its_messages_to_the_next()
    {
        await using var kernel = await KernelServers.CreateAsync(servers);
        await using (var dying = await kernel.StartHostAsync(o => o.RelayEnabled = false))
        {
            await dying.AddPingsAsync(Enumerable.Range(1, 20));
            dying.Kill();
        }

        Assert.Equal(20L, await kernel.Database.CountAsync("outbox"));
        await using var next = await kernel.StartHostAsync();

        await kernel.EffectsReachAsync(20);
        await kernel.IsAtRestAsync();
    }

    [Fact]
    public async Task A_relay_that_dies_between_publish_and_commit_doubles_no_effect()
    {
        await using var kernel = await KernelServers.CreateAsync(servers);
        await using var writer = await kernel.StartHostAsync(o => o.RelayEnabled = false);
        await writer.AddPingsAsync([1]);

        // The dying relay gets as far as the broker; its deletion of the row is rolled back.
        await writer.Publisher.PublishAsync(
            [await OutboxRowAsync(kernel)],
            Lanes.Ordinary,
            default
        );
        await kernel.EffectsReachAsync(1);
        await using var next = await kernel.StartHostAsync();

        await Eventually.EqualAsync(2, () => Task.FromResult(DeliveriesOf(writer, next)));
        await kernel.IsAtRestAsync();
    }

    [Fact]
    public async Task Two_relays_share_the_work_and_publish_no_row_twice()
    {
        await using var kernel = await KernelServers.CreateAsync(servers);
        await using var one = await kernel.StartHostAsync(o => o.RelayBatchSize = 20);
        await using var two = await kernel.StartHostAsync(o => o.RelayBatchSize = 20);

        await Task.WhenAll(
            one.AddPingsAsync(Enumerable.Range(1, 1000)),
            two.AddPingsAsync(Enumerable.Range(1001, 1000))
        );

        await kernel.EffectsReachAsync(2000);
        await kernel.IsAtRestAsync();
        Assert.Equal(2000, DeliveriesOf(one, two));
    }

    [Fact]
    public async Task A_relay_killed_at_work_costs_repeated_deliveries_at_most()
    {
        await using var kernel = await KernelServers.CreateAsync(servers);
        await using var one = await kernel.StartHostAsync(o => o.RelayBatchSize = 20);
        await using var two = await kernel.StartHostAsync(o => o.RelayBatchSize = 20);

        await two.AddPingsAsync(Enumerable.Range(1, 2000));
        await Eventually.HoldsAsync(() => DeliveriesOf(one, two) > 100);
        one.Kill();

        await kernel.EffectsReachAsync(2000);
        await kernel.IsAtRestAsync();
    }

    [Fact]
    public async Task A_writer_without_relay_wakes_the_relay_of_another_process()
    {
        await using var kernel = await KernelServers.CreateAsync(servers);
        await using var relay = await kernel.StartHostAsync(o =>
            o.RelayPollInterval = TimeSpan.FromHours(1)
        );
        await using var writer = await kernel.StartHostAsync(
            o => o.RelayEnabled = false,
            consumes: false
        );
        await Eventually.EqualAsync(
            1L,
            () =>
                kernel.Database.QueryAsync<long>(
                    """
                    SELECT count(*) FROM pg_stat_activity
                    WHERE datname = current_database() AND query LIKE 'LISTEN%'
                    """
                )
        );

        await writer.AddPingsAsync([1]);

        await kernel.EffectsReachAsync(1);
    }

    [Fact]
    public async Task A_message_that_nobody_listens_to_yet_waits_in_the_outbox()
    {
        await using var kernel = await KernelServers.CreateAsync(servers);
        await using var early = await kernel.StartHostAsync(consumes: false);
        await early.AddPingsAsync([1]);
        await Eventually.EqualAsync(
            true,
            () => kernel.Database.QueryAsync<bool>("SELECT max(attempts) > 0 FROM outbox")
        );

        await using var late = await kernel.StartHostAsync();

        await kernel.EffectsReachAsync(1);
        await kernel.IsAtRestAsync();
    }

    [Fact]
    public async Task The_trace_of_the_writer_reaches_the_consumer()
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) =>
                ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        using var source = new ActivitySource("RebateFlow.Integration.Tests");
        await using var kernel = await KernelServers.CreateAsync(servers);
        await using var host = await kernel.StartHostAsync();

        string traceId;
        using (var activity = source.StartActivity("write"))
        {
            traceId = activity!.TraceId.ToString();
            await host.AddPingsAsync([1]);
        }

        await kernel.EffectsReachAsync(1);
        Assert.Equal([traceId], host.Behaviour.Deliveries.Select(d => d.TraceId));
    }

    private static int DeliveriesOf(params KernelHost[] hosts) =>
        hosts.Sum(host => host.Behaviour.Deliveries.Count);

    private static async Task<OutboxRow> OutboxRowAsync(KernelServers kernel)
    {
        await using var command = kernel.Database.Direct.CreateCommand(
            "SELECT id, exchange, body, traceparent, created_at, attempts FROM outbox"
        );
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return new OutboxRow(
            reader.GetGuid(0),
            reader.GetString(1),
            reader.GetFieldValue<byte[]>(2),
            reader.IsDBNull(3) ? null : reader.GetString(3),
            reader.GetFieldValue<DateTimeOffset>(4),
            reader.GetInt32(5)
        );
    }
}
