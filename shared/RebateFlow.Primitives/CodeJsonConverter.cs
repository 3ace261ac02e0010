using System.Text.Json;
using System.Text.Json.Serialization;

namespace RebateFlow.Primitives;

/// <summary>
/// A code, number or id that is brought into its one spelling while it is read, by
/// <see cref="CodeText.Normalize"/>; written as it is. Null is refused.
/// </summary>
public sealed class CodeJsonConverter : JsonConverter<string>
{
    /// <inheritdoc/>
    public override string Read(
        ref Utf8JsonReader reader,
        Type typeToConvert,
        JsonSerializerOptions options
    ) =>
        reader.TokenType == JsonTokenType.String
            ? CodeText.Normalize(reader.GetString())
            : throw new JsonException("A string is expected.");

    /// <inheritdoc/>
    public override void Write(
        Utf8JsonWriter writer,
        string value,
        JsonSerializerOptions options
    ) => writer.WriteStringValue(value);
}
