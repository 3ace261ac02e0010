namespace RebateFlow.Primitives;

/// <summary>Text rules that all codes and numbers of the trade share.</summary>
public static class CodeText
{
    /// <summary>
    /// Trims, turns full-width letters and digits into ASCII and lower case into upper case. People
    /// paste all of these. Null becomes the empty string.
    /// </summary>
    public static string Normalize(string? text)
    {
        var trimmed = (text ?? "").AsSpan().Trim();
        var needsWork = trimmed.Length != (text ?? "").Length;
        foreach (var c in trimmed)
            needsWork |= c is >= 'a' and <= 'z' or >= '！' and <= '～';
        if (!needsWork)
            return text ?? "";

        return string.Create(
            trimmed.Length,
            trimmed,
            static (target, source) =>
            {
                for (var i = 0; i < source.Length; i++)
                {
                    var c = source[i] is >= '！' and <= '～'
                        ? (char)(source[i] - '！' + '!')
                        : source[i];
                    target[i] = c is >= 'a' and <= 'z' ? (char)(c - 'a' + 'A') : c;
                }
            }
        );
    }

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
}
