using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using RebateFlow.Contracts.Intake;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Integration.Tests.Risk;

/// <summary>
/// A milder entry with a longer key hides no graver one, unless it says that it is an exception.
/// The commodities are this class's own.
/// </summary>
public sealed class GravestEntryTests(SharedInstallation shared)
{
    [Fact]
    public async Task A_longer_and_milder_entry_hides_no_graver_one()
    {
        var installation = await shared.GetAsync();
        await installation.ListAsync(RiskSteps.Entry("COMMODITY", "5001", level: 1));
        var draft = await installation.DraftAsync(
            RiskSteps.Entry("COMMODITY", "50012100", level: 3)
        );
        Assert.Equal("GRAVER_ABOVE 5001 1", Told(draft.Expect(HttpStatusCode.Created).Json));
        Assert.Equal(
            "GRAVER_ABOVE 5001 1",
            Told((await GetAsync(installation, draft)).Expect(HttpStatusCode.OK).Json)
        );
        await installation.StepAsync(draft, "approval", RiskSteps.Approver);

        var hits = await HitsAsync(installation, "91120116MA991GR01X", "5001210000");

        Assert.Equal(["5001 1", "50012100 3"], hits);
    }

    [Fact]
    public async Task An_exception_takes_its_values_from_the_shorter_entry()
    {
        var installation = await shared.GetAsync();
        var shorter = await installation.ListAsync(RiskSteps.Entry("COMMODITY", "5002", level: 1));
        var draft = await installation.DraftAsync(
            RiskSteps.Entry("COMMODITY", "50021100", level: 3, isException: true)
        );
        Assert.Equal("HIDES_ABOVE 5002 1", Told(draft.Expect(HttpStatusCode.Created).Json));
        var approved = await installation.StepAsync(draft, "approval", RiskSteps.Approver);
        Assert.True(
            approved.Json["approved"]!["content"]!["isException"]!.GetValue<bool>(),
            "the approved step says that it is an exception"
        );
        Assert.Equal(
            "EXCEPTION_BELOW 50021100 3",
            Told((await GetAsync(installation, shorter)).Json)
        );

        Assert.Equal(
            ["50021100 3"],
            await HitsAsync(installation, "91120116MA991GR02X", "5002110000")
        );
        Assert.Equal(["5002 1"], await HitsAsync(installation, "91120116MA991GR03X", "5002190000"));
    }

    [Fact]
    public async Task Only_a_kind_of_prefixes_has_exceptions()
    {
        var installation = await shared.GetAsync();

        var answer = await installation.DraftAsync(
            RiskSteps.Entry("SUPPLIER", "91120116MA991GR04X", isException: true)
        );

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("isException", answer.Json["errors"]![0]!["field"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_file_says_which_rows_are_exceptions_and_is_warned()
    {
        var installation = await shared.GetAsync();
        const string head = "kind,key,level,reason,authority,document,valid_from,is_exception\n";
        var text =
            head
            + "COMMODITY,5003,1,测试,测试局,测试,2026-01-01,\n"
            + "COMMODITY,50031000,3,测试,测试局,测试,2026-01-01,\n"
            + "COMMODITY,50032000,3,测试,测试局,测试,2026-01-01,TRUE\n";
        using var file = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        file.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        var answer = await installation
            .As(RiskSteps.Editor, installation.Risk)
            .SendAsync(HttpMethod.Post, "/v1/watchlist/imports?dryRun=true", file);

        var rows = answer.Expect(HttpStatusCode.OK).Json["rows"]!.AsArray();

        Assert.Equal(
            ["EXCEPTION_BELOW 50032000 3", "GRAVER_ABOVE 5003 1", "HIDES_ABOVE 5003 1"],
            rows.Select(row => Told(row!))
        );
    }

    private static string Told(JsonNode view) =>
        string.Join(
            ',',
            view["warnings"]!.AsArray().Select(one => $"{one!["code"]} {one["key"]} {one["level"]}")
        );

    private static Task<ApiAnswer> GetAsync(Installation installation, ApiAnswer entry) =>
        installation
            .As(RiskSteps.Approver, installation.Risk)
            .GetAsync($"{RiskSteps.Entries}/{RiskSteps.IdOf(entry)}");

    private static async Task<IEnumerable<string>> HitsAsync(
        Installation installation,
        string uscc,
        string commodity
    )
    {
        Filing filing = RiskSteps.Cleared(
            uscc,
            change: line => line with { CommodityCode = commodity }
        );
        await installation.ClearAsync(filing);
        var assessment = await installation.AssessmentOfAsync(filing.PreDeclarationId);
        return assessment["watchlistHits"]!
            .AsArray()
            .Select(hit => $"{hit!["key"]} {hit["level"]}");
    }
}
