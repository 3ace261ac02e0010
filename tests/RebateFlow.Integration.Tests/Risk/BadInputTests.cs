using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Integration.Tests.Risk;

/// <summary>
/// What is refused, through the API as the risk team would meet it: with a code, with words that
/// say what to do, and with nothing half done.
/// </summary>
public sealed class BadInputTests(SharedInstallation shared)
{
    private const string Excel =
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    [Fact]
    public async Task Overlapping_validity_is_refused_at_the_approval()
    {
        var installation = await shared.GetAsync();
        await installation.ListAsync(RiskSteps.Entry("COMMODITY", "962110", validTo: "2026-06-30"));
        var draft = await installation.DraftAsync(
            RiskSteps.Entry("COMMODITY", "962110", validFrom: "2026-06-30")
        );

        var refused = await installation.StepAsync(draft, "approval", RiskSteps.Approver);

        Assert.Equal((HttpStatusCode.Conflict, "RBF-2005"), (refused.Status, refused.ProblemCode));
        Assert.Equal(
            1,
            await installation.Risk.Database.CountAsync("watchlist_in_force WHERE key = '962110'")
        );
    }

    [Fact]
    public async Task Nobody_approves_an_entry_or_a_rule_set_of_ones_own()
    {
        var installation = await shared.GetAsync();
        var both = installation.As(RiskSteps.Both, installation.Risk);
        var draft = await installation.DraftAsync(
            RiskSteps.Entry("COMMODITY", "962210"),
            RiskSteps.Both
        );
        await both.PostAsync("/v1/rule-sets", RuleSetDrafts.Of("bad-own", "2027-01-01", "true"));

        var entry = await installation.StepAsync(draft, "approval", RiskSteps.Both);
        var set = await both.PostAsync("/v1/rule-sets/bad-own/approval", new { });

        Assert.Equal("RBF-2003", entry.ProblemCode);
        Assert.Equal("RBF-2033", set.ProblemCode);
        Assert.Equal("DRAFT", await StageAsync(installation, "bad-own"));
    }

    [Fact]
    public async Task A_gap_in_the_dates_of_levels_or_values_is_named_and_stores_nothing()
    {
        var installation = await shared.GetAsync();
        var set = RuleSetDrafts.Of("bad-gap", "2027-01-01", "true");
        set["levels"]!["2"]![0]!["from"] = "2027-01-02";
        set["rules"]!["RI-20"]!["points"]![0]!["from"] = "2027-01-02";

        var refused = await PostAsync(installation, set);

        Assert.Equal("RBF-2031", refused.ProblemCode);
        var detail = refused.Json["detail"]!.GetValue<string>();
        Assert.Contains("levels.2: no effects on 2027-01-01", detail, StringComparison.Ordinal);
        Assert.Contains("RI-20.points: no value on 2027-01-01", detail, StringComparison.Ordinal);
        Assert.Null(await StageAsync(installation, "bad-gap"));
    }

    [Theory]
    [InlineData("exportLines.all(a, exportLines.all(b, a.quantity > b.quantity))")]
    [InlineData("while (true) {}")]
    [InlineData("((((((((((((true))))))))))))")]
    [InlineData("filing.fobUsd")]
    public async Task A_condition_that_loops_costs_too_much_or_is_none_is_refused(string text)
    {
        var installation = await shared.GetAsync();

        var refused = await PostAsync(
            installation,
            RuleSetDrafts.Of("bad-condition", "2027-01-01", text)
        );

        Assert.Equal("RBF-2031", refused.ProblemCode);
        Assert.Contains("CC-01: expression", refused.Text, StringComparison.Ordinal);
        Assert.Null(await StageAsync(installation, "bad-condition"));
    }

    [Theory]
    [InlineData("a workbook of a million rows", "10000 rows")]
    [InlineData("a zip bomb", "64 MiB")]
    public async Task A_workbook_that_is_too_much_is_refused_within_bounds(string what, string says)
    {
        var installation = await shared.GetAsync();
        var file = what == "a zip bomb" ? Bomb() : Million();
        Assert.True(file.Length < 10 * 1024 * 1024);
        var before = await installation.Risk.Database.CountAsync("watchlist_version");

        var content = new ByteArrayContent(file);
        content.Headers.ContentType = new MediaTypeHeaderValue(Excel);
        var refused = await installation
            .As(RiskSteps.Editor, installation.Risk)
            .SendAsync(
                HttpMethod.Post,
                "/v1/watchlist/imports?dryRun=true",
                content,
                ("Accept-Language", "en")
            );

        Assert.Equal("RBF-2012", refused.ProblemCode);
        Assert.Contains(says, refused.Text, StringComparison.Ordinal);
        Assert.True(await installation.Risk.Database.CountAsync("watchlist_version") >= before);
    }

    private static Task<ApiAnswer> PostAsync(Installation installation, JsonNode set) =>
        installation.As(RiskSteps.Editor, installation.Risk).PostAsync("/v1/rule-sets", set);

    private static async Task<string?> StageAsync(Installation installation, string version)
    {
        var answer = await installation
            .As(RiskSteps.Editor, installation.Risk)
            .GetAsync($"/v1/rule-sets/{version}");
        return answer.Status == HttpStatusCode.OK ? $"{answer.Json["stage"]}" : null;
    }

    private static byte[] Bomb() =>
        Zip(part =>
        {
            for (var i = 0; i < 100; i++)
                part.Write(new byte[1024 * 1024]);
        });

    private static byte[] Million() =>
        Zip(part =>
        {
            using var text = new StreamWriter(part);
            text.Write(
                "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">"
                    + "<sheetData>"
            );
            for (var i = 1; i <= 1_000_000; i++)
                text.Write($"<row r=\"{i}\"><c r=\"A{i}\"><v>1</v></c></row>");
            text.Write("</sheetData></worksheet>");
        });

    /// <summary>A workbook as small as one may be, with this sheet.</summary>
    private static byte[] Zip(Action<Stream> sheet)
    {
        using var target = new MemoryStream();
        using (var zip = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true))
        {
            Write(
                "[Content_Types].xml",
                "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>"
            );
            Write(
                "xl/workbook.xml",
                "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" "
                    + "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/"
                    + "relationships\"><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"r1\"/>"
                    + "</sheets></workbook>"
            );
            Write(
                "xl/_rels/workbook.xml.rels",
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/"
                    + "relationships\"><Relationship Id=\"r1\" Type=\"http://schemas."
                    + "openxmlformats.org/officeDocument/2006/relationships/worksheet\" "
                    + "Target=\"worksheets/sheet1.xml\"/></Relationships>"
            );
            using var part = zip.CreateEntry("xl/worksheets/sheet1.xml").Open();
            sheet(part);

            void Write(string name, string text)
            {
                using var writer = new StreamWriter(zip.CreateEntry(name).Open());
                writer.Write(text);
            }
        }
        return target.ToArray();
    }
}
