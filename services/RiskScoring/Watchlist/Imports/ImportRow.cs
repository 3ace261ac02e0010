using System.Globalization;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.RiskScoring.Watchlist.Imports;

/// <summary>A row of a file, read as what it says about an entry.</summary>
public sealed record ImportRow(FileRow Row)
{
    /// <summary>Number of the row in the file; the row of the names is 1.</summary>
    public int Number => Row.Number;

    /// <summary>Whether the row ends an entry instead of listing it.</summary>
    public bool IsEnd => this["change"].Equals("END", StringComparison.OrdinalIgnoreCase);

    /// <summary>Text of a cell without the mark that the export sets before a formula.</summary>
    public string this[string column] =>
        Row.Cells.TryGetValue(column, out var text) ? ExportCell.Restore(text.Trim()) : "";

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
        if (this["is_exception"].ToUpperInvariant() is not ("" or "TRUE" or "FALSE"))
            errors.Add(
                new("is_exception", "应为空、TRUE 或 FALSE", "must be empty, TRUE or FALSE")
            );
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
                this["aliases"].Split('|', StringSplitOptions.RemoveEmptyEntries),
                this["is_exception"].Equals("TRUE", StringComparison.OrdinalIgnoreCase)
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
