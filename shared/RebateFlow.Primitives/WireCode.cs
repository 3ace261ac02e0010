using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RebateFlow.Primitives;

/// <summary>
/// The codes of an enum as they stand in messages, JSON and the database: the name in upper case
/// with underscores, so <c>SpecialInvoice</c> is <c>SPECIAL_INVOICE</c>.
/// </summary>
public static class WireCode
{
    /// <summary>The code of a value.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => Table<T>.CodeByValue[value];

    /// <summary>The code of a name in pascal case.</summary>
    public static string OfName(string name) => JsonNamingPolicy.SnakeCaseUpper.ConvertName(name);

    /// <summary>Reads exactly a code; neither numbers nor another case are taken.</summary>
    public static bool TryParse<T>(string? code, out T value)
        where T : struct, Enum => Table<T>.ValueByCode.TryGetValue(code ?? "", out value);

    /// <summary>Null when the code is none of <typeparamref name="T"/>.</summary>
    public static T? Find<T>(string? code)
        where T : struct, Enum => TryParse<T>(code, out var value) ? value : null;

    /// <summary>For codes that we stored ourselves: an unknown one is a damaged row.</summary>
    /// <exception cref="InvalidDataException">The code is none of the enum.</exception>
    public static T Read<T>(string code)
        where T : struct, Enum =>
        TryParse<T>(code, out var value)
            ? value
            : throw new InvalidDataException($"{typeof(T).Name} has no code {code}.");

    /// <summary>All codes in the order of the enum.</summary>
    public static IReadOnlyList<string> All<T>()
        where T : struct, Enum => Table<T>.All;

    /// <summary>All codes in the order of the enum, for a sentence.</summary>
    public static string List<T>()
        where T : struct, Enum => string.Join(", ", Table<T>.All);

    private static class Table<T>
        where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> CodeByValue = Enum.GetValues<T>()
            .ToFrozenDictionary(value => value, value => OfName(value.ToString()));

        public static readonly FrozenDictionary<string, T> ValueByCode =
            CodeByValue.ToFrozenDictionary(
                pair => pair.Value,
                pair => pair.Key,
                StringComparer.Ordinal
            );

        public static readonly IReadOnlyList<string> All =
        [
            .. Enum.GetValues<T>().Select(value => CodeByValue[value]),
        ];
    }
}

/// <summary>An enum as its <see cref="WireCode"/> in JSON.</summary>
public sealed class WireCodeJsonConverter<T> : JsonConverter<T>
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
            && WireCode.TryParse(reader.GetString(), out T value)
        )
            return value;
        throw new JsonException($"One of {WireCode.List<T>()} is expected.");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(WireCode.Of(value));
}
