using System.Buffers;

namespace RebateFlow.ServiceDefaults.Requests;

/// <summary>
/// Text that every part can keep: Unicode without U+0000 and without halves of surrogate pairs.
/// PostgreSQL stores neither.
/// </summary>
public static class UsableText
{
    private static readonly SearchValues<char> suspects = SearchValues.Create([
        .. Enumerable.Range('\uD800', 0x800).Select(unit => (char)unit),
        '\0',
    ]);

    /// <summary>Whether a text can be kept.</summary>
    public static bool Is(ReadOnlySpan<char> text)
    {
        while (text.IndexOfAny(suspects) is var at and >= 0)
        {
            var isPair = at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]);
            if (!isPair)
                return false;
            text = text[(at + 2)..];
        }
        return true;
    }
}
