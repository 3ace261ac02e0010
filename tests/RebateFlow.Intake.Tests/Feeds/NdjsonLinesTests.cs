using System.IO.Pipelines;
using System.Text;
using RebateFlow.Intake.Files.Feeds;

namespace RebateFlow.Intake.Tests.Feeds;

public sealed class NdjsonLinesTests
{
    [Fact]
    public async Task Lines_keep_their_numbers_whatever_ends_and_blanks_they_have()
    {
        var lines = await ReadAsync("\uFEFF{1}\r\n\n  {2} \t\n{3}");

        Assert.Equal([(1, "{1}"), (2, ""), (3, "{2}"), (4, "{3}")], lines);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{1}\n")]
    public async Task An_end_of_line_at_the_end_makes_no_further_line(string body) =>
        Assert.Equal(body.Length == 0 ? 0 : 1, (await ReadAsync(body)).Count);

    [Fact]
    public async Task A_line_that_is_too_long_is_skipped_and_the_next_ones_are_read()
    {
        var body = $"{new string('x', 200_000)}\n{{2}}\n{new string('y', 70_000)}";
        var reader = new NdjsonLines(PipeOf(body));

        Assert.True(await reader.ReadAsync(default));
        Assert.True(reader.IsTooLong);
        Assert.True(await reader.ReadAsync(default));
        Assert.False(reader.IsTooLong);
        Assert.Equal("{2}", Encoding.UTF8.GetString(reader.Line.Span));
        Assert.True(await reader.ReadAsync(default));
        Assert.True(reader.IsTooLong);
        Assert.Equal(3, reader.LineNo);
        Assert.False(await reader.ReadAsync(default));
    }

    private static async Task<List<(int LineNo, string Text)>> ReadAsync(string body)
    {
        var reader = new NdjsonLines(PipeOf(body));
        var lines = new List<(int, string)>();
        while (await reader.ReadAsync(default))
            lines.Add((reader.LineNo, Encoding.UTF8.GetString(reader.Line.Span)));
        return lines;
    }

    private static PipeReader PipeOf(string body) =>
        PipeReader.Create(new MemoryStream(Encoding.UTF8.GetBytes(body)));
}
