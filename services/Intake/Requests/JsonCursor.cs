using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace RebateFlow.Intake.Requests;

/// <summary>
/// Goes through the tokens of a JSON text and says whether they are well formed, without raising
/// an exception for one that is not. The text is valid UTF-8.
/// </summary>
internal ref struct JsonCursor(ReadOnlySpan<byte> text)
{
    private static readonly SearchValues<byte> endsOfText = SearchValues.Create([
        (byte)'"',
        (byte)'\\',
        .. Enumerable.Range(0, ' ').Select(control => (byte)control),
    ]);

    private readonly ReadOnlySpan<byte> text = text;
    private int at;

    /// <summary>The byte that the next token begins with; 0 at the end.</summary>
    public byte Next()
    {
        while (at < text.Length && text[at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            at++;
        return at < text.Length ? text[at] : (byte)0;
    }

    /// <summary>Whether nothing but blanks is left.</summary>
    public bool IsAtEnd() => Next() == 0 && at == text.Length;

    /// <summary>Takes a mark such as a brace, when it is the next token.</summary>
    public bool TryTake(char mark)
    {
        if (Next() != mark)
            return false;
        at++;
        return true;
    }

    /// <summary>Takes a word such as true, when it is the next token.</summary>
    public bool TryTake(ReadOnlySpan<byte> word)
    {
        Next();
        if (!text[at..].StartsWith(word))
            return false;
        at += word.Length;
        return true;
    }

    /// <summary>Takes a string; its bytes are without the quotes, escapes as they stand.</summary>
    public bool TryTakeText(out ReadOnlySpan<byte> raw)
    {
        raw = default;
        if (!TryTake('"'))
            return false;
        var start = at;
        while (true)
        {
            var end = text[at..].IndexOfAny(endsOfText);
            if (end < 0)
                return false;
            at += end;
            if (text[at] == '"')
            {
                raw = text[start..at++];
                return true;
            }
            if (text[at] != '\\' || !TryTakeEscape())
                return false;
        }
    }

    /// <summary>Takes a number as RFC 8259 writes it.</summary>
    public bool TryTakeNumber(out ReadOnlySpan<byte> digits)
    {
        Next();
        var start = at;
        Skip('-');
        var isFine = Skip('0') || SkipDigits();
        if (isFine && Skip('.'))
            isFine = SkipDigits();
        if (isFine && (Skip('e') || Skip('E')))
        {
            _ = Skip('+') || Skip('-');
            isFine = SkipDigits();
        }
        digits = text[start..at];
        return isFine;
    }

    /// <summary>
    /// Takes an object or array whole by its brackets, for a value that is refused anyway.
    /// </summary>
    public bool TrySkipNested()
    {
        var depth = 0;
        do
        {
            var next = Next();
            if (next == '"')
            {
                if (!TryTakeText(out _))
                    return false;
                continue;
            }
            depth += next switch
            {
                (byte)'{' or (byte)'[' => 1,
                (byte)'}' or (byte)']' => -1,
                _ => 0,
            };
            if (next == 0)
                return false;
            at++;
        } while (depth > 0);
        return true;
    }

    /// <summary>A text without its escapes.</summary>
    public static string Decode(ReadOnlySpan<byte> raw)
    {
        var decoded = Encoding.UTF8.GetString(raw);
        if (!decoded.Contains('\\'))
            return decoded;
        var plain = new StringBuilder(decoded.Length);
        for (var i = 0; i < decoded.Length; i++)
        {
            if (decoded[i] != '\\')
                plain.Append(decoded[i]);
            else if (decoded[++i] == 'u')
            {
                plain.Append((char)Convert.ToUInt16(decoded.Substring(i + 1, 4), 16));
                i += 4;
            }
            else
                plain.Append(Unescaped(decoded[i]));
        }
        return plain.ToString();
    }

    private static char Unescaped(char escaped) =>
        escaped switch
        {
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            _ => escaped,
        };

    private bool Skip(char mark)
    {
        if (at >= text.Length || text[at] != mark)
            return false;
        at++;
        return true;
    }

    private bool SkipDigits()
    {
        var start = at;
        while (at < text.Length && text[at] is >= (byte)'0' and <= (byte)'9')
            at++;
        return at > start;
    }

    /// <summary>One escape; half of a surrogate pair is no text.</summary>
    private bool TryTakeEscape()
    {
        at++;
        if (at >= text.Length)
            return false;
        if ("\"\\/bfnrt"u8.Contains(text[at]))
        {
            at++;
            return true;
        }
        if (!TryTakeUnit(out var unit) || char.IsLowSurrogate(unit))
            return false;
        if (!char.IsHighSurrogate(unit))
            return true;
        return Skip('\\') && TryTakeUnit(out var low) && char.IsLowSurrogate(low);
    }

    /// <summary>The u of an escape and its four digits.</summary>
    private bool TryTakeUnit(out char unit)
    {
        unit = default;
        if (!Skip('u') || text.Length - at < 4)
            return false;
        var isFine =
            Utf8Parser.TryParse(text.Slice(at, 4), out ushort value, out var length, 'X')
            && length == 4;
        at += 4;
        unit = (char)value;
        return isFine;
    }
}
