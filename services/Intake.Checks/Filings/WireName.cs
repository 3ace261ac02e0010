using System.Text.Json;
using System.Text.Json.Serialization;

namespace RebateFlow.Intake.Checks.Filings;

/// <summary>Names of enum values outside the process: upper snake case, SPECIAL_INVOICE.</summary>
public static class WireName
{
    /// <summary>The name of a value.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => Names<T>.ByValue[value];

    /// <summary>Reads exactly a name; neither numbers nor another case are taken.</summary>
    public static bool TryParse<T>(string? name, out T value)
        where T : struct, Enum => Names<T>.ByName.TryGetValue(name ?? "", out value);

    /// <summary>All names in the order of the enum.</summary>
    public static string List<T>()
        where T : struct, Enum => string.Join(", ", Names<T>.ByName.Keys);

    private static class Names<T>
        where T : struct, Enum
    {
        public static readonly Dictionary<T, string> ByValue = Enum.GetValues<T>()
            .ToDictionary(v => v, v => JsonNamingPolicy.SnakeCaseUpper.ConvertName(v.ToString()));

        public static readonly Dictionary<string, T> ByName = ByValue.ToDictionary(
            p => p.Value,
            p => p.Key,
            StringComparer.Ordinal
        );
    }
}

/// <summary>An enum as its <see cref="WireName"/> in JSON.</summary>
public sealed class WireNameJsonConverter<T> : JsonConverter<T>
    where T : struct, Enum
{
    /// <inheritdoc/>
    public override T Read(
        ref Utf8JsonReader reader,
        Type typeToConvert,
        JsonSerializerOptions options
    )
    {
        if (
            reader.TokenType == JsonTokenType.String
            && WireName.TryParse(reader.GetString(), out T value)
        )
            return value;
        throw new JsonException($"One of {WireName.List<T>()} is expected.");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(WireName.Of(value));
}
