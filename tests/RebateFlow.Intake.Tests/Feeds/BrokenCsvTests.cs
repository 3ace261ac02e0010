using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using CsCheck;
using RebateFlow.Intake.Feeds;
using RebateFlow.Intake.Files.Feeds;
using RebateFlow.Intake.Requests;

namespace RebateFlow.Intake.Tests.Feeds;

/// <summary>A row that cannot be read is refused alone, and never silently.</summary>
public sealed class BrokenCsvTests
{
    private const string Header =
        "code,name,unit1,vatRates,rebateRate,specialFlag,validFrom,version";
    private const string Good = "8471301000,显示器,台,13|9,13,,2019-04-01,1";

    private static readonly string[] marks = ["\"", ",", "\0", "\"\"\"", "\",\"", "\u0001"];

    private static readonly Encoding gb18030 = CodePages().GetEncoding("GB18030")!;

    [Theory]
    [InlineData("8471301000,24\"显示器,台,13,13,,2019-04-01,1", "a quote inside a field")]
    [InlineData("8471301000,显示器\",台,13,13,,2019-04-01,1", "a quote inside a field")]
    [InlineData("8471301000,显示器,台,13,13,,2019-04-01,1\"", "a quote inside a field")]
    [InlineData("8471301000,\"显示器,台,13,13,,2019-04-01,1", "a quote is not closed")]
    [InlineData("\"8471301000,显示器,台,13,13,,2019-04-01,1", "a quote is not closed")]
    [InlineData("8471301000,显示器,台,13,13,,2019-04-01,\"", "a quote is not closed")]
    [InlineData("8471301000,\"24\"显示器\",台,13,13,,2019-04-01,1", "after the closing quote")]
    [InlineData("8471301000,显示器,台,13,13,,2019-04-01", "has 7 values, the header 8 columns")]
    [InlineData("8471301000,显示器,黑,台,13,13,,2019-04-01,1", "has 9 values")]
    [InlineData("8471301000,显示器,台,13,13,,2019-04-01,1,", "has 9 values")]
    [InlineData("8471301000,显\0示器,台,13,13,,2019-04-01,1", "holds a NUL")]
    public async Task A_broken_row_is_refused_with_the_reason_and_those_around_it_are_read(
        string broken,
        string reason
    )
    {
        foreach (var encoding in new[] { Encoding.UTF8, gb18030 })
        {
            var body = encoding.GetBytes($"{Header}\n{Good}\n{broken}\n{Good}\r\n{Good}");

            var rows = await ReadAsync(body, encoding);

            Assert.Equal([2, 3, 4, 5], rows.Select(row => row.LineNo));
            Assert.Contains(reason, rows[1].Fault);
            Assert.All(rows.Where(row => row.LineNo != 3), row => Assert.True(row.IsGood));
        }
    }

    [Theory]
    [InlineData("UTF-8", new byte[] { 0xD6, 0xD0 })]
    [InlineData("UTF-8", new byte[] { 0xE6, 0x98 })]
    [InlineData("GB18030", new byte[] { 0xFF, 0xFF })]
    [InlineData("GB18030", new byte[] { 0xD6 })]
    public async Task Bytes_that_are_no_text_refuse_their_row(string name, byte[] noText)
    {
        var encoding = name == "UTF-8" ? Encoding.UTF8 : gb18030;
        byte[] body =
        [
            .. encoding.GetBytes($"{Header}\n{Good}\n8471301000,"),
            .. noText,
            .. encoding.GetBytes($",台,13,13,,2019-04-01,1\n{Good}\n"),
        ];

        var rows = await ReadAsync(body, encoding);

        Assert.Equal([2, 3, 4], rows.Select(row => row.LineNo));
        Assert.Equal($"is no text in {name}", rows[1].Fault);
        Assert.True(rows[0].IsGood && rows[2].IsGood);
    }

    [Theory]
    [InlineData("\r")]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public async Task Lines_end_as_any_system_ends_them(string end)
    {
        var body = Encoding.UTF8.GetBytes(string.Join(end, Header, Good, "", Good, Good) + end);

        var rows = await ReadAsync(body, Encoding.UTF8);

        Assert.Equal([2, 4, 5], rows.Select(row => row.LineNo));
        Assert.All(rows, row => Assert.True(row.IsGood));
    }

    /// <summary>
    /// Rows in random order, some of them broken in random ways: every line is a row that is read
    /// as it was written or is refused, and a good one is never refused.
    /// </summary>
    [Fact]
    public void Every_line_is_read_or_refused_and_no_good_one_is_lost() =>
        Gen.Select(Gen.Bool, Gen.Int[1, 1000], Lines)
            .Sample(
                (isUtf8, chunk, lines) =>
                {
                    var encoding = isUtf8 ? Encoding.UTF8 : gb18030;
                    var ends = new[] { "\n", "\r\n" }[lines.Length % 2];
                    var body = encoding.GetBytes(string.Join(ends, [Header, .. lines]));

                    var rows = ReadAsync(body, encoding, chunk).GetAwaiter().GetResult();

                    Assert.Equal(lines.Length, rows.Count);
                    for (var i = 0; i < lines.Length; i++)
                    {
                        Assert.Equal(i + 2, rows[i].LineNo);
                        if (lines[i] == Good)
                            Assert.True(rows[i].IsGood);
                        else
                            Assert.False(rows[i].IsGood);
                    }
                },
                iter: 2_000
            );

    private static Gen<string[]> Lines =>
        Gen.Frequency(
                (3, Gen.Const(Good)),
                (
                    2,
                    from at in Gen.Int[0, Good.Length - 1]
                    from mark in Gen.OneOf([.. marks.Select(Gen.Const)])
                    select Good.Insert(at, mark)
                )
            )
            .Where(IsTellable)
            .Array[1, 40];

    /// <summary>A mark that leaves a good row behind, such as a value quoted whole.</summary>
    private static bool IsTellable(string line) => line == Good || !IsRead(line);

    private static bool IsRead(string line) =>
        ReadAsync(Encoding.UTF8.GetBytes($"{Header}\n{line}"), Encoding.UTF8)
            .GetAwaiter()
            .GetResult()
            .Single()
            .IsGood;

    private static async Task<List<Row>> ReadAsync(byte[] body, Encoding encoding, int chunk = 4096)
    {
        using var lines = await CsvLines.OpenAsync(
            PipeReader.Create(
                new MemoryStream(body),
                new StreamPipeReaderOptions(bufferSize: chunk)
            ),
            encoding,
            FeedJson.Default.RateLibraryFeedRow,
            default
        );
        var rows = new List<Row>();
        while (await lines.ReadAsync(default))
        {
            if (lines.Fault is not null || !lines.Line.IsEmpty)
                rows.Add(new Row(lines.LineNo, lines.Fault?.En, FaultsOf(lines)));
        }
        return rows;
    }

    private static string? FaultsOf(CsvLines lines)
    {
        if (lines.Fault is not null)
            return lines.Fault.Value.En;
        var faults = new RowFaults(isChinese: false);
        new FlatJson(FeedJson.Default.RateLibraryFeedRow, faults.Add).Check(lines.Line.Span);
        if (faults.IsEmpty)
            JsonSerializer
                .Deserialize(lines.Line.Span, FeedJson.Default.RateLibraryFeedRow)!
                .Check(faults);
        return faults.IsEmpty ? null : faults.Take();
    }

    private static EncodingProvider CodePages() => CodePagesEncodingProvider.Instance;

    private sealed record Row(int LineNo, string? Fault, string? Reason)
    {
        public bool IsGood => Reason is null;
    }
}
