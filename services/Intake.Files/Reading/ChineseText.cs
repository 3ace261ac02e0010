using System.Text;
using System.Text.Unicode;

namespace RebateFlow.Intake.Files.Reading;

/// <summary>The two encodings that Chinese office software writes.</summary>
internal static class ChineseText
{
    static ChineseText() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>GB18030, for names that need no exactness.</summary>
    public static Encoding Gb18030 => Encoding.GetEncoding("GB18030");

    /// <summary>
    /// UTF-8 when all bytes are UTF-8, else GB18030. Bytes that are neither end in an
    /// <see cref="DecoderFallbackException"/> while they are read.
    /// </summary>
    public static Encoding EncodingOf(Stream bytes)
    {
        var buffer = new byte[64 * 1024];
        var kept = 0;
        int read;
        while ((read = bytes.Read(buffer, kept, buffer.Length - kept)) > 0)
        {
            var filled = buffer.AsSpan(0, kept + read);
            var whole = WholeCharacters(filled);
            if (!Utf8.IsValid(filled[..whole]))
                return Strict("GB18030");
            filled[whole..].CopyTo(buffer);
            kept = filled.Length - whole;
        }
        return Utf8.IsValid(buffer.AsSpan(0, kept)) ? Strict("UTF-8") : Strict("GB18030");
    }

    /// <summary>An encoding that refuses what it cannot read.</summary>
    public static Encoding Strict(string name) =>
        Encoding.GetEncoding(
            name,
            EncoderFallback.ExceptionFallback,
            DecoderFallback.ExceptionFallback
        );

    /// <summary>Length without a character that the end may cut, at most 3 bytes less.</summary>
    private static int WholeCharacters(ReadOnlySpan<byte> bytes)
    {
        for (var back = 1; back <= 3 && back <= bytes.Length; back++)
        {
            if ((bytes[^back] & 0xC0) != 0x80)
                return bytes[^back] >= 0xC0 ? bytes.Length - back : bytes.Length;
        }
        return bytes.Length;
    }
}
