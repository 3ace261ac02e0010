using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Integration.Tests.Risk;

/// <summary>
/// What an entry or an import touches is shown before it counts. The commodities are this class's
/// own.
/// </summary>
public sealed class EntryImpactTests(SharedInstallation shared)
{
    [Fact]
    public async Task A_draft_shows_the_live_filings_and_the_amounts_of_twelve_months()
    {
        var installation = await shared.GetAsync();
        var live = Exporting("91120116MA991MP01X", "2933590011", 300);
        var ended = Exporting("91120116MA991MP02X", "2933590012", 200);
        var other = Exporting("91120116MA991MP02X", "2934999090", 100);
        foreach (var filing in new[] { live, ended, other })
            await installation.ClearAsync(filing);
        await installation.DecideAsync(ended, "APPROVED");

        var draft = await installation.DraftAsync(RiskSteps.Entry("COMMODITY", "293359"));
        var impact = await ImpactAsync(installation, draft);

        Assert.Equal("ADD 293359", $"{impact["change"]} {impact["key"]}");
        Assert.Equal("1 1 300.00", Shown(impact["live"]!));
        Assert.Equal("2 2 500.00", Shown(impact["pastTwelveMonths"]!));
        Assert.Equal("2025-04-20", impact["from"]!.GetValue<string>());
        var listed = Assert.Single(impact["liveFilings"]!.AsArray())!;
        Assert.Equal(live.PreDeclarationId, listed["preDeclarationId"]!.GetValue<Guid>());
        Assert.Equal("300.00", listed["fobUsd"]!.GetValue<string>());
    }

    [Fact]
    public async Task Filings_under_a_longer_exception_belong_to_the_other_entry()
    {
        var installation = await shared.GetAsync();
        await installation.ClearAsync(Exporting("91120116MA991MP03X", "2935901100", 70));
        await installation.ClearAsync(Exporting("91120116MA991MP04X", "2935902200", 30));
        await installation.ListAsync(RiskSteps.Entry("COMMODITY", "29359011", isException: true));
        await installation.ListAsync(RiskSteps.Entry("COMMODITY", "29359022", level: 4));

        var draft = await installation.DraftAsync(RiskSteps.Entry("COMMODITY", "2935"));
        var impact = await ImpactAsync(installation, draft);

        Assert.Equal("1 1 30.00", Shown(impact["live"]!));
    }

    [Fact]
    public async Task An_attempt_that_was_superseded_is_not_counted()
    {
        var installation = await shared.GetAsync();
        var first = Exporting("91120116MA991MP05X", "2936210000", 70);
        var second = Exporting("91120116MA991MP05X", "2937110000", 70);
        await installation.ClearAsync(first);
        await installation.ClearAsync(
            second with
            {
                PreDeclarationId = first.PreDeclarationId,
                AttemptNo = 2,
            }
        );

        var draft = await installation.DraftAsync(RiskSteps.Entry("COMMODITY", "2936"));
        var impact = await ImpactAsync(installation, draft);

        Assert.Equal("0 0 0.00", Shown(impact["live"]!));
        Assert.Equal("0 0 0.00", Shown(impact["pastTwelveMonths"]!));
    }

    [Fact]
    public async Task An_entry_that_is_not_there_has_no_impact()
    {
        var installation = await shared.GetAsync();

        var answer = await installation
            .As(RiskSteps.Approver, installation.Risk)
            .GetAsync($"{RiskSteps.Entries}/{Guid.CreateVersion7()}/impact");

        Assert.Equal("RBF-2002", answer.ProblemCode);
    }

