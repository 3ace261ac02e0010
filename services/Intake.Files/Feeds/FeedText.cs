using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace RebateFlow.Intake.Files.Feeds;

/// <summary>
/// A line of bytes as characters, strictly, and without an exception for bytes that are no text.
/// </summary>
internal sealed class FeedText
{
    /// <summary>Stands for bytes that are no text; no text holds it.</summary>
    private const char NoCharacter = '\uFFFF';

    private readonly Encoding? encoding;
    private readonly string name;
    private char[] text = new char[4096];

    static FeedText() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public FeedText(Encoding encoding)
    {
        name = encoding is UTF8Encoding ? "UTF-8" : "GB18030";
        this.encoding =
            encoding is UTF8Encoding
                ? null
                : Encoding.GetEncoding(
                    encoding.CodePage,
                    EncoderFallback.ExceptionFallback,
                    new DecoderReplacementFallback(NoCharacter.ToString())
                );
    }

    /// <summary>A zero character, which no value holds.</summary>
    public static (string Zh, string En) Nul => ("含有空字符NUL", "holds a NUL character");

    /// <summary>Bytes that are no text in an encoding.</summary>
    public static (string Zh, string En) NoText(string encoding) =>
        ($"不是{encoding}文本", $"is no text in {encoding}");

    /// <summary>The characters, good until the next line; and what is wrong with them.</summary>
    public Span<char> Read(ReadOnlySpan<byte> line, out (string Zh, string En)? fault)
    {
        if (text.Length < line.Length)
            text = new char[line.Length];
        var isText = TryDecode(line, out var length);
        var read = text.AsSpan(0, length);
        fault =
            !isText ? NoText(name)
            : read.Contains('\0') ? Nul
            : null;
        return read;
    }

    private bool TryDecode(ReadOnlySpan<byte> line, out int length)
    {
        if (encoding is null)
            return Utf8.ToUtf16(line, text, out _, out length, replaceInvalidSequences: false)
                == OperationStatus.Done;
        length = encoding.GetChars(line, text);
        return !text.AsSpan(0, length).Contains(NoCharacter);
    }
}
