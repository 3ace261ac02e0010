using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using RebateFlow.Contracts.Intake;
using RebateFlow.Integration.Tests.Flows;
using RebateFlow.RiskScoring.Learning;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;
using RebateFlow.Testing.Servers;

namespace RebateFlow.Integration.Tests.Risk;

/// <summary>
/// Another rule set comes into force while filings are under way: by an activation, on its first
/// day, by a rollback. What a simulation said of the live ones then comes true, filing by filing,
/// and those that have ended stay as they are. The installation is this class's own, for its clock
/// is moved and its rule sets change.
/// </summary>
public sealed class RuleSetReassessmentTests(TestServers servers) : IAsyncLifetime
{
    private const string Sets = "/v1/rule-sets";
    private const string Exporter = "91120116MA99R5E01X";

    private readonly Installation installation = new(servers);

    public ValueTask InitializeAsync() => installation.InitializeAsync();

    public ValueTask DisposeAsync() => installation.DisposeAsync();

    [Fact]
    public async Task What_a_simulation_says_of_live_filings_is_what_an_activation_then_does()
    {
        var enrolled = new SampleExporter(1).Uscc;
        await installation.EnrolAsync(enrolled);
        Filing[] live =
        [
            Worth(700, enrolled) with
            {
                RebateDueCny = 6_000_000,
            },
            .. Enumerable.Range(1, 5).Select(i => Worth(700 + i, Exporter)),
        ];
        Filing[] ended = [Worth(777, Exporter), Worth(778, Exporter)];
        foreach (var filing in live.Concat(ended))
            await installation.ClearAsync(filing);
        await installation.DecideAsync(ended[0], "APPROVED");
        await installation.DecideAsync(ended[1], "RETURNED");
        var opened = await installation.CaseOfAsync(live[0].PreDeclarationId);
        await DraftAsync("test-stricter", "2026-04-20", "filing.fobUsd in [700, 702, 777]");
        var before = await AssessmentsAsync(live);

        var run = await As(RiskSteps.Editor).PostAsync($"{Sets}/test-stricter/simulation", new { });
        var changed = run.Expect(HttpStatusCode.OK).Json["list"]!
            .AsArray()
            .ToDictionary(one => one!["preDeclarationId"]!.GetValue<Guid>(), one => one!);
        await ActivateAsync("test-stricter");
        await JudgedByAsync("test-stricter", live);

        var after = await AssessmentsAsync(live);
        for (var i = 0; i < live.Length; i++)
        {
            var said = changed.GetValueOrDefault(live[i].PreDeclarationId);
            Assert.Equal(
                said is null ? OutcomeOf(before[i]) : OutcomeOf(said, "newScore", "newGrade"),
                OutcomeOf(after[i])
            );
            Assert.NotEqual(before[i]["id"]!.GetValue<Guid>(), after[i]["id"]!.GetValue<Guid>());
            await ReplayIsSameAsync(before[i]);
            await ReplayIsSameAsync(after[i]);
        }
        Assert.Equal(2, live.Count(filing => changed.ContainsKey(filing.PreDeclarationId)));
        Assert.Equal(live.Length, await CountAsync("assessment WHERE sequence_no = 2"));
        Assert.Equal(0, await CountAsync("assessment WHERE sequence_no > 2"));
        await HeardOfAsync(live[0], live[2]);
        await MovedAsync(opened, changed[live[0].PreDeclarationId]);
    }

    [Fact]
    public async Task A_later_set_judges_from_its_day_on_and_a_rollback_gives_the_former_back()
    {
        var filing = Worth(700, Exporter);
        await installation.ClearAsync(filing);
        var first = await installation.AssessmentOfAsync(filing.PreDeclarationId);
        await DraftAsync("test-later", "2026-04-22", "filing.fobUsd == 700");
        await ActivateAsync("test-later");
        installation.Clock.Advance(TimeSpan.FromDays(1));
        var meanwhile = Worth(700, Exporter);
        await installation.ClearAsync(meanwhile);
        await SettledAsync();
        Assert.Equal(0, await CountAsync("assessment WHERE sequence_no > 1"));

        installation.Clock.Advance(TimeSpan.FromDays(1));
        await JudgedByAsync("test-later", [filing, meanwhile]);
        var begun = await installation.AssessmentOfAsync(filing.PreDeclarationId);
        await StepAsync("test-later", "rollback", new { note = "测试" });
        await JudgedByAsync("2026-04-10", [filing, meanwhile]);

        var back = await installation.AssessmentOfAsync(filing.PreDeclarationId);
        Assert.Equal("HIGH", begun["grade"]!.GetValue<string>());
        Assert.Equal(OutcomeOf(first), OutcomeOf(back));
        Assert.Equal(2, await CountAsync("assessment WHERE sequence_no = 3"));
        Assert.Equal(0, await CountAsync("assessment WHERE sequence_no > 3"));
        await Eventually.EqualAsync(2L, () => ApprovalCountAsync("reassessment"));
    }

