using System.Net;
using System.Text.Json.Nodes;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Integration.Tests.Risk;

/// <summary>The whole list of a simulation, page by page, and who may see it.</summary>
public sealed class SimulationTests(SharedInstallation shared)
{
    private const string Sets = "/v1/rule-sets";

    [Fact]
    public async Task Every_changed_filing_is_listed_page_by_page_the_largest_rebate_first()
    {
        var installation = await shared.GetAsync();
        foreach (var rebate in new[] { 10m, 30m, 20m, 20m })
            await installation.ClearAsync(
                RiskSteps.Cleared("91120116MA99SIM01X", change: l => l with { FobUsd = 888 }) with
                {
                    RebateDueCny = rebate,
                }
            );
        await DraftAsync(installation, "test-pages", "filing.fobUsd == 888");
        var client = installation.As(RiskSteps.Editor, installation.Risk);

        var run = await client.PostAsync($"{Sets}/test-pages/simulation", new { list = 2 });
        var own = await PagesAsync(client, run.Expect(HttpStatusCode.OK).Json);

        Assert.Equal(
            ["30.00", "20.00", "20.00", "10.00"],
            own.Where(filing => filing["uscc"]!.GetValue<string>() == "91120116MA99SIM01X")
                .Select(filing => filing["rebateCny"]!.GetValue<string>())
        );
        Assert.Equal(run.Json["changed"]!.GetValue<int>(), own.Count);
        Assert.Equal(2, run.Json["list"]!.AsArray().Count);
        var kept = await installation
            .As(RiskSteps.Approver, installation.Risk)
            .GetAsync($"{Sets}/test-pages/simulation");
        Assert.Equal(
            "risk-editor",
            kept.Expect(HttpStatusCode.OK).Json["runBy"]!.GetValue<string>()
        );
        Assert.Equal(
            run.Json["changedRebateCny"]!.GetValue<string>(),
            kept.Json["result"]!["changedRebateCny"]!.GetValue<string>()
        );
    }

    [Fact]
    public async Task A_second_run_takes_the_place_of_the_first_and_ends_its_cursors()
    {
        var installation = await shared.GetAsync();
        var filing = RiskSteps.Cleared("91120116MA99SIM02X", change: l => l with { FobUsd = 889 });
        await installation.ClearAsync(filing);
        await installation.ClearAsync(filing with { PreDeclarationId = Guid.CreateVersion7() });
        await DraftAsync(installation, "test-again", "filing.fobUsd == 889");
        var client = installation.As(RiskSteps.Editor, installation.Risk);
        var first = await client.PostAsync($"{Sets}/test-again/simulation", new { });
        var page = await client.GetAsync($"{Sets}/test-again/simulation/filings?limit=1");
        var cursor = page.Expect(HttpStatusCode.OK).Json["nextCursor"]!.GetValue<string>();

        await client.PostAsync($"{Sets}/test-again/simulation", new { });

        var stale = await client.GetAsync($"{Sets}/test-again/simulation/filings?cursor={cursor}");
        Assert.Equal("RBF-2010", stale.ProblemCode);
        var id = first.Json["id"]!.GetValue<Guid>();
        Assert.Equal(
            0,
            await installation.Risk.Database.CountAsync(
                $"simulation_filing WHERE simulation_id = '{id}'"
            )
        );
    }

    [Fact]
    public async Task A_set_that_was_never_tried_and_one_that_is_not_there_are_told_apart()
    {
        var installation = await shared.GetAsync();
        await DraftAsync(installation, "test-untried", "true");
        var client = installation.As(RiskSteps.Editor, installation.Risk);

        var untried = await client.GetAsync($"{Sets}/test-untried/simulation");
        var missing = await client.GetAsync($"{Sets}/no-such-set/simulation/filings");
        var limit = await client.PostAsync($"{Sets}/test-untried/simulation", new { list = 1_001 });

        Assert.Equal("RBF-2037", untried.ProblemCode);
        Assert.Equal("RBF-2030", missing.ProblemCode);
        Assert.Equal("RBF-2010", limit.ProblemCode);
    }

    private static async Task<List<JsonNode>> PagesAsync(ApiClient client, JsonNode run)
    {
        var all = new List<JsonNode>();
        for (var cursor = ""; cursor is not null; )
        {
            var page = await client.GetAsync(
                $"{Sets}/test-pages/simulation/filings?limit=3"
                    + (cursor.Length == 0 ? "" : $"&cursor={cursor}")
            );
            var json = page.Expect(HttpStatusCode.OK).Json;
            Assert.Equal(run["id"]!.GetValue<Guid>(), json["simulationId"]!.GetValue<Guid>());
            all.AddRange(json["items"]!.AsArray().Select(item => item!));
            cursor = json["nextCursor"]?.GetValue<string>();
        }
        return all;
    }

    private static async Task DraftAsync(
        Installation installation,
        string version,
        string expression
    ) =>
        (
            await installation
                .As(RiskSteps.Editor, installation.Risk)
                .PostAsync(Sets, RuleSetDrafts.Of(version, "2027-01-01", expression))
        ).Expect(HttpStatusCode.Created);
}
