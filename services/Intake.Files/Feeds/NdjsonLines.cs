using System.IO.Pipelines;
using System.Text.Unicode;

namespace RebateFlow.Intake.Files.Feeds;

/// <summary>Reads a body line by line in constant memory, whatever its length.</summary>
public sealed class NdjsonLines(PipeReader body) : IFeedLines
{
    /// <summary>Longest line in bytes; a longer one is skipped and reported.</summary>
    public const int LongestLine = BodyLines.Longest;

    private readonly BodyLines lines = new(body, endsAtCr: false);

    /// <summary>Physical number of the line last read, from 1, blank lines counted.</summary>
    public int LineNo => lines.LineNo;

    /// <summary>The line last read, without its end; empty when it was too long.</summary>
    public ReadOnlyMemory<byte> Line { get; private set; }

    /// <summary>True when the line last read was longer than <see cref="LongestLine"/>.</summary>
    public bool IsTooLong => lines.IsTooLong;

    /// <inheritdoc/>
    public (string Zh, string En)? Fault { get; private set; }

    /// <summary>Reads the next line; false at the end of the body.</summary>
    public async ValueTask<bool> ReadAsync(CancellationToken cancel)
    {
        Line = default;
        if (!await lines.ReadAsync(cancel))
            return false;
        Fault = FaultOf(lines.Line.Span);
        if (Fault is null)
            Line = lines.Line.Trim(" \t\r"u8);
        return true;
    }

    private static (string Zh, string En)? FaultOf(ReadOnlySpan<byte> line) =>
        !Utf8.IsValid(line) ? FeedText.NoText("UTF-8")
        : line.Contains((byte)0) ? FeedText.Nul
        : null;
}