    [Fact]
    public async Task Two_instances_one_killed_on_the_way_judge_each_filing_once()
    {
        Filing[] live = [.. Enumerable.Range(0, 60).Select(i => Worth(700 + i, Exporter))];
        await Parallel.ForEachAsync(
            live,
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (filing, _) => await installation.ClearAsync(filing)
        );
        await installation.Risk.StopAsync();
        installation.Risk.Settings["Rescreening:PageSize"] = "7";
        await installation.Risk.StartAsync();
        await using var peer = installation.CreatePeerOfRisk();
        await peer.StartAsync();
        await DraftAsync("test-crash", "2026-04-20", "filing.fobUsd < 730");

        await ActivateAsync("test-crash");
        await Eventually.HoldsAsync(async () =>
            await CountAsync("assessment WHERE sequence_no = 2") > 5
        );
        await installation.Risk.KillAsync();
        await installation.Risk.StartAsync();
        await JudgedByAsync("test-crash", live);
        await SettledAsync();

        Assert.Equal(60, await CountAsync("assessment WHERE sequence_no = 2"));
        Assert.Equal(0, await CountAsync("assessment WHERE sequence_no > 2"));
        await Eventually.EqualAsync(30L, () => ApprovalCountAsync("reassessment"));
    }

    [Fact]
    public async Task Filings_that_another_release_takes_and_does_not_judge_are_noted_again()
    {
        Filing[] live = [.. Enumerable.Range(0, 4).Select(i => Worth(700 + i, Exporter))];
        foreach (var filing in live)
            await installation.ClearAsync(filing);
        await SettledAsync();
        // Whatever is noted for the first time is gone, and one cannot be scored at all.
        await installation.Risk.Database.ExecuteAsync(
            $"""
            CREATE TABLE test_taken (id uuid PRIMARY KEY);
            CREATE FUNCTION test_take() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                INSERT INTO test_taken VALUES (NEW.pre_declaration_id) ON CONFLICT DO NOTHING;
                IF FOUND THEN
                    DELETE FROM rescreening WHERE pre_declaration_id = NEW.pre_declaration_id;
                END IF;
                RETURN NULL;
            END $$;
            CREATE TRIGGER test_take AFTER INSERT ON rescreening
                FOR EACH ROW EXECUTE FUNCTION test_take();
            ALTER TABLE assessment DISABLE TRIGGER assessment_is_append_only;
            UPDATE assessment SET content = '\x00'
            WHERE pre_declaration_id = '{live[3].PreDeclarationId}';
            ALTER TABLE assessment ENABLE TRIGGER assessment_is_append_only;
            """
        );
        await DraftAsync("test-taken", "2026-04-20", "filing.fobUsd == 700");

        await ActivateAsync("test-taken");
        await JudgedByAsync("test-taken", live[..3]);

        await Eventually.EqualAsync(
            1L,
            () => CountAsync("reassessment_pass WHERE after_id IS NULL AND NOT has_found")
        );
        Assert.Equal(4, await CountAsync("test_taken"));
        Assert.Equal(1, await CountAsync("rescreening"));
        Assert.Equal(0, await CountAsync("assessment WHERE sequence_no > 2"));
    }

    [Fact]
    public async Task A_draft_in_shadow_does_not_count_filings_again_that_another_set_judges()
    {
        const string Listed = "91120116MA99R5C01W";
        await DraftAsync("test-shadow", "2026-05-01", "filing.fobUsd == 700");
        var filing = Worth(700, Listed);
        await installation.ClearAsync(filing);
        var shadow = await As(RiskSteps.Editor)
            .PostAsync($"{Sets}/test-shadow/shadow", new { isOn = true });
        shadow.Expect(HttpStatusCode.OK);
        await DraftAsync("test-beside", "2026-04-20", "filing.fobUsd == 701");

        await ActivateAsync("test-beside");
        await JudgedByAsync("test-beside", [filing]);
        Assert.Equal(0, await ShadowedAsync());

        await installation.ListAsync(RiskSteps.Entry("ENTERPRISE", Listed, level: 1));
        await Eventually.EqualAsync(1L, () => CountAsync("assessment WHERE sequence_no = 3"));
        Assert.Equal(1, await ShadowedAsync());
    }

    [Fact]
    public async Task Before_the_first_day_of_the_only_set_the_list_is_looked_after_all_the_same()
    {
        var folder = Directory.CreateTempSubdirectory("rebateflow-test-");
        await File.WriteAllTextAsync(
            Path.Combine(folder.FullName, "only.json"),
            RuleSetDrafts.Of("test-only", "2026-04-22", "filing.fobUsd == 700").ToJsonString()
        );
        await installation.Risk.StopAsync();
        await installation.Risk.Database.ExecuteAsync(
            "TRUNCATE rule_set CASCADE; TRUNCATE reassessment_pass"
        );
        installation.Risk.Settings["RuleSets:Folder"] = folder.FullName;
        await installation.Risk.StartAsync();

        await installation.ListAsync(RiskSteps.Entry("COMMODITY", "847130"));
        await Eventually.EqualAsync(0L, () => CountAsync("watchlist_change"));
        Assert.Equal(0, await CountAsync("reassessment_pass"));
        installation.Clock.Advance(TimeSpan.FromDays(2));
        await Eventually.EqualAsync(
            1L,
            () => CountAsync("reassessment_pass WHERE version = 'test-only'")
        );
        folder.Delete(recursive: true);
    }

