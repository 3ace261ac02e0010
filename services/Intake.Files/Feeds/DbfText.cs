using System.Text;
using RebateFlow.Intake.Files.Reading;

namespace RebateFlow.Intake.Files.Feeds;

/// <summary>Texts of DBF tables and memos: GB18030, filled up with blanks or zeros.</summary>
internal static class DbfText
{
    private static readonly Encoding strict = ChineseText.Strict("GB18030");

    /// <summary>
    /// Reads a text; breaks of lines and tabs become blanks. False when the bytes are no GB18030.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out string text)
    {
        text = "";
        try
        {
            text = strict
                .GetString(bytes.TrimEnd("\0 \r\n\t"u8))
                .Replace("\r\n", " ", StringComparison.Ordinal)
                .Replace('\r', ' ')
                .Replace('\n', ' ')
                .Replace('\t', ' ')
                .Trim();
            return true;
        }
        catch (DecoderFallbackException)
        {
            // The sender is told which record it is.
            return false;
        }
    }
}
