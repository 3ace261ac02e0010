using System.Text.Json;
using RebateFlow.Intake.Files.Feeds;
using RebateFlow.Intake.Requests;

namespace RebateFlow.Intake.Feeds;

/// <summary>Reads the rows of one body; a bad one is refused with all its faults.</summary>
internal sealed class RowReader<TRow>
    where TRow : class, IFeedRow
{
    private readonly IFeed<TRow> feed;
    private readonly FeedTally tally;
    private readonly RowFaults faults;
    private readonly FlatJson shape;
    private bool hasBadRows;

    public RowReader(IFeed<TRow> feed, FeedTally tally, bool isChinese)
    {
        this.feed = feed;
        this.tally = tally;
        faults = new RowFaults(isChinese);
        shape = new FlatJson(feed.Json, faults.Add);
    }

    /// <summary>The row of a line; null when it is blank or was refused.</summary>
    public TRow? Read(IFeedLines lines)
    {
        TRow? row = null;
        if (lines.IsTooLong)
            faults.Add("", $"超过{NdjsonLines.LongestLine}字节", "is longer than 64 KiB");
        else if (lines.Fault is { } fault)
            faults.Add("", fault.Zh, fault.En);
        else if (lines.Line.IsEmpty)
            return null;
        else
            row = Parse(lines.Line);
        row?.Check(faults);
        if (faults.IsEmpty)
            return row;
        tally.Refuse(lines.LineNo, faults.Take());
        return null;
    }

    /// <summary>
    /// Exceptions cost more than rows: after the first bad one the others are looked through
    /// before they are read.
    /// </summary>
    private TRow? Parse(ReadOnlyMemory<byte> line)
    {
        if (hasBadRows)
            shape.Check(line.Span);
        if (!faults.IsEmpty)
            return null;
        try
        {
            return JsonSerializer.Deserialize(line.Span, feed.Json)
                ?? throw new JsonException("The row is null.");
        }
        catch (JsonException)
        {
            // Reading stops at the first fault; the row is gone through for all of them.
            hasBadRows = true;
            shape.Check(line.Span);
            if (faults.IsEmpty)
                faults.Add("", "不是可读的JSON", "is not readable JSON");
            return null;
        }
    }
}
