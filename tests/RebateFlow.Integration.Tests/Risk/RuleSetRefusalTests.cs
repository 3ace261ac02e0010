using System.Net;
using System.Text.Json.Nodes;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Integration.Tests.Risk;

/// <summary>Drafts of rule sets that are refused, and steps out of turn.</summary>
public sealed class RuleSetRefusalTests(SharedInstallation shared)
{
    private const string Sets = "/v1/rule-sets";

    [Fact]
    public async Task Who_drafted_a_set_cannot_approve_it_and_a_draft_cannot_be_activated()
    {
        var installation = await shared.GetAsync();
        var draft = RuleSetDrafts.Of("test-same-person", "2027-01-01", "true");
        (await As(installation, RiskSteps.Both).PostAsync(Sets, draft)).Expect(
            HttpStatusCode.Created
        );
        (await As(installation, RiskSteps.Both).PostAsync(Sets, draft)).Expect(
            HttpStatusCode.Created
        );

        var own = await As(installation, RiskSteps.Both)
            .PostAsync($"{Sets}/test-same-person/approval");
        var early = await StepAsync(installation, "test-same-person", "activation");

        Assert.Equal("RBF-2033", own.ProblemCode);
        Assert.Equal("RBF-2034", early.ProblemCode);
        Assert.Equal(
            "RBF-2030",
            (await StepAsync(installation, "no-such-set", "approval")).ProblemCode
        );
    }

    [Fact]
    public async Task A_faulty_draft_is_refused_with_every_fault_and_nothing_is_stored()
    {
        var installation = await shared.GetAsync();
        var draft = RuleSetDrafts.Of(
            "test-faulty",
            "2027-02-01",
            "exportLines.exists(l, exportLines.exists(m, true))"
        );
        draft["rules"]!["RI-06"]!["points"]![0]!["from"] = "2027-03-01";
        draft["rules"]!["RI-99"] = new JsonObject();

        var refused = await As(installation, RiskSteps.Editor).PostAsync(Sets, draft);

        Assert.Equal("RBF-2031", refused.ProblemCode);
        var detail = refused.Json["detail"]!.GetValue<string>();
        Assert.Contains("RI-06.points: no value on 2027-02-01", detail, StringComparison.Ordinal);
        Assert.Contains("RI-99: no such rule", detail, StringComparison.Ordinal);
        Assert.Contains("a macro within a macro", detail, StringComparison.Ordinal);
        Assert.Equal(
            "RBF-2030",
            (await As(installation, RiskSteps.Editor).GetAsync($"{Sets}/test-faulty")).ProblemCode
        );
    }

    [Fact]
    public async Task A_set_cannot_start_on_a_day_that_is_past_or_taken()
    {
        var installation = await shared.GetAsync();
        var draft = RuleSetDrafts.Of("test-day", "2026-04-10", "true");
        (await As(installation, RiskSteps.Editor).PostAsync(Sets, draft)).Expect(
            HttpStatusCode.Created
        );
        (await StepAsync(installation, "test-day", "approval")).Expect(HttpStatusCode.OK);

        Assert.Equal(
            "RBF-2036",
            (await StepAsync(installation, "test-day", "activation")).ProblemCode
        );
    }

    private static ApiClient As(Installation installation, Bearer bearer) =>
        installation.As(bearer, installation.Risk);

    private static Task<ApiAnswer> StepAsync(
        Installation installation,
        string version,
        string step,
        object? body = null
    ) =>
        As(installation, RiskSteps.Approver).PostAsync($"{Sets}/{version}/{step}", body ?? new { });
}
