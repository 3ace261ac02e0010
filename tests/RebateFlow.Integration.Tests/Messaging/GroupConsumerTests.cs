using System.Diagnostics;
using System.Text;
using RabbitMQ.Client;
using RebateFlow.Contracts;
using RebateFlow.Messaging;
using RebateFlow.Testing.Servers;

namespace RebateFlow.Integration.Tests.Messaging;

/// <summary>What messages do that wait for the same consumer at the same time.</summary>
public sealed class GroupConsumerTests(TestServers servers)
{
    [Fact]
    public async Task Messages_that_wait_together_have_their_effects_together_and_once()
    {
        await using var kernel = await KernelServers.CreateAsync(servers);
        await using var host = await kernel.StartHostAsync(inGroups: true);

        await host.AddPingsAsync(Enumerable.Range(1, 500));

        await kernel.EffectsReachAsync(500);
        await kernel.IsAtRestAsync();
        Assert.Contains(host.Behaviour.Groups, group => group.Length > 1);
        Assert.All(host.Behaviour.Groups, group => Assert.Equal(group.Distinct(), group));
    }

    [Fact]
    public async Task A_message_that_comes_alone_waits_for_nobody()
    {
        await using var kernel = await KernelServers.CreateAsync(servers);
        await using var host = await kernel.StartHostAsync(inGroups: true);

        await host.AddPingsAsync([1]);

        await kernel.EffectsReachAsync(1);
        Assert.Equal([1], Assert.Single(host.Behaviour.Groups));
    }

    [Fact]
    public async Task A_poison_message_is_parked_alone_and_its_group_passes()
    {
        await using var kernel = await KernelServers.CreateAsync(servers);
        await using var host = await kernel.StartHostAsync(inGroups: true);
        host.Behaviour.BeforeEffect = (ping, _) =>
            ping.No == 13 ? throw new InvalidOperationException("No 13.") : Task.CompletedTask;

        await host.AddPingsAsync(Enumerable.Range(1, 100));

        await kernel.EffectsReachAsync(99);
        await Eventually.EqualAsync(1u, () => kernel.Broker.CountAsync(KernelServers.ErrorQueue));
        var parked = (await kernel.Broker.TakeAsync(KernelServers.ErrorQueue))!;
        Assert.Equal("""{"no":13}""", Encoding.UTF8.GetString(parked.Body.Span));
        await kernel.IsAtRestAsync();
    }

    [Fact]
    public async Task The_same_message_many_times_in_a_group_has_one_effect()
    {
        await using var kernel = await KernelServers.CreateAsync(servers);
        await using var host = await kernel.StartHostAsync(inGroups: true);
        var properties = new BasicProperties
        {
            MessageId = Guid.CreateVersion7().ToString(),
            ContentType = "application/json",
        };

        for (var copy = 0; copy < 30; copy++)
            await kernel.Broker.PublishAsync(
                "rebateflow.test.ping.v1",
                Lanes.Ordinary,
                properties,
                """{"no":1}"""u8.ToArray()
            );

        await Eventually.HoldsAsync(() => host.Behaviour.Groups.Count == 30);
        await kernel.IsAtRestAsync();
        Assert.Single(host.Behaviour.Deliveries);
    }

    [Fact]
    public async Task A_large_message_goes_alone()
    {
        await using var kernel = await KernelServers.CreateAsync(servers);
        await using var host = await kernel.StartHostAsync(inGroups: true);
        int[] large = [1_001, 1_002, 1_003];

        await host.AddPingsAsync(Enumerable.Range(1, 100).Concat(large).Concat([200, 201]));

        await Eventually.EqualAsync(105L, () => kernel.Database.CountAsync("effect"));
        Assert.All(
            large,
            no => Assert.Contains(host.Behaviour.Groups, group => group is [var one] && one == no)
        );
    }

    [Fact]
    public async Task A_large_message_at_work_lets_the_others_pass()
    {
        await using var kernel = await KernelServers.CreateAsync(servers);
        await using var host = await kernel.StartHostAsync(inGroups: true);
        using var mayEnd = new SemaphoreSlim(0);
        host.Behaviour.BeforeEffect = (ping, _) =>
            ping.No > 1_000 ? mayEnd.WaitAsync(TimeSpan.FromSeconds(30)) : Task.CompletedTask;

        await host.AddPingsAsync([1_001, 1_002, .. Enumerable.Range(1, 50)]);

        await kernel.EffectsReachAsync(50);
        Assert.Single(host.Behaviour.Deliveries, delivery => delivery.No > 1_000);
        mayEnd.Release(2);
        await kernel.EffectsReachAsync(52);
        await kernel.IsAtRestAsync();
    }

    [Fact]
    public async Task Groups_of_messages_survive_a_database_that_goes_away_and_a_killed_process()
    {
        await using var kernel = await KernelServers.CreateAsync(servers);
        await using var one = await kernel.StartHostAsync(inGroups: true);
        await one.AddPingsAsync(Enumerable.Range(1, 300));
        kernel.Database.Proxy.Cut();
        kernel.Database.Proxy.Restore();
        await Eventually.HoldsAsync(() => one.Behaviour.Groups.Count > 2);

        one.Kill();
        await using var two = await kernel.StartHostAsync(inGroups: true);

        await kernel.EffectsReachAsync(300);
        await kernel.IsAtRestAsync();
    }

    [Fact]
    public async Task Each_message_of_a_group_keeps_its_own_trace()
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "MassTransit" or MessagingTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) =>
                ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        await using var kernel = await KernelServers.CreateAsync(servers);
        await using var host = await kernel.StartHostAsync(inGroups: true);
        var traces = new Dictionary<int, string>();
        for (var no = 1; no <= 60; no++)
        {
            using var activity = new Activity("hand in").Start();
            traces[no] = activity.TraceId.ToString();
            await host.AddPingsAsync([no]);
        }

        await kernel.EffectsReachAsync(60);

        Assert.All(
            host.Behaviour.Deliveries,
            delivery => Assert.Equal(traces[delivery.No], delivery.TraceId)
        );
    }
}
