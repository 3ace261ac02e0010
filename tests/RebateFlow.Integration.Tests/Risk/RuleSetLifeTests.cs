using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using RebateFlow.Contracts.Intake;
using RebateFlow.Integration.Tests.Flows;
using RebateFlow.RiskScoring.Learning;

namespace RebateFlow.Integration.Tests.Risk;

/// <summary>A rule set from its draft to its rollback, through the API and the database.</summary>
public sealed class RuleSetLifeTests(SharedInstallation shared)
{
    private const string Sets = "/v1/rule-sets";

    [Fact]
    public async Task A_set_is_drafted_simulated_shadowed_approved_activated_and_rolled_back()
    {
        var installation = await shared.GetAsync();
        var uscc = shared.NewFiling().Exporter.Uscc;
        var before = RiskSteps.Cleared(uscc, change: l => l with { FobUsd = 777 }) with
        {
            RebateDueCny = 6_000_000,
        };
        await installation.EnrolAsync(uscc);
        await installation.ClearAsync(before);
        var draft = RuleSetDrafts.Of("test-life", "2026-04-20", "filing.fobUsd == 777");
        (await As(installation, RiskSteps.Editor).PostAsync(Sets, draft)).Expect(
            HttpStatusCode.Created
        );

        var simulated = await As(installation, RiskSteps.Editor)
            .PostAsync($"{Sets}/test-life/simulation", new { list = 1_000 });
        var changed = simulated.Expect(HttpStatusCode.OK).Json["list"]!
            .AsArray()
            .Single(one => one!["preDeclarationId"]!.GetValue<Guid>() == before.PreDeclarationId)!;
        Assert.Equal("6000000.00", changed["rebateCny"]!.GetValue<string>());
        Assert.Equal("GREEN", changed["channel"]!.GetValue<string>());
        Assert.Equal("ENHANCED", changed["newChannel"]!.GetValue<string>());
        Assert.Equal("2016-09-01", simulated.Json["policyVersion"]!.GetValue<string>());
        Assert.Contains(
            simulated.Json["channels"]!.AsArray(),
            shift => $"{shift!["channel"]} {shift["newChannel"]}" == "GREEN ENHANCED"
        );
        await ShadowsAsync(installation, before);

        (await StepAsync(installation, "test-life", "approval")).Expect(HttpStatusCode.OK);
        (await StepAsync(installation, "test-life", "activation")).Expect(HttpStatusCode.OK);
        var after = before with { PreDeclarationId = Guid.CreateVersion7() };
        await installation.ClearAsync(after);
        var assessment = await installation.AssessmentOfAsync(after.PreDeclarationId);
        Assert.Equal("test-life", assessment["ruleSetVersion"]!.GetValue<string>());
        Assert.Equal(
            (changed["newScore"]!.GetValue<int>(), changed["newGrade"]!.GetValue<string>()),
            (assessment["score"]!.GetValue<int>(), assessment["grade"]!.GetValue<string>())
        );
        var opened = await installation.CaseOfAsync(after.PreDeclarationId);
        Assert.Equal(
            changed["newChannel"]!.GetValue<string>(),
            opened["channel"]!.GetValue<string>()
        );

        (await StepAsync(installation, "test-life", "rollback", new { note = "测试" })).Expect(
            HttpStatusCode.OK
        );
        var last = before with { PreDeclarationId = Guid.CreateVersion7() };
        await installation.ClearAsync(last);
        var restored = await installation.AssessmentOfAsync(last.PreDeclarationId);
        Assert.Equal("2026-04-10", restored["ruleSetVersion"]!.GetValue<string>());
        var replay = await As(installation, RiskSteps.Editor)
            .PostAsync($"/v1/assessments/{assessment["id"]}/replay");
        Assert.True(replay.Expect(HttpStatusCode.OK).Json["isSame"]!.GetValue<bool>());
    }

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

    /// <summary>Beside the set in force the draft judges the next filing.</summary>
    private static async Task ShadowsAsync(Installation installation, Filing before)
    {
        var shadow = await As(installation, RiskSteps.Editor)
            .PostAsync($"{Sets}/test-life/shadow", new { isOn = true });
        Assert.True(shadow.Expect(HttpStatusCode.OK).Json["isInShadow"]!.GetValue<bool>());
        var beside = before with { PreDeclarationId = Guid.CreateVersion7() };
        await installation.ClearAsync(beside);
        await FoldedAsync(installation);
        var compared = await As(installation, RiskSteps.Editor).GetAsync($"{Sets}/test-life");
        Assert.Contains(
            compared.Json["comparison"]!.AsArray(),
            move => move!["newGrade"]!.GetValue<string>() == "HIGH"
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

    private static Task FoldedAsync(Installation installation) =>
        installation.Risk.Services.GetRequiredService<FoldOutcomes>().FoldAllAsync(default);
}
