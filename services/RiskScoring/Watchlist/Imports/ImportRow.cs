using System.Globalization;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.RiskScoring.Watchlist.Imports;

/// <summary>A row of a file as it was written: column by name, all text.</summary>
/// <param name="Number">Number of the row in the file; the row of the names is 1.</param>
public sealed record ImportRow(int Number, IReadOnlyDictionary<string, string> Cells)
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
    ];

    /// <summary>Columns without which no row can be read.</summary>
    public static readonly IReadOnlyList<string> Required = ["kind", "key"];

    /// <summary>Whether the row ends an entry instead of listing it.</summary>
    public bool IsEnd => this["change"].Equals("END", StringComparison.OrdinalIgnoreCase);

    /// <summary>Text of a cell without the mark that the export sets before a formula.</summary>
    public string this[string column] =>
        Cells.TryGetValue(column, out var text) ? ExportCell.Restore(text.Trim()) : "";

    /// <summary>The row as a request, or its faults.</summary>
    public (EntryContent? Content, IReadOnlyList<FieldError> Errors) Read()
    {
        var errors = new List<FieldError>();
        if (this["change"].Length > 0 && !IsEnd)
            errors.Add(new("change", "应为空或 END", "must be empty or END"));
        var level = 0;
        if (!IsEnd && !int.TryParse(this["level"], CultureInfo.InvariantCulture, out level))
            errors.Add(new("level", "应为 1 至 4", "must be from 1 to 4"));
        var from = DateOf("valid_from", isOptional: IsEnd, errors) ?? new DateOnly(2000, 1, 1);
        var to = DateOf("valid_to", isOptional: true, errors);
        if (errors.Count > 0)
            return (null, Named(errors));
        var (content, faults) = WatchlistEntry.Read(
            new EntryRequest(
                this["kind"],
                this["key"],
                IsEnd ? 4 : level,
                IsEnd ? "-" : this["reason"],
                IsEnd ? "-" : this["authority"],
                IsEnd ? "-" : this["document"],
                from,
                IsEnd ? null : to,
                this["name"],
                this["evidence"],
                this["note"],
                this["aliases"].Split('|', StringSplitOptions.RemoveEmptyEntries)
            )
        );
        if (content is not null && IsEnd && this["note"].Length == 0)
            return (null, Named([new("note", "终止须写明原因", "an end needs a note")]));
        return (content, Named(faults));
    }

    private DateOnly? DateOf(string column, bool isOptional, List<FieldError> errors)
    {
        if (this[column].Length == 0 && isOptional)
            return null;
        if (DateOnly.TryParseExact(this[column], "yyyy-MM-dd", out var date))
            return date;
        errors.Add(new(column, "应为 yyyy-MM-dd", "must be yyyy-MM-dd"));
        return null;
    }

    private FieldError[] Named(IEnumerable<FieldError> errors) =>
        [.. errors.Select(error => error with { Field = $"row[{Number}].{error.Field}" })];
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
