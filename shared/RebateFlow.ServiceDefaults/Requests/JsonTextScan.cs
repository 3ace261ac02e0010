using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;

namespace RebateFlow.ServiceDefaults.Requests;

/// <summary>
/// Looks through a JSON body, piece by piece as it arrives, for text that cannot be kept: U+0000
/// and halves of surrogate pairs, as escapes, and bytes that are no UTF-8.
/// </summary>
/// <remarks>
/// Between escapes the bytes are searched as a block; a body without escapes costs one search.
/// </remarks>
public struct JsonTextScan
{
    private const int LongestRune = 4;
    private static readonly SearchValues<byte> marks = SearchValues.Create((byte)'\\', (byte)0);

    private Escape at;
    private int digits;
    private int unit;
    private bool needsLow;
    private int pending;
    private RuneHead head;

    private enum Escape
    {
        Outside,
        Begun,
        Unit,
    }

    /// <summary>Whether the next piece holds only text that can be kept.</summary>
    public bool Accept(ReadOnlySpan<byte> piece) => IsUtf8(piece) && HasUsableEscapes(piece);

    /// <summary>Whether the body may end here: no character is left half.</summary>
    public readonly bool AcceptEnd() => pending == 0 && !needsLow;

    private bool HasUsableEscapes(ReadOnlySpan<byte> piece)
    {
        while (!piece.IsEmpty)
        {
            if (at == Escape.Outside && !needsLow)
            {
                var next = piece.IndexOfAny(marks);
                if (next < 0)
                    return true;
                piece = piece[next..];
            }
            if (!Step(piece[0]))
                return false;
            piece = piece[1..];
        }
        return true;
    }

    private bool Step(byte next)
    {
        switch (at)
        {
            case Escape.Outside:
                at = Escape.Begun;
                return next == '\\';
            case Escape.Begun:
                (at, digits, unit) = (next == 'u' ? Escape.Unit : Escape.Outside, 0, 0);
                return next == 'u' || !needsLow;
            default:
                // What is no digit is no JSON; its reader says so with the place.
                return char.IsAsciiHexDigit((char)next) && StepDigit(Value(next));
        }
    }

    private bool StepDigit(int value)
    {
        unit = (unit << 4) | value;
        if (++digits < 4)
            return true;
        at = Escape.Outside;
        var isLow = char.IsLowSurrogate((char)unit);
        var isFine = unit != 0 && isLow == needsLow;
        needsLow = char.IsHighSurrogate((char)unit);
        return isFine;
    }

    private static int Value(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;

    /// <summary>Characters may be cut between two pieces; their beginning is kept.</summary>
    private bool IsUtf8(ReadOnlySpan<byte> piece)
    {
        while (pending > 0 && !piece.IsEmpty)
        {
            head[pending++] = piece[0];
            piece = piece[1..];
            switch (Rune.DecodeFromUtf8(head[..pending], out _, out _))
            {
                case OperationStatus.Done:
                    pending = 0;
                    break;
                case OperationStatus.InvalidData:
                    return false;
            }
        }
        if (piece.IsEmpty)
            return true;
        var cut = CutAtEnd(piece);
        piece[^cut..].CopyTo(head);
        pending = cut;
        return Utf8.IsValid(piece[..^cut]);
    }

    /// <summary>How many bytes at the end are the beginning of a character.</summary>
    private static int CutAtEnd(ReadOnlySpan<byte> piece)
    {
        for (var length = 1; length < LongestRune && length <= piece.Length; length++)
        {
            var status = Rune.DecodeFromUtf8(piece[^length..], out _, out _);
            if (status == OperationStatus.NeedMoreData)
                return length;
        }
        return 0;
    }

    [InlineArray(LongestRune)]
    private struct RuneHead
    {
        private byte first;
    }
}
