using System.Buffers;
using System.IO.Pipelines;

namespace RebateFlow.Intake.Files.Feeds;

/// <summary>The lines of a body as bytes, one after the other, in constant memory.</summary>
/// <param name="body">The bytes.</param>
/// <param name="endsAtCr">Whether a carriage return alone ends a line too.</param>
internal sealed class BodyLines(PipeReader body, bool endsAtCr)
{
    /// <summary>Longest line in bytes; a longer one is passed over.</summary>
    public const int Longest = 65_536;

    private byte[] line = new byte[4096];
    private bool isAfterCr;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Physical number of the line last read, from 1, blank lines counted.</summary>
    public int LineNo { get; private set; }

    /// <summary>The line last read, without its end; empty when it was too long.</summary>
    public Memory<byte> Line { get; private set; }

    /// <summary>True when the line last read was longer than <see cref="Longest"/>.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>Reads the next line; false at the end of the body.</summary>
    public async ValueTask<bool> ReadAsync(CancellationToken cancel)
    {
        IsTooLong = false;
        Line = default;
        while (true)
        {
            if (!body.TryRead(out var read))
                read = await body.ReadAsync(cancel);
            var buffer = WithoutLineFeed(read.Buffer);
            if (TryFindEnd(buffer, out var end))
            {
                Take(buffer.Slice(0, end));
                body.AdvanceTo(buffer.GetPosition(1, end));
                return true;
            }
            if (read.IsCompleted)
                return TakeLast(buffer);

            if (buffer.Length > Longest)
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

    /// <summary>A line feed behind a carriage return is of the same end.</summary>
    private ReadOnlySequence<byte> WithoutLineFeed(ReadOnlySequence<byte> buffer)
    {
        if (!isAfterCr || buffer.IsEmpty)
            return buffer;
        isAfterCr = false;
        return buffer.FirstSpan[0] == '\n' ? buffer.Slice(1) : buffer;
    }

    private bool TryFindEnd(ReadOnlySequence<byte> buffer, out SequencePosition end)
    {
        var reader = new SequenceReader<byte>(buffer);
        var isFound = endsAtCr
            ? reader.TryAdvanceToAny("\r\n"u8, advancePastDelimiter: false)
            : reader.TryAdvanceTo((byte)'\n', advancePastDelimiter: false);
        end = reader.Position;
        if (isFound)
            isAfterCr = reader.TryPeek(out var mark) && mark == '\r';
        return isFound;
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
        IsTooLong |= bytes.Length > Longest;
        if (IsTooLong)
            return;

        var length = (int)bytes.Length;
        if (line.Length < length)
            line = new byte[Math.Max(length, line.Length * 2)];
        bytes.CopyTo(line);

        var start = LineNo == 1 && line.AsSpan(0, length).StartsWith(ByteOrderMark) ? 3 : 0;
        Line = line.AsMemory(start, length - start);
    }
}
