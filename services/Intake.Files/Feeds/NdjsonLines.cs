using System.Buffers;
using System.IO.Pipelines;

namespace RebateFlow.Intake.Files.Feeds;

/// <summary>Reads a body line by line in constant memory, whatever its length.</summary>
public sealed class NdjsonLines(PipeReader body) : IFeedLines
{
    /// <summary>Longest line in bytes; a longer one is skipped and reported.</summary>
    public const int LongestLine = 65_536;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private byte[] line = new byte[4096];

    /// <summary>Physical number of the line last read, from 1, blank lines counted.</summary>
    public int LineNo { get; private set; }

    /// <summary>The line last read, without its end; empty when it was too long.</summary>
    public ReadOnlyMemory<byte> Line { get; private set; }

    /// <summary>True when the line last read was longer than <see cref="LongestLine"/>.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>Reads the next line; false at the end of the body.</summary>
    public async ValueTask<bool> ReadAsync(CancellationToken cancel)
    {
        IsTooLong = false;
        Line = default;
        while (true)
        {
            var read = await body.ReadAsync(cancel);
            var buffer = read.Buffer;
            var end = buffer.PositionOf((byte)'\n');
            if (end is not null)
            {
                Take(buffer.Slice(0, end.Value));
                body.AdvanceTo(buffer.GetPosition(1, end.Value));
                return true;
            }
            if (read.IsCompleted)
                return TakeLast(buffer);

            if (buffer.Length > LongestLine)
            {
                IsTooLong = true;
                body.AdvanceTo(buffer.End);
            }
            else
            {
                body.AdvanceTo(buffer.Start, buffer.End);
            }
        }
    }

    private bool TakeLast(ReadOnlySequence<byte> buffer)
    {
        var isThere = buffer.Length > 0 || IsTooLong;
        if (isThere)
            Take(buffer);
        body.AdvanceTo(buffer.End);
        return isThere;
    }

    private void Take(ReadOnlySequence<byte> bytes)
    {
        LineNo++;
        IsTooLong |= bytes.Length > LongestLine;
        if (IsTooLong)
            return;

        var length = (int)bytes.Length;
        if (line.Length < length)
            line = new byte[Math.Max(length, line.Length * 2)];
        bytes.CopyTo(line);

        var start = LineNo == 1 && line.AsSpan(0, length).StartsWith(ByteOrderMark) ? 3 : 0;
        var text = line.AsMemory(start, length - start);
        Line = text.Trim(" \t\r"u8);
    }
}
