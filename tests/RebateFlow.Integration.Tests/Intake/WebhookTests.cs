using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Integration.Tests.Intake;

/// <summary>
/// From a change of a filing to a signed POST that a receiver on this machine takes, refuses, or
/// leaves hanging. The schedule of tries is shortened by settings; its length has a unit test.
/// </summary>
public sealed class WebhookTests(SharedInstallation shared)
{
    private static readonly string[] All =
    [
        "pre-declaration.fed-back",
        "pre-declaration.waiting-for-data",
        "pre-declaration.case-opened",
        "pre-declaration.held",
        "pre-declaration.approved",
        "pre-declaration.formally-declared",
    ];

    [Fact]
    public async Task Changes_are_told_by_signed_and_thin_posts()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var (installation, filing) = await shared.WithFilingAsync();
        var api = installation.As(filing.Exporter.Bearer, installation.Intake);
        var hook = await CreateAsync(api, receiver.Url, All);

        var id = await installation.SubmitAsync(filing);
        var opened = await installation.CaseOfAsync(id);
        await installation.ApproveAsync(opened["id"]!.GetValue<Guid>());

        await Eventually.HoldsAsync(() => receiver.Received.Any(one => one.State == "APPROVED"));
        await Eventually.EqualAsync(3, () => Task.FromResult(receiver.Received.Count));
        Assert.Equal(
            ["pre-declaration.approved", "pre-declaration.case-opened", "pre-declaration.fed-back"],
            receiver.Received.Select(one => one.Type).Order()
        );
        var secret = hook["secret"]!.GetValue<string>();
        Assert.All(receiver.Received, one => Assert.True(one.IsSignedWith(secret)));
        Assert.All(receiver.Received, one => Assert.Equal(id, one.PreDeclarationId));
        Assert.All(receiver.Received, one => Assert.DoesNotContain(filing.Exporter.Uscc, one.Body));
        Assert.Equal(3, receiver.Received.Select(one => one.Id).Distinct().Count());
        var log = await LogAsync(api, hook, "DELIVERED");
        Assert.Equal(3, log.Count);
        Assert.All(log, one => Assert.Equal(200, one!["lastHttpStatus"]!.GetValue<int>()));
    }

    [Fact]
    public async Task What_fails_is_tried_again_under_the_same_id()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = (before, http) =>
        {
            http.Response.StatusCode = before == 0 ? 503 : 204;
            return Task.CompletedTask;
        };
        var (api, hook) = await HookAsync(receiver.Url);

        var number = await TestAsync(api, hook);

        var sent = await EndedAsync(api, hook, number);
        Assert.Equal("DELIVERED", sent["status"]!.GetValue<string>());
        Assert.Equal(
            [503, 204],
            sent["log"]!.AsArray().Select(one => one!["httpStatus"]!.GetValue<int>())
        );
        Assert.Single(receiver.Received.Select(one => one.Id).Distinct());
    }

    [Fact]
    public async Task A_target_that_takes_nothing_is_disabled_and_can_be_started_again()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.AlwaysAnswer(500);
        var (api, hook) = await HookAsync(receiver.Url);
        var number = await TestAsync(api, hook);

        var sent = await EndedAsync(api, hook, number);
        Assert.Equal("FAILED", sent["status"]!.GetValue<string>());
        Assert.Equal(3, sent["log"]!.AsArray().Count);
        var disabled = await api.GetAsync($"/v1/webhooks/{Id(hook)}");
        Assert.Equal("FAILING", disabled.Json["disabledReason"]!.GetValue<string>());
        var refused = await api.PostAsync($"/v1/webhooks/{Id(hook)}/test");
        Assert.Equal("RBF-1049", refused.ProblemCode);

        receiver.AlwaysAnswer(200);
        var started = await PutAsync(api, hook, disabled.ETag!, receiver.Url);
        Assert.True(started.Expect(HttpStatusCode.OK).Json["isActive"]!.GetValue<bool>());
        var resent = await api.PostAsync(
            $"/v1/webhooks/{Id(hook)}/resend",
            new { since = TestClock.Start.AddDays(-1) }
        );
        Assert.Equal(1, resent.Expect(HttpStatusCode.Accepted).Json["deliveries"]!.GetValue<int>());
        Assert.Equal(
            "DELIVERED",
            (await EndedAsync(api, hook, number))["status"]!.GetValue<string>()
        );
    }

    [Fact]
    public async Task A_target_that_is_gone_is_disabled_at_once()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.AlwaysAnswer(410);
        var (api, hook) = await HookAsync(receiver.Url);

        await EndedAsync(api, hook, await TestAsync(api, hook));

        var seen = (await api.GetAsync($"/v1/webhooks/{Id(hook)}")).Json;
        Assert.False(seen["isActive"]!.GetValue<bool>());
        Assert.Equal("GONE", seen["disabledReason"]!.GetValue<string>());
        Assert.Single(receiver.Received);
    }

    [Fact]
    public async Task Redirects_are_not_followed_and_a_silent_target_is_left()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = async (before, http) =>
        {
            if (before > 0)
                await WebhookReceiver.UntilGoneAsync(http);
            http.Response.StatusCode = StatusCodes.Status307TemporaryRedirect;
            http.Response.Headers.Location = "/elsewhere";
        };
        var (api, hook) = await HookAsync(receiver.Url);

        var sent = await EndedAsync(api, hook, await TestAsync(api, hook));

        Assert.Equal(
            ["REDIRECT", "TIMEOUT", "TIMEOUT"],
            sent["log"]!.AsArray().Select(one => one!["fault"]!.GetValue<string>())
        );
        Assert.All(receiver.Received, one => Assert.Equal("/hook", one.Path));
    }

    [Fact]
    public async Task An_endless_answer_is_read_a_little_way()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = async (_, http) =>
        {
            var block = new byte[64 * 1024];
            while (!http.RequestAborted.IsCancellationRequested)
                await http.Response.Body.WriteAsync(block, http.RequestAborted);
        };
        var (api, hook) = await HookAsync(receiver.Url);

        var sent = await EndedAsync(api, hook, await TestAsync(api, hook));

        Assert.Equal("DELIVERED", sent["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task Both_secrets_sign_after_a_rotation()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var (api, hook) = await HookAsync(receiver.Url);
        var rotated = (
            await api.PostAsync(
                $"/v1/webhooks/{Id(hook)}/secret-rotation",
                null,
                ("If-Match", "\"1\"")
            )
        ).Expect(HttpStatusCode.OK);
        var stale = await api.PostAsync(
            $"/v1/webhooks/{Id(hook)}/secret-rotation",
            null,
            ("If-Match", "\"1\"")
        );
        Assert.Equal("RBF-0412", stale.ProblemCode);

        await EndedAsync(api, hook, await TestAsync(api, hook));

        var (before, after) = (hook["secret"]!, rotated.Json["secret"]!);
        Assert.NotEqual(before.GetValue<string>(), after.GetValue<string>());
        Assert.All(
            receiver.Received,
            one =>
                Assert.True(
                    one.IsSignedWith(before.GetValue<string>())
                        && one.IsSignedWith(after.GetValue<string>())
                )
        );
    }

    [Fact]
    public async Task Two_instances_send_each_delivery_once()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var (api, hook) = await HookAsync(receiver.Url);
        var installation = await shared.GetAsync();
        await using var peer = installation.CreatePeerOfIntake();
        await peer.StartAsync();

        var numbers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => TestAsync(api, hook)));
        foreach (var number in numbers)
            await EndedAsync(api, hook, number);

        Assert.Equal(40, receiver.Received.Count);
        Assert.Equal(40, receiver.Received.Select(one => one.Id).Distinct().Count());
    }

    [Fact]
    public async Task Creating_again_with_the_same_key_gives_the_same_webhook()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var installation = await shared.GetAsync();
        var api = installation.As(shared.NewFiling().Exporter.Bearer, installation.Intake);
        object body = new { url = receiver.Url, events = All };
        var key = ("Idempotency-Key", Guid.CreateVersion7().ToString());

        var first = (await api.PostAsync("/v1/webhooks", body, key)).Expect(HttpStatusCode.Created);
        var again = await api.PostAsync("/v1/webhooks", body, key);
        var other = await api.PostAsync(
            "/v1/webhooks",
            new { url = receiver.Url, events = All[..1] },
            key
        );

        Assert.Equal(first.Text, again.Text);
        Assert.Equal("RBF-1005", other.ProblemCode);
        var deleted = await api.SendAsync(
            HttpMethod.Delete,
            $"/v1/webhooks/{Id(first.Json)}",
            null,
            ("If-Match", first.ETag!)
        );
        Assert.Equal(HttpStatusCode.NoContent, deleted.Status);
        Assert.Equal(
            "RBF-1046",
            (await api.GetAsync($"/v1/webhooks/{Id(first.Json)}")).ProblemCode
        );
    }

    [Fact]
    public async Task Another_exporters_webhook_is_not_there()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var (_, hook) = await HookAsync(receiver.Url);
        var installation = await shared.GetAsync();
        var other = installation.As(shared.NewFiling().Exporter.Bearer, installation.Intake);

        var path = $"/v1/webhooks/{Id(hook)}";
        Assert.Equal("RBF-1046", (await other.GetAsync(path)).ProblemCode);
        Assert.Equal("RBF-1046", (await other.GetAsync($"{path}/deliveries")).ProblemCode);
        Assert.Equal("RBF-1046", (await other.PostAsync($"{path}/test")).ProblemCode);
        Assert.Equal("RBF-1046", (await PutAsync(other, hook, "\"1\"", receiver.Url)).ProblemCode);
    }

    [Fact]
    public async Task Every_fault_of_a_request_is_named()
    {
        var installation = await shared.GetAsync();
        var api = installation.As(shared.NewFiling().Exporter.Bearer, installation.Intake);

        var refused = await api.PostAsync(
            "/v1/webhooks",
            new
            {
                url = "https://10.0.0.1/hook",
                events = new[] { "pre-declaration.lost" },
                description = "a\nb",
            },
            ("Idempotency-Key", "faults")
        );

        Assert.Equal("RBF-1002", refused.ProblemCode);
        Assert.Equal(
            ["url", "events[0]", "description"],
            refused.Json["errors"]!.AsArray().Select(one => one!["field"]!.GetValue<string>())
        );
    }

    [Fact]
    public async Task Nothing_is_written_where_nobody_asked_for_it()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var (installation, filing) = await shared.WithFilingAsync();
        var api = installation.As(filing.Exporter.Bearer, installation.Intake);
        await CreateAsync(api, receiver.Url, ["pre-declaration.rejected"]);

        var id = await installation.SubmitAsync(filing);
        await installation.StateBecomesAsync(filing, id, "UNDER_REVIEW");

        var written = $"webhook_delivery WHERE pre_declaration_id = '{id}'";
        Assert.Equal(0, await installation.Intake.Database.CountAsync(written));
    }

    private async Task<(ApiClient Api, JsonNode Hook)> HookAsync(string url)
    {
        var installation = await shared.GetAsync();
        var api = installation.As(shared.NewFiling().Exporter.Bearer, installation.Intake);
        return (api, await CreateAsync(api, url, All));
    }

    private static async Task<JsonNode> CreateAsync(ApiClient api, string url, string[] events)
    {
        var answer = await api.PostAsync(
            "/v1/webhooks",
            new { url, events },
            ("Idempotency-Key", Guid.CreateVersion7().ToString())
        );
        return answer.Expect(HttpStatusCode.Created).Json;
    }

    private static Task<ApiAnswer> PutAsync(ApiClient api, JsonNode hook, string tag, string url) =>
        api.SendAsync(
            HttpMethod.Put,
            $"/v1/webhooks/{Id(hook)}",
            System.Net.Http.Json.JsonContent.Create(new { url, events = All }),
            ("If-Match", tag)
        );

    private static async Task<long> TestAsync(ApiClient api, JsonNode hook)
    {
        var answer = await api.PostAsync($"/v1/webhooks/{Id(hook)}/test");
        return answer.Expect(HttpStatusCode.Accepted).Json["number"]!.GetValue<long>();
    }

    private static Task<JsonNode> EndedAsync(ApiClient api, JsonNode hook, long number) =>
        Eventually.GetAsync<JsonNode>(async () =>
        {
            var seen = await api.GetAsync($"/v1/webhooks/{Id(hook)}/deliveries/{number}");
            return seen.Json["status"]!.GetValue<string>() == "PENDING" ? null : seen.Json;
        });

    private static async Task<JsonArray> LogAsync(ApiClient api, JsonNode hook, string status)
    {
        var path = $"/v1/webhooks/{Id(hook)}/deliveries?status={status}";
        return (await api.GetAsync(path)).Expect(HttpStatusCode.OK).Json["items"]!.AsArray();
    }

    private static Guid Id(JsonNode hook) => hook["id"]!.GetValue<Guid>();
}
