using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using RebateFlow.RiskScoring.Peers;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Integration.Tests.Risk;

/// <summary>
/// Assessments through queue, database and API. What each rule says has tests of its own.
/// </summary>
public sealed class AssessmentTests(SharedInstallation shared)
{
    [Fact]
    public async Task A_filing_is_assessed_and_a_replay_gives_the_same_bytes()
    {
        var (installation, filing) = await shared.WithFilingAsync(pairs: 3);
        var id = await installation.SubmitAsync(filing);

        var assessment = await installation.AssessmentOfAsync(id);
        var replay = await installation
            .As(RiskSteps.Editor, installation.Risk)
            .PostAsync($"/v1/assessments/{assessment["id"]}/replay");

        Assert.Equal("2026-04-10", assessment["ruleSetVersion"]!.GetValue<string>());
        Assert.Equal(22, assessment["results"]!.AsArray().Count);
        Assert.True(replay.Expect(HttpStatusCode.OK).Json["isSame"]!.GetValue<bool>());
        Assert.Empty(replay.Json["differingRules"]!.AsArray());
    }

    [Fact]
    public async Task An_attempt_that_is_not_newer_changes_nothing()
    {
        var installation = await shared.GetAsync();
        var second = RiskSteps.Cleared("91120116MA99RSK01X", attemptNo: 2);
        await installation.ClearAsync(second);
        var first = await installation.AssessmentOfAsync(second.PreDeclarationId, 2);

        await installation.ClearAsync(second with { AttemptNo = 1 });
        await installation.ClearAsync(second);

        var still = await installation.AssessmentOfAsync(second.PreDeclarationId, 2);
        Assert.Equal(first["id"]!.GetValue<Guid>(), still["id"]!.GetValue<Guid>());
        Assert.Equal(1, await AssessmentsAsync(installation, second.PreDeclarationId));
        Assert.Equal(10_000m, await MonthAsync(installation, second.Declarant.Uscc));
    }

    [Fact]
    public async Task A_newer_attempt_takes_the_place_of_the_older_one_in_the_history()
    {
        var installation = await shared.GetAsync();
        var uscc = "91120116MA99RSK02X";
        var first = RiskSteps.Cleared(
            uscc,
            change: line => line with { CommodityCode = "8507600090", FobUsd = 70_000 }
        );
        await installation.ClearAsync(first);
        var second = RiskSteps.Cleared(uscc, attemptNo: 2);

        await installation.ClearAsync(second with { PreDeclarationId = first.PreDeclarationId });

        Assert.Equal(2, await AssessmentsAsync(installation, first.PreDeclarationId));
        Assert.Equal(10_000m, await MonthAsync(installation, uscc));
        Assert.Equal(
            "84713010",
            await installation.Risk.Database.QueryAsync<string>(
                $"SELECT string_agg(hs8, ' ') FROM exporter_commodity WHERE uscc = '{uscc}'"
            )
        );
    }

    [Fact]
    public async Task Attempts_that_come_at_once_leave_the_newest_and_one_total()
    {
        var installation = await shared.GetAsync();
        var filing = RiskSteps.Cleared("91120116MA99RSK03X");

        await Task.WhenAll(
            Enumerable
                .Range(1, 8)
                .Select(attempt => installation.ClearAsync(filing with { AttemptNo = attempt }))
        );

        await installation.AssessmentOfAsync(filing.PreDeclarationId, 8);
        Assert.Equal(10_000m, await MonthAsync(installation, filing.Declarant.Uscc));
    }

    [Fact]
    public async Task What_was_exported_last_year_is_not_new_and_growth_is_seen()
    {
        var installation = await shared.GetAsync();
        var uscc = "91120116MA99RSK04X";
        await installation.ClearAsync(
            RiskSteps.Cleared(
                uscc,
                period: "202503",
                change: line =>
                    line with
                    {
                        ExportDate = new DateOnly(2025, 2, 10),
                        FobUsd = 100_000,
                    }
            )
        );

        var known = RiskSteps.Cleared(uscc, change: line => line with { FobUsd = 150_000 });
        await installation.ClearAsync(known);
        var surge = RiskSteps.Cleared(
            uscc,
            change: line => line with { FobUsd = 60_000, CommodityCode = "8507600090" }
        );
        await installation.ClearAsync(surge);

        var first = await installation.AssessmentOfAsync(known.PreDeclarationId);
        var second = await installation.AssessmentOfAsync(surge.PreDeclarationId);
        Assert.Equal("NO_HIT", OutcomeOf(first, "RI-06"));
        Assert.Equal("NO_HIT", OutcomeOf(first, "RI-03"));
        Assert.Equal("HIT", OutcomeOf(second, "RI-06"));
        Assert.Equal("HIT", OutcomeOf(second, "RI-03"));
    }

