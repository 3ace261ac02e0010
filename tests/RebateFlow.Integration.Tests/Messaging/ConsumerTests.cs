using System.Collections.Concurrent;
using System.Text;
using RabbitMQ.Client;
using RebateFlow.Contracts;
using RebateFlow.Messaging.Broker;
using RebateFlow.Testing.Servers;

namespace RebateFlow.Integration.Tests.Messaging;

/// <summary>What happens to a message that comes twice, and to one whose consumer fails.</summary>
public sealed class ConsumerTests(TestServers servers)
{
    [Fact]
    public async Task The_same_message_twice_has_one_effect()
    {
        await using var kernel = await KernelServers.CreateAsync(servers);
        await using var host = await kernel.StartHostAsync();
        await host.AddPingsAsync([1]);
        await kernel.EffectsReachAsync(1);
        var id = Assert.Single(host.Behaviour.Deliveries).MessageId;

        await kernel.Broker.PublishAsync(
            "rebateflow.test.ping.v1",
            Lanes.Ordinary,
            new BasicProperties { MessageId = id.ToString(), ContentType = "application/json" },
            """{"no":1}"""u8.ToArray()
        );

        await Eventually.HoldsAsync(() => host.Behaviour.Deliveries.Count == 2);
        await kernel.IsAtRestAsync();
    }

    [Fact]
    public async Task A_transient_fault_is_tried_again_in_place()
    {
        await using var kernel = await KernelServers.CreateAsync(servers);
        await using var host = await kernel.StartHostAsync(o =>
            o.RedeliveryDelays = [TimeSpan.FromHours(1)]
        );
        FailFirst(host, tries: 2, new TimeoutException("The database was busy."));

        await host.AddPingsAsync([1]);

        await kernel.EffectsReachAsync(1);
        await kernel.IsAtRestAsync();
        Assert.Equal(3, host.Behaviour.Deliveries.Count);
    }

    [Fact]
    public async Task A_transient_fault_that_lasts_brings_the_message_back_after_a_delay()
    {
        await using var kernel = await KernelServers.CreateAsync(servers);
        await using var host = await kernel.StartHostAsync();
        FailFirst(host, tries: 7, new TimeoutException("The database was busy."));

        await host.AddPingsAsync([1]);

        await kernel.EffectsReachAsync(1);
        await kernel.IsAtRestAsync();
        Assert.Equal(8, host.Behaviour.Deliveries.Count);
    }

    [Fact]
    public async Task A_transient_fault_that_never_ends_parks_the_message_in_the_error_queue()
    {
        await using var kernel = await KernelServers.CreateAsync(servers);
        await using var host = await kernel.StartHostAsync(o => o.RedeliveryLimit = 1);
        FailFirst(host, tries: int.MaxValue, new TimeoutException("The database was busy."));

        await host.AddPingsAsync([1]);

        await Eventually.EqualAsync(1u, () => kernel.Broker.CountAsync(KernelServers.ErrorQueue));
        Assert.Equal(6, host.Behaviour.Deliveries.Count);
    }

    [Fact]
    public async Task A_poison_message_is_parked_with_its_reason_while_the_others_pass()
    {
        await using var kernel = await KernelServers.CreateAsync(servers);
        await using var host = await kernel.StartHostAsync();
        host.Behaviour.BeforeEffect = (ping, _) =>
            ping.No == 13 ? throw new InvalidOperationException("No 13.") : Task.CompletedTask;

        await host.AddPingsAsync(Enumerable.Range(1, 20));

        await kernel.EffectsReachAsync(19);
        await Eventually.EqualAsync(1u, () => kernel.Broker.CountAsync(KernelServers.ErrorQueue));
        var parked = (await kernel.Broker.TakeAsync(KernelServers.ErrorQueue))!;
        Assert.Equal("""{"no":13}""", Encoding.UTF8.GetString(parked.Body.Span));
        Assert.Equal(
            "System.InvalidOperationException: No 13.",
            Header(parked, ParkFaultedMessage.FaultHeader)
        );
        Assert.Equal(KernelServers.Queue, Header(parked, ParkFaultedMessage.QueueHeader));
        Assert.Single(host.Behaviour.Deliveries, delivery => delivery.No == 13);
    }

