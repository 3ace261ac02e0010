using System.Globalization;
using System.Text;

namespace RebateFlow.Approval.Reports;

/// <summary>A report: names of the columns and its rows, every cell as text.</summary>
public sealed record Table(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    public static string Text(decimal value) =>
        value.ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>Empty where there is no value.</summary>
    public static string Text(decimal? value) => value is { } some ? Text(some) : "";

    public static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Text(DateOnly day) =>
        day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The rows as objects, column by column.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> ToObjects() =>
        [
            .. Rows.Select(row =>
                Columns.Zip(row).ToDictionary(pair => pair.First, pair => pair.Second)
            ),
        ];

    /// <summary>
    /// RFC 4180 with a header; a cell that a spreadsheet would compute begins with an apostrophe.
    /// </summary>
    public string ToCsv()
    {
        var text = new StringBuilder().AppendJoin(',', Columns).Append("\r\n");
        foreach (var row in Rows)
            text.AppendJoin(',', row.Select(Cell)).Append("\r\n");
        return text.ToString();
    }

    private static string Cell(string value)
    {
        if (value.Length > 0 && "=+-@\t\r".Contains(value[0], StringComparison.Ordinal))
            value = "'" + value;
        return value.AsSpan().IndexOfAny(",\"\r\n") < 0
            ? value
            : $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
