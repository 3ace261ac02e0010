using System.Net;
using System.Text.Json.Nodes;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;
using RebateFlow.Testing.Servers;

namespace RebateFlow.Integration.Tests.Intake;

/// <summary>
/// An instance dies while it sends: its target has taken deliveries that nobody recorded any more.
/// Until the lease ends nobody else sends to that target; then another instance sends everything
/// that is not recorded, under the ids that it had.
/// </summary>
public sealed class WebhookTakeOverTests(TestServers servers) : IAsyncLifetime
{
    private const int Deliveries = 6;
    private const int AtOnce = 4;

    private readonly Installation installation = new(servers);
    private readonly SampleExporter exporter = new(94);

    public async ValueTask InitializeAsync()
    {
        await installation.InitializeAsync();
        // A try lasts as long as the test needs.
        await installation.Intake.StopAsync();
        installation.Intake.Settings["Webhooks:Timeout"] = "00:01:00";
        await installation.Intake.StartAsync();
    }

    public ValueTask DisposeAsync() => installation.DisposeAsync();

    [Fact]
    public async Task What_a_dead_instance_had_in_hand_is_sent_again_after_its_lease()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var opened = new TaskCompletionSource();
        receiver.Answer = (_, _) => opened.Task;
        var numbers = await InHandAsync(receiver);
        await Eventually.HoldsAsync(() => receiver.Received.Count == AtOnce);

        // The target takes them, and nothing of it can be recorded.
        installation.Intake.Database.Proxy.Cut();
        opened.SetResult();
        await installation.Intake.KillAsync();
        var dead = receiver.Received.Select(one => one.Id).ToList();
        Assert.Equal(0, await installation.Intake.Database.CountAsync("webhook_try"));

        await using var peer = installation.CreatePeerOfIntake();
        await peer.StartAsync();
        await ServesAnotherAsync(peer);
        Assert.Equal(dead, receiver.Received.Select(one => one.Id));
        installation.Clock.Advance(TimeSpan.FromMinutes(10));

        foreach (var number in numbers)
            await Eventually.EqualAsync("DELIVERED", () => StatusAsync(number));
        var sent = receiver.Received.GroupBy(one => one.Id).ToList();
        Assert.Equal(Deliveries, sent.Count);
        Assert.All(sent, one => Assert.Equal(dead.Contains(one.Key) ? 2 : 1, one.Count()));
    }

    /// <summary>Deliveries of which the instance sends as many as it may at once.</summary>
    private async Task<IReadOnlyList<long>> InHandAsync(WebhookReceiver receiver)
    {
        var api = installation.As(exporter.Bearer, installation.Intake);
        var hook = await CreateAsync(api, receiver);
        // Nobody sends until all of them are there.
        await LeaseUntilAsync(hook, "infinity");
        var numbers = new List<long>();
        for (var i = 0; i < Deliveries; i++)
            numbers.Add(await TestAsync(api, hook));
        await LeaseUntilAsync(hook, "-infinity");
        return numbers;
    }

    /// <summary>Shows that an instance sends, to a target that nobody has leased.</summary>
    private async Task ServesAnotherAsync(IServiceHost instance)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var api = installation.As(exporter.Bearer, instance);
        var number = await TestAsync(api, await CreateAsync(api, receiver));
        await Eventually.EqualAsync("DELIVERED", () => StatusAsync(number));
    }

    private static async Task<JsonNode> CreateAsync(ApiClient api, WebhookReceiver receiver)
    {
        var answer = await api.PostAsync(
            "/v1/webhooks",
            new { url = receiver.Url, events = new[] { "pre-declaration.approved" } },
            ("Idempotency-Key", Guid.CreateVersion7().ToString())
        );
        return answer.Expect(HttpStatusCode.Created).Json;
    }

    private static async Task<long> TestAsync(ApiClient api, JsonNode hook)
    {
        var answer = await api.PostAsync($"/v1/webhooks/{hook["id"]}/test");
        return answer.Expect(HttpStatusCode.Accepted).Json["number"]!.GetValue<long>();
    }

    private Task LeaseUntilAsync(JsonNode hook, string until) =>
        installation.Intake.Database.ExecuteAsync(
            $"UPDATE webhook SET leased_until = '{until}' WHERE id = '{hook["id"]}'"
        );

    private Task<string> StatusAsync(long number) =>
        installation.Intake.Database.QueryAsync<string>(
            $"SELECT status FROM webhook_delivery WHERE number = {number}"
        );
}
