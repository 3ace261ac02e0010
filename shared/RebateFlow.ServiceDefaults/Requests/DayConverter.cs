using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using RebateFlow.Primitives;

namespace RebateFlow.ServiceDefaults.Requests;

/// <summary>
/// Days as yyyy-MM-dd, of years that can be reckoned with: see <see cref="UsableDay"/>.
/// </summary>
public sealed class DayConverter : JsonConverter<DateOnly>
{
    /// <inheritdoc/>
    public override DateOnly Read(
        ref Utf8JsonReader reader,
        Type typeToConvert,
        JsonSerializerOptions options
    )
    {
        if (reader.TokenType != JsonTokenType.String)
            throw new JsonException("A date is a string, yyyy-MM-dd.");
        return
            DateOnly.TryParseExact(
                reader.GetString(),
                UsableDay.Format,
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var day
            ) && UsableDay.Is(day)
            ? day
            : throw new JsonException(
                $"A date is yyyy-MM-dd, of the years {UsableDay.FirstYear} to {UsableDay.LastYear}."
            );
    }

    /// <inheritdoc/>
    public override void Write(
        Utf8JsonWriter writer,
        DateOnly value,
        JsonSerializerOptions options
    ) => writer.WriteStringValue(value.ToString(UsableDay.Format, CultureInfo.InvariantCulture));
}
