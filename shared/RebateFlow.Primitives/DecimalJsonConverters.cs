using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RebateFlow.Primitives;

/// <summary>How long a decimal may be that a converter reads.</summary>
public interface IDecimalNotation
{
    /// <summary>Most digits before the point.</summary>
    int WholeDigits { get; }

    /// <summary>Most digits behind the point.</summary>
    int Places { get; }
}

/// <summary>
/// An amount as a JSON string with at most two places, such as "1234.50"; below 10^16 either side
/// of zero, so that no product of two amounts overflows. A JSON number is refused: readers may
/// round it.
/// </summary>
public sealed class MoneyJsonConverter : JsonConverter<decimal>, IDecimalNotation
{
    /// <inheritdoc/>
    public int WholeDigits => 16;

    /// <inheritdoc/>
    public int Places => 2;

    /// <inheritdoc/>
    public override decimal Read(
        ref Utf8JsonReader reader,
        Type typeToConvert,
        JsonSerializerOptions options
    ) => DecimalText.Read(ref reader, WholeDigits, Places);

    /// <inheritdoc/>
    public override void Write(
        Utf8JsonWriter writer,
        decimal value,
        JsonSerializerOptions options
    ) => writer.WriteStringValue(value.ToString("0.00", CultureInfo.InvariantCulture));
}

/// <summary>
/// A quantity or rate as a JSON string with at most twelve places, such as "100.0000" or "13";
/// below 10^12 either side of zero. Written without trailing zeros.
/// </summary>
public sealed class DecimalJsonConverter : JsonConverter<decimal>, IDecimalNotation
{
    /// <inheritdoc/>
    public int WholeDigits => 12;

    /// <inheritdoc/>
    public int Places => 12;

    /// <inheritdoc/>
    public override decimal Read(
        ref Utf8JsonReader reader,
        Type typeToConvert,
        JsonSerializerOptions options
    ) => DecimalText.Read(ref reader, WholeDigits, Places);

    /// <inheritdoc/>
    public override void Write(
        Utf8JsonWriter writer,
        decimal value,
        JsonSerializerOptions options
    ) => writer.WriteStringValue(value.ToString("0.############", CultureInfo.InvariantCulture));
}

/// <summary>
/// The one notation of decimals that crosses our borders: sign, digits, point, digits.
/// </summary>
public static class DecimalText
{
    /// <summary>Reads -123.45; no exponent, no plus sign, no group marks, no blanks.</summary>
    /// <param name="text">The notation.</param>
    /// <param name="wholeDigits">Most digits before the point.</param>
    /// <param name="places">Most digits behind the point.</param>
    /// <param name="value">The number, 0 when refused.</param>
    public static bool TryParse(
        ReadOnlySpan<char> text,
        int wholeDigits,
        int places,
        out decimal value
    )
    {
        value = 0;
        var unsigned = text.StartsWith("-") ? text[1..] : text;
        var point = unsigned.IndexOf('.');
        var whole = point < 0 ? unsigned : unsigned[..point];
        var rest = point < 0 ? default : unsigned[(point + 1)..];
        return CodeText.IsDigits(whole)
            && whole.Length <= wholeDigits
            && (point < 0 || (CodeText.IsDigits(rest) && rest.Length <= places))
            && decimal.TryParse(
                text,
                NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out value
            );
    }

    internal static decimal Read(ref Utf8JsonReader reader, int wholeDigits, int places)
    {
        if (reader.TokenType != JsonTokenType.String)
            throw new JsonException("A decimal is written as a JSON string, such as \"12.50\".");
        var text = reader.GetString();
        if (TryParse(text, wholeDigits, places, out var value))
            return value;
        throw new JsonException(
            $"A decimal here has at most {wholeDigits} digits and {places} places, "
                + "such as \"12.50\"."
        );
    }
}