    [Fact]
    public async Task Filings_become_the_peers_of_later_ones()
    {
        var installation = await shared.GetAsync();
        for (var i = 0; i < 20; i++)
            await installation.ClearAsync(Mushrooms($"91120116MA99RS1{i:D2}X", 1_500));
        await FoldedAsync(installation);

        var dear = Mushrooms("91120116MA99RSK05X", 17_560);
        await installation.ClearAsync(dear);

        var assessment = await installation.AssessmentOfAsync(dear.PreDeclarationId);
        Assert.Equal("HIT", OutcomeOf(assessment, "RI-12"));
        Assert.Equal(
            "1.5",
            assessment["background"]!["peers"]![0]!["medianUsd"]!.GetValue<string>()
        );
        Assert.Equal(40, assessment["score"]!.GetValue<int>());
    }

    [Fact]
    public async Task An_officer_of_another_authority_and_a_stranger_get_the_same_404()
    {
        var installation = await shared.GetAsync();
        var filing = RiskSteps.Cleared("91120116MA99RSK06X");
        await installation.ClearAsync(filing);
        var assessment = await installation.AssessmentOfAsync(filing.PreDeclarationId);
        var path = $"/v1/assessments/{filing.PreDeclarationId}";
        var replay = $"/v1/assessments/{assessment["id"]}/replay";
        var own = installation.As(CaseSteps.Reviewer, installation.Risk);
        var other = installation.As(
            CaseSteps.Reviewer with
            {
                TaxAuthority = "13100000000",
            },
            installation.Risk
        );

        Assert.Equal(HttpStatusCode.OK, (await own.GetAsync(path)).Status);
        Assert.Equal("RBF-2020", (await other.GetAsync(path)).ProblemCode);
        Assert.Equal("RBF-2020", (await other.PostAsync(replay)).ProblemCode);
        Assert.Equal(
            "RBF-2020",
            (await own.GetAsync($"/v1/assessments/{Guid.CreateVersion7()}")).ProblemCode
        );
    }

    [Fact]
    public async Task Exporters_feeds_and_whoever_has_no_business_there_learn_nothing_of_risk()
    {
        var installation = await shared.GetAsync();
        var id = Guid.CreateVersion7();
        string[] paths =
        [
            RiskSteps.Entries,
            $"{RiskSteps.Entries}/{id}",
            $"{RiskSteps.Entries}/{id}/history",
            "/v1/rule-sets",
            $"/v1/assessments/{id}",
        ];

        Bearer[] strangers =
        [
            Bearer.Exporter("91120116MA99RSK07X"),
            Bearer.Feed,
            Bearer.Operator,
            new("policy-editor", ["policy.editor"]),
        ];
        foreach (var bearer in strangers)
        foreach (var path in paths)
        {
            var answer = await installation.As(bearer, installation.Risk).GetAsync(path);
            Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        }
    }

    [Fact]
    public async Task Rule_sets_are_shown_with_units_and_sources()
    {
        var installation = await shared.GetAsync();

        var answer = await installation
            .As(CaseSteps.Reviewer, installation.Risk)
            .GetAsync("/v1/rule-sets");

        var sets = answer.Expect(HttpStatusCode.OK).Json["items"]!.AsArray();
        Assert.Equal(
            ["2014-01-01 False", "2026-01-01 False", "2026-04-01 False", "2026-04-10 True"],
            sets.Select(set => $"{set!["version"]} {set["isInForce"]!.GetValue<bool>()}")
        );
        var max = sets[1]!["rules"]![0]!["parameters"]![0]!["values"]![0]!;
        Assert.Equal("CNY/USD", max["unit"]!.GetValue<string>());
        Assert.NotEmpty(max["source"]!.GetValue<string>());
    }

    private static RebateFlow.Contracts.Intake.Filing Mushrooms(string uscc, decimal fobUsd) =>
        RiskSteps.Cleared(
            uscc,
            change: line =>
                line with
                {
                    CommodityCode = "2106909090",
                    Unit = "千克",
                    Quantity = 1_000,
                    FobUsd = fobUsd,
                }
        );

    private static Task FoldedAsync(Installation installation) =>
        Eventually.HoldsAsync(async () =>
        {
            var fold = installation.Risk.Services.GetRequiredService<FoldPeerPrices>();
            await fold.FoldAllAsync(default);
            return await installation.Risk.Database.CountAsync("peer_price_change") == 0;
        });

    private static string OutcomeOf(JsonNode assessment, string rule) =>
        assessment["results"]!.AsArray().Single(one => one!["ruleId"]!.GetValue<string>() == rule)![
            "outcome"
        ]!.GetValue<string>();

    private static Task<long> AssessmentsAsync(Installation installation, Guid id) =>
        installation.Risk.Database.CountAsync($"assessment WHERE pre_declaration_id = '{id}'");

    private static Task<decimal> MonthAsync(Installation installation, string uscc) =>
        installation.Risk.Database.QueryAsync<decimal>(
            $"SELECT sum(fob_usd) FROM exporter_month WHERE uscc = '{uscc}'"
        );
}
