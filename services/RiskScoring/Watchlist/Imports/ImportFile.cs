using System.Globalization;
using System.IO.Compression;
using System.Xml;
using MiniExcelLibs;
using nietras.SeparatedValues;

namespace RebateFlow.RiskScoring.Watchlist.Imports;

/// <summary>Why a file is refused as a whole.</summary>
public sealed record FileFault(string Zh, string En);

/// <summary>Reads the rows of a CSV file or an Excel workbook within limits.</summary>
public static class ImportFile
{
    public const string Csv = "text/csv";
    public const string Excel = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>Largest file, bytes.</summary>
    public const int MaximumBytes = 10 * 1024 * 1024;

    /// <summary>Rows of one file, the row of the names not counted.</summary>
    public const int MaximumRows = 10_000;

    private const int MaximumColumns = 50;
    private const int MaximumParts = 200;
    private const long MaximumInflated = 64L * 1024 * 1024;

    private static readonly FileFault tooManyRows = new(
        $"超过 {MaximumRows} 行，请分成几个文件",
        $"has more than {MaximumRows} rows; split it"
    );

    private static readonly FileFault unreadable = new(
        "不是有效的 CSV（UTF-8）或 xlsx 文件，或列数不一致",
        "is no valid CSV (UTF-8) or xlsx file, or its rows differ in columns"
    );

    /// <summary>The rows, or why the file is refused. Rows without any text are left out.</summary>
    public static (IReadOnlyList<FileRow> Rows, FileFault? Fault) Read(byte[] file, bool isExcel)
    {
        try
        {
            if (isExcel && ZipFault(file) is { } bomb)
                return ([], bomb);
            var rows = new List<FileRow>();
            foreach (var row in isExcel ? ExcelRows(file) : CsvRows(file))
            {
                if (row.Cells.Count > MaximumColumns || row.Number > MaximumRows + 1)
                    return ([], row.Cells.Count > MaximumColumns ? unreadable : tooManyRows);
                if (row.Cells.Values.Any(text => text.Length > 0))
                    rows.Add(row);
            }
            return rows.Count == 0
                ? ([], new("没有数据行", "has no rows"))
                : (rows, HeadFault(rows[0]));
        }
        catch (Exception fault)
            when (fault
                    is InvalidDataException
                        or XmlException
                        or FormatException
                        or ArgumentException
                        or NotSupportedException
                        or InvalidOperationException
                        or KeyNotFoundException
                        or NullReferenceException
                        or IOException
            )
        {
            // The readers say "this is no such file" in many ways; nothing was stored yet.
            return ([], unreadable);
        }
    }

    private static FileFault? HeadFault(FileRow row)
    {
        var missing = FileRow.Required.Where(column => !row.Cells.ContainsKey(column));
        var unknown = row.Cells.Keys.Except(FileRow.Columns);
        var wrong = string.Join(", ", missing.Concat(unknown).Take(10));
        return wrong.Length == 0
            ? null
            : new(
                $"缺少或多出这些列: {wrong}",
                $"lacks these columns or has them too many: {wrong}"
            );
    }

    /// <summary>
    /// Unpacks every part once and counts bytes and rows: the sizes that a zip states about itself
    /// may lie, and a reader of workbooks looks at a sheet as a whole before its first row.
    /// </summary>
    private static FileFault? ZipFault(byte[] file)
    {
        var fault = new FileFault(
            $"展开后超过 {MaximumInflated / 1024 / 1024} MiB",
            $"unpacks to more than {MaximumInflated / 1024 / 1024} MiB"
        );
        using var zip = new ZipArchive(new MemoryStream(file), ZipArchiveMode.Read);
        if (zip.Entries.Count > MaximumParts)
            return fault;
        var (chunk, total) = (new byte[64 * 1024], 0L);
        foreach (var part in zip.Entries)
        {
            using var content = part.Open();
            var rows = new RowCounter();
            int read;
            while ((read = content.Read(chunk)) > 0)
            {
                if ((total += read) > MaximumInflated)
                    return fault;
                if (rows.Add(chunk.AsSpan(0, read)) > MaximumRows + 1)
                    return tooManyRows;
            }
        }
        return null;
    }

    private static IEnumerable<FileRow> ExcelRows(byte[] file)
    {
        string[]? names = null;
        var number = 0;
        foreach (var row in new MemoryStream(file).Query(excelType: ExcelType.XLSX))
        {
            number++;
            var cells = ((IDictionary<string, object?>)row).Values.Select(TextOf).ToArray();
            if (names is null)
            {
                names = [.. cells.Take(MaximumColumns + 1).Select(NameOf)];
                continue;
            }
            var pairs = names.Zip(cells).Where(pair => pair.First.Length > 0);
            yield return new FileRow(number, pairs.ToDictionary(p => p.First, p => p.Second));
        }
    }

    private static List<FileRow> CsvRows(byte[] file)
    {
        using var reader = Sep.New(',')
            .Reader(options => options with { Unescape = true })
            .From(new MemoryStream(file));
        var names = reader.Header.ColNames.Select(NameOf).ToArray();
        var rows = new List<FileRow>();
        foreach (var row in reader)
        {
            var cells = new Dictionary<string, string>(StringComparer.Ordinal);
            for (var i = 0; i < names.Length; i++)
                cells.Add(names[i], row[i].ToString());
            rows.Add(new FileRow(row.RowIndex + 1, cells));
            if (rows.Count > MaximumRows)
                break; // One more than there may be is enough to refuse the file.
        }
        return rows;
    }

    /// <summary>Counts the openings of row elements, whatever their prefix.</summary>
    private sealed class RowCounter
    {
        private const int Outside = -1;
        private const int Other = 4;

        private int place = Outside;
        private int rows;

        public int Add(ReadOnlySpan<byte> bytes)
        {
            foreach (var b in bytes)
            {
                if (b == '<')
                    place = 0;
                else if (place == Outside)
                    continue;
                else if (b == ':')
                    place = 0;
                else if (b is (byte)' ' or (byte)'>' or (byte)'/' or (byte)'\n' or (byte)'\r')
                {
                    rows += place == 3 ? 1 : 0;
                    place = Outside;
                }
                else
                    place = place < 3 && b == "row"u8[place] ? place + 1 : Other;
            }
            return rows;
        }
    }

    private static string NameOf(string text) => text.Trim().ToLowerInvariant();

    private static string TextOf(object? cell) =>
        cell switch
        {
            null => "",
            DateTime date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
            _ => cell.ToString() ?? "",
        };
}
