using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RebateFlow.GreenChannel;

/// <summary>
/// How facts and conditions are stored: JSON in camelCase, codes for enums, and every value in its
/// own type, so that what was decided on is read back as it was.
/// </summary>
public static class ChannelJson
{
    private static readonly JsonSerializerOptions options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        // A database that keeps JSON in a form of its own does not keep the order of members.
        AllowOutOfOrderMetadataProperties = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper) },
    };

    /// <summary>Facts, a part of them, or conditions as JSON.</summary>
    public static string Write<T>(T value) => JsonSerializer.Serialize(value, options);

    /// <summary>Reads what was stored.</summary>
    /// <exception cref="JsonException">It is not the JSON of one.</exception>
    public static T Read<T>(string json) =>
        JsonSerializer.Deserialize<T>(json, options)
        ?? throw new JsonException($"A stored {typeof(T).Name} is null.");
}
