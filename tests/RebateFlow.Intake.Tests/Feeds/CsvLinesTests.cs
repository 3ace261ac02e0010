using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using RebateFlow.Intake.Feeds;
using RebateFlow.Intake.Files.Feeds;

namespace RebateFlow.Intake.Tests.Feeds;

public sealed class CsvLinesTests
{
    private const string Header = "currency,month,cnyPerUnit,version";

    [Fact]
    public async Task A_row_is_the_JSON_of_its_members()
    {
        var rows = await ReadAsync($"\uFEFF{Header}\nUSD,202610,7.100000,3\n\nEUR , 202610,8.1,4");

        Assert.Equal(
            [
                (2, """{"currency":"USD","month":"202610","cnyPerUnit":"7.100000","version":3}"""),
                (3, ""),
                (4, """{"currency":"EUR","month":"202610","cnyPerUnit":"8.1","version":4}"""),
            ],
            rows
        );
    }

    [Fact]
    public async Task Columns_come_in_any_order_and_an_empty_cell_is_absent()
    {
        var rows = await ReadAsync("VERSION,month,currency\n1,,\"USD\"");

        Assert.Equal([(2, """{"version":1,"month":"","currency":"USD"}""")], rows);
    }

    [Fact]
    public async Task A_list_stands_between_bars_and_quoted_cells_may_hold_anything()
    {
        using var lines = await OpenAsync(
            "code,name,unit1,vatRates,rebateRate,specialFlag,validFrom,version\n"
                + "8471301000,\"a,\"\"b\"\"\",台,13|9,13,,2019-04-01,1",
            FeedJson.Default.RateLibraryFeedRow
        );
        Assert.True(await lines.ReadAsync(default));

        var row = JsonSerializer.Deserialize(lines.Line.Span, FeedJson.Default.RateLibraryFeedRow);

        Assert.Equal("a,\"b\"", row!.Name);
        Assert.Equal(["13", "9"], row.VatRates.Select(rate => rate.ToString()));
    }

    [Fact]
    public async Task Unknown_columns_are_named()
    {
        using var lines = await OpenAsync("currency,rate\n", FeedJson.Default.ExchangeRateFeedRow);

        Assert.Equal(["rate"], lines.UnknownColumns);
    }

    [Fact]
    public async Task A_column_twice_is_refused() =>
        Assert.True(
            CsvBody.IsUnreadable(
                await Assert.ThrowsAnyAsync<Exception>(() =>
                    OpenAsync("currency,currency\n", FeedJson.Default.ExchangeRateFeedRow)
                )
            )
        );

    [Fact]
    public async Task A_row_that_is_too_long_is_skipped()
    {
        var rows = await ReadAsync($"{Header}\n{new string('x', 70_000)},,,\nUSD,202610,7.1,1");

        Assert.Equal(
            ["", """{"currency":"USD","month":"202610","cnyPerUnit":"7.1","version":1}"""],
            rows.Select(row => row.Text)
        );
    }

    private static async Task<List<(int LineNo, string Text)>> ReadAsync(string body)
    {
        using var lines = await OpenAsync(body, FeedJson.Default.ExchangeRateFeedRow);
        var rows = new List<(int, string)>();
        while (await lines.ReadAsync(default))
            rows.Add((lines.LineNo, Encoding.UTF8.GetString(lines.Line.Span)));
        return rows;
    }

    private static Task<CsvLines> OpenAsync(
        string body,
        System.Text.Json.Serialization.Metadata.JsonTypeInfo type
    ) =>
        CsvLines.OpenAsync(
            PipeReader.Create(new MemoryStream(Encoding.UTF8.GetBytes(body))),
            Encoding.UTF8,
            type,
            default
        );
}
