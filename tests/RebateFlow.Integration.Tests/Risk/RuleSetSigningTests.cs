using System.Net;
using System.Text.Json.Nodes;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;
using RebateFlow.Testing.Servers;

namespace RebateFlow.Integration.Tests.Risk;

/// <summary>
/// Whoever signs a rule set reads all of it, sees where it differs from the one in force, and lets
/// none judge that leaves more unjudged without saying why. The installation is this class's own.
/// </summary>
public sealed class RuleSetSigningTests(TestServers servers) : IAsyncLifetime
{
    private const string Sets = "/v1/rule-sets";

    private readonly Installation installation = new(servers);

    public ValueTask InitializeAsync() => installation.InitializeAsync();

    public ValueTask DisposeAsync() => installation.DisposeAsync();

    [Fact]
    public async Task A_set_that_judges_less_needs_a_reason_that_is_kept()
    {
        foreach (var serial in new[] { 1, 2, 3 })
            await installation.ClearAsync(RiskSteps.Cleared(new SampleExporter(serial).Uscc));
        await ApproveAsync("test-unjudged", "1/0 > 1");

        var refused = await StepAsync("test-unjudged", "activation", new { });

        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Equal("RBF-2038", refused.ProblemCode);
        var error = Assert.Single(refused.Json["errors"]!.AsArray())!;
        Assert.Equal("rules.CC-01", error["field"]!.GetValue<string>());
        Assert.Contains("5", error["message"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("APPROVED", await StageAsync("test-unjudged"));
        var blank = await StepAsync("test-unjudged", "activation", new { reason = " " });
        Assert.Equal(HttpStatusCode.BadRequest, blank.Status);

        var forced = await StepAsync("test-unjudged", "activation", new { reason = "演练" });

        var view = forced.Expect(HttpStatusCode.OK).Json;
        Assert.Equal(
            ("ACTIVE", "演练", 5L),
            (
                view["stage"]!.GetValue<string>(),
                view["activationReason"]!.GetValue<string>(),
                Unjudged(view["unjudged"]!)
            )
        );
        var filing = RiskSteps.Cleared(new SampleExporter(4).Uscc);
        await installation.ClearAsync(filing);
        var assessment = await installation.AssessmentOfAsync(filing.PreDeclarationId);
        Assert.True(assessment["hasUnjudgedRule"]!.GetValue<bool>());
        Assert.NotEqual("LOW", assessment["grade"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_set_that_judges_as_much_needs_none()
    {
        await ApproveAsync("test-judged", "filing.fobUsd == 777");

        var activated = await StepAsync("test-judged", "activation", new { });

        Assert.Null(activated.Expect(HttpStatusCode.OK).Json["activationReason"]);
    }

    [Fact]
    public async Task The_second_person_reads_all_and_sees_what_differs()
    {
        var draft = RuleSetDrafts.Of("test-signed", "2026-04-20", "filing.fobUsd / 0 > 1");
        draft["rules"]!["RI-06"]!["points"]![0]!["value"] = 42;
        (await As(RiskSteps.Editor).PostAsync(Sets, draft)).Expect(HttpStatusCode.Created);

        var read = (await As(RiskSteps.Approver).GetAsync($"{Sets}/test-signed")).Expect(
            HttpStatusCode.OK
        );
        var compared = (
            await As(RiskSteps.Approver).GetAsync($"{Sets}/test-signed/differences")
        ).Expect(HttpStatusCode.OK);

        Assert.True(JsonNode.DeepEquals(draft, read.Json["document"]), read.Json.ToJsonString());
        Assert.Equal("2026-04-10", compared.Json["inForce"]!.GetValue<string>());
        var items = compared.Json["items"]!.AsArray();
        Assert.Contains(
            items,
            one => $"{one!["path"]} {one["change"]}" == "rules.RI-06.points CHANGED"
        );
        Assert.Contains(
            items,
            one =>
                $"{one!["path"]} {one["change"]} {one["after"]}"
                == "conditions.CC-01 ADDED filing.fobUsd / 0 > 1"
        );
        Assert.Equal(2, Unjudged(compared.Json["unjudged"]!));
        Assert.Equal(
            "RBF-2030",
            (await As(RiskSteps.Editor).GetAsync($"{Sets}/none/differences")).ProblemCode
        );
    }

    private static long Unjudged(JsonNode report) =>
        Assert.Single(report["rules"]!.AsArray(), rule => $"{rule!["ruleId"]}" == "CC-01")![
            "unjudged"
        ]!.GetValue<long>();

    private async Task ApproveAsync(string version, string expression)
    {
        var draft = RuleSetDrafts.Of(version, "2026-04-20", expression);
        (await As(RiskSteps.Editor).PostAsync(Sets, draft)).Expect(HttpStatusCode.Created);
        (await StepAsync(version, "approval", new { })).Expect(HttpStatusCode.OK);
    }

    private async Task<string> StageAsync(string version) =>
        (await As(RiskSteps.Approver).GetAsync($"{Sets}/{version}")).Json[
            "stage"
        ]!.GetValue<string>();

    private ApiClient As(Bearer bearer) => installation.As(bearer, installation.Risk);

    private Task<ApiAnswer> StepAsync(string version, string step, object body) =>
        As(RiskSteps.Approver).PostAsync($"{Sets}/{version}/{step}", body);
}
