using System.Buffers;
using System.Text;

namespace RebateFlow.Intake.Files.Reading;

/// <summary>
/// The shared texts of a workbook, as one run of UTF-8: a million small strings would cost three
/// times the memory.
/// </summary>
internal sealed class SharedTexts
{
    private readonly ArrayBufferWriter<byte> bytes = new();
    private readonly List<int> ends = [];

    public static SharedTexts Read(ZipPackage package, string? part)
    {
        var texts = new SharedTexts();
        if (part is null || !package.Has(part))
            return texts;
        var buffer = new StringBuilder();
        using var reader = WorkbookXml.Open(package, part);
        while (reader.NextElement())
        {
            if (reader.LocalName == "si")
                texts.Add(reader.TextOf(buffer));
        }
        return texts;
    }

    /// <summary>A text by its number; null when there is none.</summary>
    public string? this[int number]
    {
        get
        {
            if (number < 0 || number >= ends.Count)
                return null;
            var start = number == 0 ? 0 : ends[number - 1];
            return Encoding.UTF8.GetString(bytes.WrittenSpan[start..ends[number]]);
        }
    }

    private void Add(string text)
    {
        Encoding.UTF8.GetBytes(text, bytes);
        ends.Add(bytes.WrittenCount);
        if (bytes.WrittenCount + ends.Count * sizeof(int) > FileLimits.SharedTextBytes)
        {
            throw FileRefusedException.Of(
                FileRefusalKind.TooLarge,
                "工作簿中的文本过多，请分批申报。",
                "The workbook holds too much text. Split it in batches."
            );
        }
    }
}
