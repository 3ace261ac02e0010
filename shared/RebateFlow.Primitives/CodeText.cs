using System.Buffers;
using System.Globalization;

namespace RebateFlow.Primitives;

/// <summary>
/// Text rules that all codes, numbers and names of the trade share: the one place where a spelling
/// becomes the normal one.
/// </summary>
public static class CodeText
{
    /// <summary>Most codes hold nothing else and are normal as they stand.</summary>
    private static readonly SearchValues<char> Plainly = SearchValues.Create(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-"
    );

    /// <summary>
    /// A code, number or id in its one spelling: ASCII instead of full width, capitals, and neither
    /// blanks nor characters that nobody sees (U+200B and its like, byte order marks) anywhere.
    /// People paste all of these. Null becomes the empty string.
    /// </summary>
    public static string Normalize(string? text) => Written(text ?? "", keepsBlanks: false);

    /// <summary>
    /// A name in one width and case, as <see cref="Normalize"/> does, but with the blanks between
    /// its words; those at its ends go.
    /// </summary>
    public static string Fold(string? text) => Written((text ?? "").Trim(), keepsBlanks: true);

    /// <summary>
    /// Whether a character is one of those that only steer how text is set: U+200B, U+FEFF, U+00AD.
    /// Controls are none of them; no code may hold one.
    /// </summary>
    public static bool IsInvisible(char c) => char.GetUnicodeCategory(c) == UnicodeCategory.Format;

    /// <summary>True when the text is not empty and holds ASCII digits only.</summary>
    public static bool IsDigits(ReadOnlySpan<char> text) =>
        text.Length > 0 && !text.ContainsAnyExceptInRange('0', '9');

    /// <summary>
    /// True when the text is not empty and holds ASCII digits and capital letters only.
    /// </summary>
    public static bool IsCapitalsOrDigits(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c) && !char.IsAsciiLetterUpper(c))
                return false;
        }
        return text.Length > 0;
    }

    private static string Written(string text, bool keepsBlanks)
    {
        if (!text.AsSpan().ContainsAnyExcept(Plainly))
            return text;
        var kept = 0;
        var needsWork = false;
        foreach (var c in text)
        {
            var isDropped = IsDropped(c, keepsBlanks);
            kept += isDropped ? 0 : 1;
            needsWork |= isDropped || Plain(c) != c;
        }
        if (!needsWork)
            return text;

        return string.Create(
            kept,
            (text, keepsBlanks),
            static (target, source) =>
            {
                var at = 0;
                foreach (var c in source.text)
                {
                    if (!IsDropped(c, source.keepsBlanks))
                        target[at++] = Plain(c);
                }
            }
        );
    }

    private static bool IsDropped(char c, bool keepsBlanks) =>
        !char.IsAsciiLetterOrDigit(c) && ((!keepsBlanks && char.IsWhiteSpace(c)) || IsInvisible(c));

    private static char Plain(char c)
    {
        var plain = c is >= '！' and <= '～' ? (char)(c - '！' + '!') : c;
        return plain is >= 'a' and <= 'z' ? (char)(plain - 'a' + 'A') : plain;
    }
}
