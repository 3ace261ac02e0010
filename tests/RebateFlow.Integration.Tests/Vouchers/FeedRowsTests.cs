using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Integration.Tests.Vouchers;

/// <summary>What is told of the rows of a body is what became of them.</summary>
public sealed class FeedRowsTests(SharedInstallation shared)
{
    private const string Columns =
        "lineNo,consignorUscc,exportDate,commodityCode,commodityName,unit1,quantity1,fobUsd,fobCny,"
        + "currency,tradeMode,customsDistrict,sourceRegion,destinationCountry,status,viaBondedZone,"
        + "version";

    [Fact]
    public async Task A_stray_quote_loses_its_own_row_and_no_other()
    {
        var (installation, filing) = await shared.WithFilingAsync();
        string[] numbers = [.. Enumerable.Range(11, 4).Select(item => filing.CustomsLineNo(item))];
        var csv = string.Join(
            '\n',
            [Columns, .. numbers.Select((no, i) => Line(no, i == 1 ? "24\"显示器" : "显示器"))]
        );

        var answer = await SendAsync("customs-declarations", csv, "text/csv");

        Assert.Equal(3, answer["taken"]!.GetValue<int>());
        Assert.Equal(1, answer["refusedCount"]!.GetValue<int>());
        var refused = Assert.Single(answer["refused"]!.AsArray())!;
        Assert.Equal(3, refused["row"]!.GetValue<int>());
        Assert.Contains("字段中间有引号", refused["reason"]!.GetValue<string>());
        var stored = await installation.Intake.Database.CountAsync(
            $"customs_declaration_line WHERE line_no IN ('{string.Join("','", numbers)}')"
        );
        Assert.Equal(3, stored);
    }

    [Fact]
    public async Task A_version_that_is_stored_takes_no_other_content_and_repeats_change_nothing()
    {
        var (installation, filing) = await shared.WithFilingAsync();
        var no = filing.CustomsLineNo(1);
        string Row(string quantity, int version) =>
            Line(no, "显示器", quantity, version.ToString(CultureInfo.InvariantCulture));

        var first = await SendRowsAsync(Row("100.0000", 5));
        var same = await SendRowsAsync(Row("100", 5));
        var other = await SendRowsAsync(Row("90.0000", 5), Row("90.0000", 5));
        var older = await SendRowsAsync(Row("80.0000", 4));
        var newer = await SendRowsAsync(Row("90.0000", 6), Row("70.0000", 6), Row("90", 6));

        Assert.Equal((1, 0, 0), Counts(first));
        Assert.Equal((0, 1, 0), Counts(same));
        Assert.Equal((0, 0, 2), Counts(other));
        Assert.Equal(
            $"键{no}的版本5已有其他内容；内容有变须用更高的版本号",
            other["refused"]![0]!["reason"]!.GetValue<string>()
        );
        Assert.Equal((0, 1, 0), Counts(older));
        Assert.Equal((1, 1, 1), Counts(newer));
        Assert.Equal(3, newer["refused"]![0]!["row"]!.GetValue<int>());
        var quantity = await installation.Intake.Database.QueryAsync<decimal>(
            $"SELECT quantity1 FROM customs_declaration_line WHERE line_no = '{no}'"
        );
        Assert.Equal(90m, quantity);
    }

    /// <summary>Any feed; this one has a key of several parts and is held in memory.</summary>
    [Fact]
    public async Task A_rate_under_a_version_that_is_stored_is_refused()
    {
        string Row(string rates) =>
            """{"code":"9999999901","name":"示例","unit1":"台","vatRates":["""
            + rates
            + """],"rebateRate":"13","specialFlag":"","validFrom":"2030-01-01","version":1}""";

        var first = await SendAsync("rate-library", Row("\"13\",\"9\""), "application/x-ndjson");
        var same = await SendAsync("rate-library", Row("\"13.00\",\"9\""), "application/x-ndjson");
        var other = await SendAsync("rate-library", Row("\"13\""), "application/x-ndjson");

        Assert.Equal((1, 0, 0), Counts(first));
        Assert.Equal((0, 1, 0), Counts(same));
        Assert.Equal((0, 0, 1), Counts(other));
    }

    [Fact]
    public async Task Bad_rows_by_the_hundred_thousand_are_counted_in_full_and_listed_in_part()
    {
        var body = new StringBuilder();
        for (var i = 0; i < 100_000; i++)
            body.Append(i % 2 == 0 ? "{\"receiptNo\":\"X\"}\n" : "{\"receiptNo\":\n");

        var answer = await SendAsync("fx-receipts", body.ToString(), "application/x-ndjson");

        Assert.Equal((0, 0, 100_000), Counts(answer));
        Assert.Equal(1_000, answer["refused"]!.AsArray().Count);
    }

    private Task<JsonNode> SendRowsAsync(params string[] rows) =>
        SendAsync("customs-declarations", string.Join('\n', [Columns, .. rows]), "text/csv");

    private async Task<JsonNode> SendAsync(string feed, string body, string type)
    {
        var installation = await shared.GetAsync();
        using var content = new StringContent(body, Encoding.UTF8, type);
        var answer = await installation
            .As(Bearer.Feed, installation.Intake)
            .SendAsync(HttpMethod.Post, $"/v1/feeds/{feed}", content);
        return answer.Expect(HttpStatusCode.OK).Json;
    }

    private static string Line(
        string lineNo,
        string name,
        string quantity = "100.0000",
        string version = "1"
    ) =>
        $"{lineNo},{new SampleExporter(77).Uscc},2026-03-12,8708801000,{name},千克,{quantity},"
        + "3200.00,22400.00,USD,0110,0202,12011,DEU,CLOSED,false,"
        + version;

    private static (int Taken, int Unchanged, int Refused) Counts(JsonNode answer) =>
        (
            answer["taken"]!.GetValue<int>(),
            answer["unchanged"]!.GetValue<int>(),
            answer["refusedCount"]!.GetValue<int>()
        );
}
