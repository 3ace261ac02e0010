using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace RebateFlow.Intake.Files.Feeds;

/// <summary>
/// Reads a CSV body row by row in constant memory. The header names the members of the JSON row, in
/// any order; an empty cell is an absent member, or an empty text where a text is required; values
/// of a list stand between bars, as in 13|9. A row is one line; what is wrong with it is said of it
/// alone, and the next line is a row again.
/// </summary>
public sealed class CsvLines : IFeedLines, IDisposable
{
    private readonly BodyLines lines;
    private readonly FeedText text;
    private readonly CsvCells cells = new();
    private readonly List<JsonPropertyInfo> columns = [];
    private readonly List<string> unknown = [];
    private readonly MemoryStream json = new();
    private readonly Utf8JsonWriter writer;

    private CsvLines(BodyLines lines, FeedText text)
    {
        this.lines = lines;
        this.text = text;
        writer = new Utf8JsonWriter(json);
    }

    /// <inheritdoc/>
    public int LineNo => lines.LineNo;

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Line { get; private set; }

    /// <inheritdoc/>
    public bool IsTooLong => lines.IsTooLong;

    /// <inheritdoc/>
    public (string Zh, string En)? Fault { get; private set; }

    /// <summary>Columns of the header that no member has; such a body is not read.</summary>
    public IReadOnlyList<string> UnknownColumns => unknown;

    /// <summary>Reads the header.</summary>
    /// <param name="body">The bytes.</param>
    /// <param name="encoding">UTF-8 or GB18030.</param>
    /// <param name="type">The row.</param>
    /// <param name="cancel">Ends the reading.</param>
    /// <exception cref="InvalidDataException">
    /// No header, one that cannot be read, or a column twice.
    /// </exception>
    public static async Task<CsvLines> OpenAsync(
        PipeReader body,
        Encoding encoding,
        JsonTypeInfo type,
        CancellationToken cancel
    )
    {
        var lines = new BodyLines(body, endsAtCr: true);
        if (!await lines.ReadAsync(cancel) || lines.IsTooLong)
            throw new InvalidDataException("no header");
        var csv = new CsvLines(lines, new FeedText(encoding));
        csv.ReadHeader(type);
        return csv;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> ReadAsync(CancellationToken cancel)
    {
        Line = default;
        Fault = null;
        if (!await lines.ReadAsync(cancel))
            return false;
        if (!IsTooLong)
            Take();
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        writer.Dispose();
        json.Dispose();
    }

    private void ReadHeader(JsonTypeInfo type)
    {
        var header = text.Read(lines.Line.Span, out var fault);
        // Spreadsheets put the mark of their encoding in front.
        if (header.StartsWith("\uFEFF"))
            header = header[1..];
        if ((fault ?? cells.Cut(header)) is { } unreadable)
            throw new InvalidDataException(unreadable.En);
        for (var column = 0; column < cells.Count; column++)
        {
            var name = header[cells[column]].Trim().ToString();
            var member = type.Properties.FirstOrDefault(property =>
                property.Name.Equals(name, StringComparison.OrdinalIgnoreCase)
            );
            if (member is null)
                unknown.Add(name);
            else if (columns.Contains(member))
                throw new InvalidDataException("a column twice");
            else
                columns.Add(member);
        }
    }

    private void Take()
    {
        var row = text.Read(lines.Line.Span, out var fault);
        if (fault is null && row.IsWhiteSpace())
            return;
        fault ??= cells.Cut(row) ?? FaultOfCount();
        if (fault is null)
            Write(row);
        else
            Fault = fault;
    }

    private (string Zh, string En)? FaultOfCount() =>
        cells.Count == columns.Count
            ? null
            : (
                $"有{cells.Count}个值，表头有{columns.Count}列",
                $"has {cells.Count} values, the header {columns.Count} columns"
            );

    private void Write(ReadOnlySpan<char> row)
    {
        json.SetLength(0);
        writer.Reset(json);
        writer.WriteStartObject();
        for (var column = 0; column < columns.Count; column++)
        {
            var value = row[cells[column]].Trim();
            if (!value.IsEmpty || IsText(columns[column]))
                Write(columns[column], value);
        }
        writer.WriteEndObject();
        writer.Flush();
        Line = json.GetBuffer().AsMemory(0, (int)json.Length);
    }

    private static bool IsText(JsonPropertyInfo member) =>
        member.IsRequired && member.PropertyType == typeof(string);

    private void Write(JsonPropertyInfo member, ReadOnlySpan<char> value)
    {
        writer.WritePropertyName(member.Name);
        var type = Nullable.GetUnderlyingType(member.PropertyType) ?? member.PropertyType;
        if (type == typeof(bool) && bool.TryParse(value, out var truth))
            writer.WriteBooleanValue(truth);
        else if (
            (type == typeof(int) || type == typeof(long))
            && long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        )
            writer.WriteNumberValue(number);
        else if (
            type != typeof(string)
            && member.PropertyType.IsAssignableTo(typeof(System.Collections.IEnumerable))
        )
            WriteList(value);
        else
            writer.WriteStringValue(value);
    }

    private void WriteList(ReadOnlySpan<char> value)
    {
        writer.WriteStartArray();
        foreach (var part in value.Split('|'))
            writer.WriteStringValue(value[part].Trim());
        writer.WriteEndArray();
    }
}
