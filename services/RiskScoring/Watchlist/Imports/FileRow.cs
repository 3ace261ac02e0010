namespace RebateFlow.RiskScoring.Watchlist.Imports;

/// <summary>A row of a file as it was written: column by name, all text.</summary>
/// <param name="Number">Number of the row in the file; the row of the names is 1.</param>
public sealed record FileRow(int Number, IReadOnlyDictionary<string, string> Cells)
{
    /// <summary>The columns, as the export writes them.</summary>
    public static readonly IReadOnlyList<string> Columns =
    [
        "change",
        "kind",
        "key",
        "name",
        "aliases",
        "level",
        "reason",
        "authority",
        "document",
        "evidence",
        "valid_from",
        "valid_to",
        "note",
        "is_exception",
    ];

    /// <summary>Columns without which no row can be read.</summary>
    public static readonly IReadOnlyList<string> Required = ["kind", "key"];
}

/// <summary>Keeps spreadsheets from taking a text for a formula.</summary>
public static class ExportCell
{
    private const string Dangerous = "=+-@\t\r";

    /// <summary>A text that no spreadsheet computes: an apostrophe goes before a formula.</summary>
    public static string Neutral(string text) =>
        text.Length > 0 && Dangerous.Contains(text[0]) ? $"'{text}" : text;

    /// <summary>The text that <see cref="Neutral"/> was given.</summary>
    public static string Restore(string text) =>
        text.Length > 1 && text[0] == '\'' && Dangerous.Contains(text[1]) ? text[1..] : text;
}