    [Fact]
    public async Task A_parked_message_can_be_tried_again_when_the_fault_is_mended()
    {
        await using var kernel = await KernelServers.CreateAsync(servers);
        await using var host = await kernel.StartHostAsync();
        FailFirst(host, tries: 1, new InvalidOperationException("A bug."));
        await host.AddPingsAsync([1]);
        await Eventually.EqualAsync(1u, () => kernel.Broker.CountAsync(KernelServers.ErrorQueue));

        var parked = (await kernel.Broker.TakeAsync(KernelServers.ErrorQueue))!;
        await kernel.Broker.PublishAsync(
            "",
            Header(parked, ParkFaultedMessage.QueueHeader),
            new BasicProperties(parked.BasicProperties),
            parked.Body
        );

        await kernel.EffectsReachAsync(1);
        await kernel.IsAtRestAsync();
    }

    [Fact]
    public async Task A_message_that_cannot_be_read_is_parked()
    {
        await using var kernel = await KernelServers.CreateAsync(servers);
        await using var host = await kernel.StartHostAsync();

        await kernel.Broker.PublishAsync(
            "",
            KernelServers.Queue,
            new BasicProperties { ContentType = "application/json", MessageId = "1" },
            "{ not json"u8.ToArray()
        );

        await Eventually.EqualAsync(1u, () => kernel.Broker.CountAsync(KernelServers.ErrorQueue));
        Assert.Empty(host.Behaviour.Deliveries);
    }

    [Fact]
    public async Task Messages_that_come_while_the_database_is_away_have_their_effect_later()
    {
        await using var kernel = await KernelServers.CreateAsync(servers);
        await using var host = await kernel.StartHostAsync();
        await host.AddPingsAsync(Enumerable.Range(1, 100));
        await kernel.EffectsReachAsync(100);

        kernel.Database.Proxy.Cut();
        for (var no = 101; no <= 120; no++)
        {
            await kernel.Broker.PublishAsync(
                "rebateflow.test.ping.v1",
                Lanes.Ordinary,
                new BasicProperties
                {
                    MessageId = Guid.CreateVersion7().ToString(),
                    ContentType = "application/json",
                },
                Encoding.UTF8.GetBytes($$"""{"no":{{no}}}""")
            );
        }

        await Eventually.HoldsAsync(() => host.Behaviour.Deliveries.Count >= 120);
        kernel.Database.Proxy.Restore();

        await kernel.EffectsReachAsync(120);
        await kernel.IsAtRestAsync();
    }

    [Fact]
    public async Task A_consumer_killed_at_work_leaves_the_message_to_another()
    {
        await using var kernel = await KernelServers.CreateAsync(servers);
        await using var one = await kernel.StartHostAsync();
        var working = new ConcurrentQueue<int>();
        one.Behaviour.BeforeEffect = async (ping, _) =>
        {
            working.Enqueue(ping.No);
            await Eventually.HoldsAsync(() => false);
        };
        await one.AddPingsAsync([1]);
        await Eventually.HoldsAsync(() => working.Count == 1);

        one.Kill();
        await using var two = await kernel.StartHostAsync();

        await kernel.EffectsReachAsync(1);
        Assert.Single(two.Behaviour.Deliveries);
    }

    private static void FailFirst(KernelHost host, int tries, Exception fault)
    {
        var count = 0;
        host.Behaviour.BeforeEffect = (_, _) =>
            Interlocked.Increment(ref count) <= tries ? throw fault : Task.CompletedTask;
    }

    private static string Header(BasicGetResult message, string name) =>
        Encoding.UTF8.GetString((byte[])message.BasicProperties.Headers![name]!);
}