    [Fact]
    public async Task An_import_counts_each_filing_once_however_many_entries_hit_it()
    {
        var installation = await shared.GetAsync();
        var twice = Exporting("91120116MA991MP06X", "2938100010", 300);
        var once = Exporting("91120116MA991MP07X", "2938900090", 200);
        var ended = Exporting("91120116MA991MP06X", "2938100010", 50);
        var elsewhere = Exporting("91120116MA991MP08X", "2938900099", 10);
        var other = Exporting("91120116MA991MP09X", "2939110000", 5);
        foreach (var filing in new[] { twice, once, ended, elsewhere, other })
            await installation.ClearAsync(filing);
        await installation.DecideAsync(ended, "APPROVED");
        await installation.ListAsync(RiskSteps.Entry("COMMODITY", "2938900099", isException: true));

        // A prefix, a longer one below it, and an exporter of a filing under both.
        var import = await ImportAsync(
            installation,
            ",COMMODITY,2938,,2,新增,局,文,2026-01-01,,\n"
                + ",COMMODITY,293810,,1,新增,局,文,2026-01-01,,\n"
                + ",ENTERPRISE,91120116MA991MP06X,,2,新增,局,文,2026-01-01,,\n"
        );
        var client = installation.As(RiskSteps.Approver, installation.Risk);
        var impact = (await client.GetAsync($"{import}/impact")).Expect(HttpStatusCode.OK).Json;
        var seen = await client.GetAsync(import);

        Assert.Equal("3 3", $"{impact["pending"]} {impact["entries"]}");
        Assert.Equal("2 2 500.00", Shown(impact["live"]!));
        Assert.Equal("3 2 550.00", Shown(impact["pastTwelveMonths"]!));
        Assert.Equal(
            new[] { twice.PreDeclarationId, once.PreDeclarationId }.Order(),
            impact["liveFilings"]!
                .AsArray()
                .Select(one => one!["preDeclarationId"]!.GetValue<Guid>())
                .Order()
        );
        // Who approves or refuses an import reads it, however much it touches.
        Assert.Null(seen.Json["impact"]);

        var approved = await client.PostAsync(
            $"{import}/approval",
            new { note = "整批" },
            ("If-Match", seen.ETag!)
        );
        Assert.Equal(0, approved.Expect(HttpStatusCode.OK).Json["pending"]!.GetValue<int>());
        var after = await client.GetAsync($"{import}/impact");
        Assert.Equal("2 2 500.00", Shown(after.Expect(HttpStatusCode.OK).Json["live"]!));
    }

    [Fact]
    public async Task An_import_that_is_not_there_has_no_impact()
    {
        var installation = await shared.GetAsync();

        var answer = await installation
            .As(RiskSteps.Approver, installation.Risk)
            .GetAsync($"/v1/watchlist/imports/{Guid.CreateVersion7()}/impact");

        Assert.Equal("RBF-2016", answer.ProblemCode);
    }

    /// <summary>Imports rows of a file and returns the address of the import.</summary>
    private static async Task<string> ImportAsync(Installation installation, string rows)
    {
        const string Head =
            "change,kind,key,name,level,reason,authority,document,valid_from,valid_to,note\n";
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Head + rows));
        content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        var done = await installation
            .As(RiskSteps.Editor, installation.Risk)
            .SendAsync(
                HttpMethod.Post,
                "/v1/watchlist/imports",
                content,
                ("Idempotency-Key", $"{Guid.CreateVersion7()}")
            );
        return $"/v1/watchlist/imports/{done.Expect(HttpStatusCode.OK).Json["importId"]}";
    }

    private static RebateFlow.Contracts.Intake.Filing Exporting(
        string uscc,
        string commodity,
        decimal fobUsd
    ) =>
        RiskSteps.Cleared(
            uscc,
            change: line => line with { CommodityCode = commodity, FobUsd = fobUsd }
        );

    private static async Task<JsonNode> ImpactAsync(Installation installation, ApiAnswer draft)
    {
        var answer = await installation
            .As(RiskSteps.Approver, installation.Risk)
            .GetAsync($"{RiskSteps.Entries}/{RiskSteps.IdOf(draft)}/impact");
        return answer.Expect(HttpStatusCode.OK).Json;
    }

    private static string Shown(JsonNode totals) =>
        $"{totals["filings"]} {totals["exporters"]} {totals["fobUsd"]}";
}