    /// <summary>Approval was told of these and no others.</summary>
    private async Task HeardOfAsync(params Filing[] told)
    {
        await SettledAsync();
        await Eventually.EqualAsync((long)told.Length, () => ApprovalCountAsync("reassessment"));
        foreach (var filing in told)
            Assert.Equal(
                1,
                await ApprovalCountAsync(
                    $"reassessment WHERE pre_declaration_id = '{filing.PreDeclarationId}'"
                )
            );
    }

    /// <summary>The case is in the channel that was forecast, and its move says why.</summary>
    private async Task MovedAsync(JsonNode opened, JsonNode forecast)
    {
        var reviewer = installation.As(CaseSteps.Reviewer, installation.Approval);
        // One in fifty is drawn for a check: it is forecast as green and is not.
        if (opened["channel"]!.GetValue<string>() == "GREEN")
            Assert.Equal("GREEN", forecast["channel"]!.GetValue<string>());
        Assert.NotEqual("ENHANCED", opened["channel"]!.GetValue<string>());
        await Eventually.EqualAsync(
            forecast["newChannel"]!.GetValue<string>(),
            async () =>
                (await reviewer.GetAsync($"/v1/cases/{opened["id"]}"))
                    .Expect(HttpStatusCode.OK)
                    .Json["channel"]!.GetValue<string>()
        );
        var moves = await reviewer.GetAsync($"/v1/cases/{opened["id"]}/moves");
        var move = Assert.Single(moves.Expect(HttpStatusCode.OK).Json["items"]!.AsArray())!;
        Assert.Contains("test-stricter", move.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("CC-01", move.ToJsonString(), StringComparison.Ordinal);
    }

    private static (int Score, string Grade) OutcomeOf(
        JsonNode of,
        string score = "score",
        string grade = "grade"
    ) => (of[score]!.GetValue<int>(), of[grade]!.GetValue<string>());

    private static Filing Worth(int fobUsd, string uscc) =>
        RiskSteps.Cleared(uscc, change: line => line with { FobUsd = fobUsd });

    private async Task<JsonNode[]> AssessmentsAsync(Filing[] filings) =>
        await Task.WhenAll(
            filings.Select(filing => installation.AssessmentOfAsync(filing.PreDeclarationId))
        );

    /// <summary>Waits until the last assessments of all live filings are by a version.</summary>
    private Task JudgedByAsync(string version, Filing[] filings) =>
        Eventually.EqualAsync(
            (long)filings.Length,
            () =>
                CountAsync(
                    $"""
                    filing f JOIN LATERAL (
                        SELECT rule_set_version FROM assessment a
                        WHERE a.pre_declaration_id = f.pre_declaration_id
                        ORDER BY sequence_no DESC LIMIT 1) a ON true
                    WHERE f.is_live AND a.rule_set_version = '{version}'
                    """
                ),
            TimeSpan.FromMinutes(1)
        );

    // Nothing is left to look at, and what was to be said has left the outbox.
    private Task SettledAsync() =>
        Eventually.EqualAsync(
            0L,
            async () =>
                await CountAsync("reassessment_pass WHERE after_id IS NOT NULL OR has_found")
                + await CountAsync("rescreening")
                + await CountAsync("outbox")
        );

    /// <summary>Filings that the shadow has judged.</summary>
    private async Task<decimal> ShadowedAsync()
    {
        await installation.Risk.Services.GetRequiredService<FoldOutcomes>().FoldAllAsync(default);
        // The service itself may be folding them at this moment.
        await Eventually.EqualAsync(0L, () => CountAsync("shadow_due"));
        return await installation.Risk.Database.QueryAsync<decimal>(
            "SELECT coalesce(sum(filings), 0) FROM shadow_comparison"
        );
    }

    private async Task DraftAsync(string version, string from, string expression) =>
        (
            await As(RiskSteps.Editor).PostAsync(Sets, RuleSetDrafts.Of(version, from, expression))
        ).Expect(HttpStatusCode.Created);

    private async Task ActivateAsync(string version)
    {
        await StepAsync(version, "approval");
        await StepAsync(version, "activation");
    }

    private async Task StepAsync(string version, string step, object? body = null) =>
        (
            await As(RiskSteps.Approver).PostAsync($"{Sets}/{version}/{step}", body ?? new { })
        ).Expect(HttpStatusCode.OK);

    private async Task ReplayIsSameAsync(JsonNode assessment)
    {
        var replay = await As(RiskSteps.Editor)
            .PostAsync($"/v1/assessments/{assessment["id"]}/replay");
        Assert.True(replay.Expect(HttpStatusCode.OK).Json["isSame"]!.GetValue<bool>());
    }

    private ApiClient As(Bearer bearer) => installation.As(bearer, installation.Risk);

    private Task<long> CountAsync(string what) => installation.Risk.Database.CountAsync(what);

    private Task<long> ApprovalCountAsync(string what) =>
        installation.Approval.Database.CountAsync(what);
}
