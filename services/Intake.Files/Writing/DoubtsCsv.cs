using System.Buffers;
using RebateFlow.Intake.Checks.Doubts;

namespace RebateFlow.Intake.Files.Writing;

/// <summary>Doubts as CSV in UTF-8 with a byte order mark, which Excel needs for Chinese.</summary>
public static class DoubtsCsv
{
    private static readonly SearchValues<char> Special = SearchValues.Create(",\"\r\n\t'");

    /// <summary>Writes the list of doubts.</summary>
    public static void Write(TextWriter target, IEnumerable<Doubt> doubts, bool isChinese)
    {
        target.Write('\uFEFF');
        WriteRecord(target, DoubtColumns.Headings(isChinese));
        foreach (var doubt in doubts)
            WriteRecord(target, DoubtColumns.Of(doubt, isChinese));
    }

    private static void WriteRecord(TextWriter target, string[] values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (i > 0)
                target.Write(',');
            var value = Spreadsheet.Harmless(values[i]);
            if (value.AsSpan().ContainsAny(Special))
                value = $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
            target.Write(value);
        }
        target.Write("\r\n");
    }
}
