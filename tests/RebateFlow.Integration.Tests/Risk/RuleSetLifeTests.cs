using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using RebateFlow.Contracts.Intake;
using RebateFlow.Integration.Tests.Flows;
using RebateFlow.RiskScoring.Learning;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;
using RebateFlow.Testing.Servers;

namespace RebateFlow.Integration.Tests.Risk;

/// <summary>
/// A rule set from its draft to its rollback, through the API and the database. The installation is
/// this class's own, since a set in force judges every live filing.
/// </summary>
/// <remarks>Filings under way: RuleSetReassessmentTests.</remarks>
public sealed class RuleSetLifeTests(TestServers servers) : IAsyncLifetime
{
    private const string Sets = "/v1/rule-sets";

    private readonly Installation installation = new(servers);

    public ValueTask InitializeAsync() => installation.InitializeAsync();

    public ValueTask DisposeAsync() => installation.DisposeAsync();

    [Fact]
    public async Task A_set_is_drafted_simulated_shadowed_approved_activated_and_rolled_back()
    {
        var uscc = new SampleExporter(1).Uscc;
        var before = RiskSteps.Cleared(uscc, change: l => l with { FobUsd = 777 }) with
        {
            RebateDueCny = 6_000_000,
        };
        await installation.EnrolAsync(uscc);
        await installation.ClearAsync(before);
        var draft = RuleSetDrafts.Of("test-life", "2026-04-20", "filing.fobUsd == 777");
        (await As(RiskSteps.Editor).PostAsync(Sets, draft)).Expect(HttpStatusCode.Created);

        var simulated = await As(RiskSteps.Editor)
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
        await ShadowsAsync(before);

        (await StepAsync("test-life", "approval")).Expect(HttpStatusCode.OK);
        (await StepAsync("test-life", "activation")).Expect(HttpStatusCode.OK);
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

        (await StepAsync("test-life", "rollback", new { note = "测试" })).Expect(HttpStatusCode.OK);
        var last = before with { PreDeclarationId = Guid.CreateVersion7() };
        await installation.ClearAsync(last);
        var restored = await installation.AssessmentOfAsync(last.PreDeclarationId);
        Assert.Equal("2026-04-10", restored["ruleSetVersion"]!.GetValue<string>());
        var replay = await As(RiskSteps.Editor)
            .PostAsync($"/v1/assessments/{assessment["id"]}/replay");
        Assert.True(replay.Expect(HttpStatusCode.OK).Json["isSame"]!.GetValue<bool>());
    }

    [Fact]
    public async Task The_corrected_set_starts_on_the_day_of_the_one_that_was_rolled_back()
    {
        foreach (var version in new[] { "test-wrong", "test-right" })
        {
            var draft = RuleSetDrafts.Of(version, "2026-04-20", "filing.fobUsd == 777");
            (await As(RiskSteps.Editor).PostAsync(Sets, draft)).Expect(HttpStatusCode.Created);
            (await StepAsync(version, "approval")).Expect(HttpStatusCode.OK);
        }
        (await StepAsync("test-wrong", "activation")).Expect(HttpStatusCode.OK);
        var taken = await StepAsync("test-right", "activation");
        Assert.Equal("RBF-2036", taken.ProblemCode);

        await StepAsync("test-wrong", "rollback", new { note = "测试" });
        (await StepAsync("test-right", "activation")).Expect(HttpStatusCode.OK);
        // Another start reads all of them.
        await installation.Risk.StopAsync();
        await installation.Risk.StartAsync();

        var filing = RiskSteps.Cleared(new SampleExporter(1).Uscc);
        await installation.ClearAsync(filing);
        var assessment = await installation.AssessmentOfAsync(filing.PreDeclarationId);
        Assert.Equal("test-right", assessment["ruleSetVersion"]!.GetValue<string>());
        var second = await Assert.ThrowsAsync<PostgresException>(() =>
            installation.Risk.Database.ExecuteAsync(
                """
                INSERT INTO rule_set (version, valid_from, document, installed_at)
                SELECT 'test-third', valid_from, document, installed_at
                FROM rule_set WHERE version = 'test-right'
                """
            )
        );
        Assert.Equal(PostgresErrorCodes.UniqueViolation, second.SqlState);
    }

    /// <summary>Beside the set in force the draft judges the next filing.</summary>
    private async Task ShadowsAsync(Filing before)
    {
        var shadow = await As(RiskSteps.Editor)
            .PostAsync($"{Sets}/test-life/shadow", new { isOn = true });
        Assert.True(shadow.Expect(HttpStatusCode.OK).Json["isInShadow"]!.GetValue<bool>());
        var beside = before with { PreDeclarationId = Guid.CreateVersion7() };
        await installation.ClearAsync(beside);
        await FoldedAsync();
        var compared = await As(RiskSteps.Editor).GetAsync($"{Sets}/test-life");
        Assert.Contains(
            compared.Json["comparison"]!.AsArray(),
            move => move!["newGrade"]!.GetValue<string>() == "HIGH"
        );
        var rules = compared.Json["ruleComparison"]!.AsArray();
        var condition = rules.Single(rule => rule!["ruleId"]!.GetValue<string>() == "CC-01")!;
        Assert.Equal("0 0 1", Agreement(condition));
        Assert.All(
            rules.Where(rule => rule != condition),
            rule => Assert.Equal("1 0 0", Agreement(rule!))
        );
        var channels = Assert.Single(compared.Json["channelComparison"]!.AsArray())!;
        Assert.Equal("GREEN ENHANCED", $"{channels["channel"]} {channels["newChannel"]}");
        Assert.Equal("1 6000000.00", $"{channels["filings"]} {channels["rebateCny"]}");
    }

    private static string Agreement(JsonNode rule) =>
        $"{rule["bothSets"]} {rule["onlyActive"]} {rule["onlyShadow"]}";

    private ApiClient As(Bearer bearer) => installation.As(bearer, installation.Risk);

    private Task<ApiAnswer> StepAsync(string version, string step, object? body = null) =>
        As(RiskSteps.Approver).PostAsync($"{Sets}/{version}/{step}", body ?? new { });

    // The service itself may be folding them at this moment.
    private async Task FoldedAsync()
    {
        await installation.Risk.Services.GetRequiredService<FoldOutcomes>().FoldAllAsync(default);
        await Eventually.EqualAsync(0L, () => installation.Risk.Database.CountAsync("shadow_due"));
    }
}
