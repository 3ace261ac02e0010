using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
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
        var before = RiskSteps.Cleared("91120116MA99RLS01X", change: l => l with { FobUsd = 777 });
        await installation.ClearAsync(before);
        var draft = Draft("test-life", "2026-04-20", "filing.fobUsd == 777");
        (await As(installation, RiskSteps.Editor).PostAsync(Sets, draft)).Expect(
            HttpStatusCode.Created
        );

        var simulated = await As(installation, RiskSteps.Editor)
            .PostAsync($"{Sets}/test-life/simulation", new { list = 1_000 });
        var changed = simulated.Expect(HttpStatusCode.OK).Json["list"]!
            .AsArray()
            .Single(one => one!["preDeclarationId"]!.GetValue<Guid>() == before.PreDeclarationId)!;
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

        (await StepAsync(installation, "test-life", "rollback", new { note = "测试" })).Expect(
            HttpStatusCode.OK
        );
        var last = before with { PreDeclarationId = Guid.CreateVersion7() };
        await installation.ClearAsync(last);
        var restored = await installation.AssessmentOfAsync(last.PreDeclarationId);
        Assert.Equal("2026-04-01", restored["ruleSetVersion"]!.GetValue<string>());
        var replay = await As(installation, RiskSteps.Editor)
            .PostAsync($"/v1/assessments/{assessment["id"]}/replay");
        Assert.True(replay.Expect(HttpStatusCode.OK).Json["isSame"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Who_drafted_a_set_cannot_approve_it_and_a_draft_cannot_be_activated()
    {
        var installation = await shared.GetAsync();
        var draft = Draft("test-same-person", "2027-01-01", "true");
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
        var draft = Draft(
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
        var draft = Draft("test-day", "2026-04-01", "true");
        (await As(installation, RiskSteps.Editor).PostAsync(Sets, draft)).Expect(
            HttpStatusCode.Created
        );
        (await StepAsync(installation, "test-day", "approval")).Expect(HttpStatusCode.OK);

        Assert.Equal(
            "RBF-2036",
            (await StepAsync(installation, "test-day", "activation")).ProblemCode
        );
    }

    [Fact]
    public async Task Decisions_come_back_as_the_precision_of_rules()
    {
        var installation = await shared.GetAsync();
        var filing = RiskSteps.Cleared("91120116MA99RLS02X");
        await installation.ClearAsync(filing);
        var before = await RejectedAsync(installation, "RI-17");
        var rejected = filing with
        {
            PreDeclarationId = Guid.CreateVersion7(),
            RebateDueCny = 2_000_000,
            Declarant = filing.Declarant with { FirstDeclaredOn = new DateOnly(2026, 3, 1) },
        };
        await installation.ClearAsync(rejected);

        await installation.DecideAsync(rejected, "REJECTED");
        await FoldedAsync(installation);

        Assert.Equal(before + 1, await RejectedAsync(installation, "RI-17"));
    }

    [Fact]
    public async Task An_assessment_reads_as_a_page_in_both_languages()
    {
        var installation = await shared.GetAsync();
        var filing = RiskSteps.Cleared("91120116MA99RLS03X");
        await installation.ClearAsync(filing);
        var client = As(installation, RiskSteps.Editor);

        var page = await client.GetAsync($"/v1/assessments/{filing.PreDeclarationId}/page");

        Assert.Equal(HttpStatusCode.OK, page.Status);
    }

    private static async Task<long> RejectedAsync(Installation installation, string rule)
    {
        var answer = await As(installation, RiskSteps.Editor).GetAsync("/v1/rule-precision");
        return answer.Expect(HttpStatusCode.OK).Json["items"]!
                .AsArray()
                .FirstOrDefault(one => one!["subject"]!.GetValue<string>() == rule)
                ?["rejected"]!.GetValue<long>()
            ?? 0;
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

    /// <summary>The set in force with another version and first day, and a condition of
    /// 90.</summary>
    private static JsonNode Draft(string version, string from, string expression)
    {
        var path = Path.Combine(RepositoryRoot(), "seeds/rule-sets/2026-04-01.json");
        var set = JsonNode.Parse(File.ReadAllText(path))!;
        (set["version"], set["from"]) = (version, from);
        var points = set["rules"]!["RI-06"]!["points"]!.DeepClone();
        points[0]!["value"] = 90;
        set["conditions"] = new JsonArray(
            new JsonObject
            {
                ["id"] = "CC-01",
                ["phraseZh"] = "测试条件",
                ["phraseEn"] = "Condition of a test",
                ["expression"] = expression,
                ["points"] = points,
            }
        );
        return set;
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "RebateFlow.sln")))
            folder = folder.Parent;
        return folder.FullName;
    }
}
