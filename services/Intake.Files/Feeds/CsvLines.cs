using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using nietras.SeparatedValues;

namespace RebateFlow.Intake.Files.Feeds;

/// <summary>
/// Reads a CSV body row by row in constant memory. The header names the members of the JSON row, in
/// any order; an empty cell is an absent member, or an empty text where a text is required; values
/// of a list stand between bars, as in 13|9.
/// </summary>
public sealed class CsvLines : IFeedLines, IDisposable
{
    private readonly SepReader reader;
    private readonly JsonPropertyInfo?[] columns;
    private readonly MemoryStream json = new();
    private readonly Utf8JsonWriter writer;

    private CsvLines(SepReader reader, JsonPropertyInfo?[] columns)
    {
        this.reader = reader;
        this.columns = columns;
        writer = new Utf8JsonWriter(json);
    }

    /// <inheritdoc/>
    public int LineNo { get; private set; } = 1;

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Line { get; private set; }

    /// <inheritdoc/>
    public bool IsTooLong { get; private set; }

    /// <summary>Columns of the header that no member has; such a body is not read.</summary>
    public IReadOnlyList<string> UnknownColumns =>
        [.. reader.Header.ColNames.Where((_, index) => columns[index] is null)];

    /// <summary>Reads the header.</summary>
    /// <exception cref="InvalidDataException">No header, or a column twice.</exception>
    public static async Task<CsvLines> OpenAsync(
        Stream body,
        JsonTypeInfo type,
        CancellationToken cancel
    )
    {
        var reader = await Sep.New(',')
            .Reader(options => options with { Unescape = true, DisableColCountCheck = true })
            .FromAsync(body, cancel);
        try
        {
            var members = type.Properties.ToDictionary(
                member => member.Name,
                StringComparer.OrdinalIgnoreCase
            );
            var names = reader.Header.ColNames;
            if (names.Count == 0)
                throw new InvalidDataException("no header");
            return new CsvLines(
                reader,
                [
                    .. names.Select(name =>
                        members.GetValueOrDefault(name.Trim().TrimStart('\uFEFF'))
                    ),
                ]
            );
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<bool> ReadAsync(CancellationToken cancel)
    {
        if (!await reader.MoveNextAsync(cancel))
            return false;
        Take();
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        reader.Dispose();
        writer.Dispose();
        json.Dispose();
    }

    private void Take()
    {
        var row = reader.Current;
        LineNo = row.LineNumberFrom;
        Line = default;
        IsTooLong = row.Span.Length > NdjsonLines.LongestLine;
        if (IsTooLong || row.Span.IsWhiteSpace())
            return;

        json.SetLength(0);
        writer.Reset(json);
        writer.WriteStartObject();
        for (var column = 0; column < Math.Min(row.ColCount, columns.Length); column++)
        {
            var value = row[column].Span.Trim();
            if (columns[column] is { } member && (!value.IsEmpty || IsText(member)))
                Write(member, value);
        }
        // One value too many is a comma that should have been quoted: no member is named so.
        if (row.ColCount > columns.Length)
            writer.WriteString($"column {columns.Length + 1}", row[columns.Length].Span);
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
