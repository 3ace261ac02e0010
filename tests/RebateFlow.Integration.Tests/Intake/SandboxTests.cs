using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Integration.Tests.Intake;

/// <summary>A sandbox client plays every outcome, apart from real data.</summary>
public sealed class SandboxTests(SharedInstallation shared)
{
    private static readonly SampleExporter Exporter = new(77);
    private static readonly Bearer Program = new(
        "sandbox-erp",
        ["exporter.sandbox"],
        Exporter.Uscc
    );

    [Theory]
    [InlineData("GREEN", "CLEARED UNDER_REVIEW APPROVED APPROVED")]
    [InlineData("PASSABLE", "CLEARED UNDER_REVIEW APPROVED")]
    [InlineData("ENHANCED", "CLEARED UNDER_REVIEW UNDER_REVIEW UNDER_REVIEW APPROVED")]
    [InlineData("HELD", "CLEARED UNDER_REVIEW HELD HELD")]
    [InlineData("RETURNED", "CLEARED UNDER_REVIEW RETURNED RETURNED")]
    [InlineData("REJECTED", "CLEARED UNDER_REVIEW REJECTED")]
    [InlineData("BLOCKED", "BLOCKED BLOCKED")]
    [InlineData("WAITING", "AWAITING_DATA CLEARED UNDER_REVIEW APPROVED")]
    public async Task The_reference_decides_the_outcome(string scenario, string states)
    {
        var api = await OpenAsync();
        var (id, first) = await SubmitAsync(api, scenario, $"sandbox-{scenario}");

        var seen = new List<string> { first["state"]!.GetValue<string>() };
        foreach (var _ in states.Split(' ').Skip(1))
        {
            var read = await api.GetAsync($"/v1/pre-declarations/{id}");
            seen.Add(read.Expect(HttpStatusCode.OK).Json["state"]!.GetValue<string>());
        }
        Assert.Equal(states, string.Join(' ', seen));
        Assert.NotNull(first["feedback"]!["rebateDue"]);
    }

    [Fact]
    public async Task Nothing_of_it_is_among_real_data()
    {
        var installation = await shared.GetAsync();
        var api = await OpenAsync();
        var (id, _) = await SubmitAsync(api, "GREEN", "sandbox-apart");

        var database = installation.Intake.Database;
        Assert.Equal(
            0L,
            await database.CountAsync($"public.attempt WHERE pre_declaration_id = '{id}'")
        );
        Assert.Equal(
            1L,
            await database.CountAsync($"sandbox.attempt WHERE pre_declaration_id = '{id}'")
        );
        Assert.Equal(0L, await database.CountAsync("sandbox.outbox"));
        Assert.Equal(0L, await database.CountAsync("sandbox.voucher_claim"));
        var real = await installation
            .As(Exporter.Bearer, installation.Intake)
            .GetAsync($"/v1/pre-declarations/{id}");
        Assert.Equal("RBF-1007", real.ProblemCode);
        var list = await api.GetAsync("/v1/pre-declarations");
        Assert.Contains(
            id.ToString(),
            list.Expect(HttpStatusCode.OK).Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_answers_have_the_members_of_the_real_ones()
    {
        var installation = await shared.GetAsync();
        await installation.FeedReferenceAsync(Exporter);
        var filing = new SampleFiling(Exporter, 7701) { BatchNo = 71 };
        await installation.FeedVouchersAsync(filing);
        var realId = await installation.SubmitAsync(filing);
        await installation.StateBecomesAsync(filing, realId, "UNDER_REVIEW");
        var real = await installation.SeenByExporterAsync(filing, realId);

        var api = await OpenAsync();
        var (id, _) = await SubmitAsync(api, "GREEN", "sandbox-alike");
        var played = (await api.GetAsync($"/v1/pre-declarations/{id}")).Expect(HttpStatusCode.OK);

        Assert.Equal(Members(real), Members(played.Json));
        Assert.Equal(
            real["rebate"]!["rebateDue"]!.GetValue<string>(),
            played.Json["rebate"]!["rebateDue"]!.GetValue<string>()
        );
    }

    [Fact]
    public async Task A_returned_filing_takes_a_next_attempt_and_any_can_be_withdrawn()
    {
        var api = await OpenAsync();
        var (id, _) = await SubmitAsync(api, "BLOCKED", "sandbox-next");

        var next = await api.PostAsync(
            $"/v1/pre-declarations/{id}/attempts",
            Body("GREEN"),
            ("Idempotency-Key", "sandbox-next-2")
        );
        Assert.Equal(
            "CLEARED",
            next.Expect(HttpStatusCode.Accepted).Json["state"]!.GetValue<string>()
        );
        var withdrawn = await api.PostAsync(
            $"/v1/pre-declarations/{id}/withdrawal",
            new { kind = "ERROR", reason = "" }
        );
        withdrawn.Expect(HttpStatusCode.OK);
        var again = await api.PostAsync(
            "/v1/pre-declarations",
            Body("BLOCKED"),
            ("Idempotency-Key", "sandbox-next")
        );
        Assert.Equal(id, again.Expect(HttpStatusCode.Accepted).Json["id"]!.GetValue<Guid>());
    }

    [Fact]
    public async Task A_key_of_another_filing_is_refused_and_the_next_filing_is_checked()
    {
        var api = await OpenAsync();
        await SubmitAsync(api, "GREEN", "sandbox-key");

        var refused = await api.PostAsync(
            "/v1/pre-declarations",
            Body("BLOCKED"),
            ("Idempotency-Key", "sandbox-key")
        );
        Assert.Equal("RBF-1005", refused.ProblemCode);
        var (_, next) = await SubmitAsync(api, "WAITING", "sandbox-key-2");
        Assert.Equal("AWAITING_DATA", next["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task Its_token_opens_no_other_door()
    {
        var installation = await shared.GetAsync();
        var api = installation.As(Program, installation.Approval);

        var answer = await api.GetAsync("/v1/green-channel/applications");
        Assert.Equal("RBF-0403", answer.ProblemCode);
    }

    private async Task<ApiClient> OpenAsync()
    {
        var installation = await shared.GetAsync();
        await installation.FeedReferenceAsync(Exporter);
        return installation.As(Program, installation.Intake);
    }

    private static async Task<(Guid Id, JsonNode Answer)> SubmitAsync(
        ApiClient api,
        string scenario,
        string key
    )
    {
        var answer = await api.PostAsync(
            "/v1/pre-declarations",
            Body(scenario),
            ("Idempotency-Key", key)
        );
        var json = answer.Expect(HttpStatusCode.Accepted).Json;
        return (json["id"]!.GetValue<Guid>(), json);
    }

    private static JsonNode Body(string scenario)
    {
        var body = JsonSerializer.SerializeToNode(new SampleFiling(Exporter, 7700).Body)!;
        body["exportLines"]![0]!["exportInvoiceNo"] = $"SANDBOX-{scenario}-1";
        return body;
    }

    private static string Members(JsonNode node) =>
        string.Join(
            ' ',
            node.AsObject()
                .Select(member => member.Key)
                .Concat(node["feedback"]!.AsObject().Select(member => member.Key))
                .Concat(node["rebate"]!["lines"]![0]!.AsObject().Select(member => member.Key))
        );
}
