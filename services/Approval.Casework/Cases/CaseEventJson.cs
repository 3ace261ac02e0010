using System.Collections.Frozen;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using RebateFlow.Approval.Casework.Audit;
using RebateFlow.Primitives;

namespace RebateFlow.Approval.Casework.Cases;

/// <summary>
/// Events as audit entries keep them: the name of the record in upper case with underscores is the
/// action, so <c>HoldReleased</c> is <c>HOLD_RELEASED</c>; its JSON is the detail.
/// </summary>
public static class CaseEventJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new CodeConverters(), new MoneyJsonConverter() },
    };

    private static readonly FrozenDictionary<string, Type> TypeByAction = typeof(CaseEvent)
        .Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(CaseEvent)) && !type.IsAbstract)
        .ToFrozenDictionary(type => WireCode.OfName(type.Name));

    private static readonly FrozenDictionary<Type, string> ActionByType =
        TypeByAction.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);

    /// <summary>Every action that an entry can have.</summary>
    public static IEnumerable<string> Actions => TypeByAction.Keys;

    public static string ActionOf(CaseEvent happened) => ActionByType[happened.GetType()];

    public static string Write(CaseEvent happened) =>
        JsonSerializer.Serialize(happened, happened.GetType(), Options);

    /// <returns>Null when the entry was not written by us.</returns>
    public static CaseEvent? TryRead(AuditEntry entry)
    {
        try
        {
            return Read(entry);
        }
        catch (InvalidDataException)
        {
            return null; // Whoever asks says what that means.
        }
    }

    /// <summary>The event that an entry keeps.</summary>
    /// <exception cref="InvalidDataException">The entry was not written by us.</exception>
    public static CaseEvent Read(AuditEntry entry)
    {
        if (!TypeByAction.TryGetValue(entry.Action, out var type))
            throw new InvalidDataException($"Nothing that happens to a case is {entry.Action}.");
        try
        {
            var happened = (CaseEvent)JsonSerializer.Deserialize(entry.Detail, type, Options)!;
            Post? post = entry.Post.Length > 0 ? WireCode.Read<Post>(entry.Post) : null;
            return happened with { At = entry.At, By = new(entry.Actor, post) };
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"{entry.Action} cannot be read.", fault);
        }
    }

    /// <summary>Enums as their codes.</summary>
    private sealed class CodeConverters : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

        public override JsonConverter CreateConverter(
            Type typeToConvert,
            JsonSerializerOptions options
        ) =>
            (JsonConverter)
                Activator.CreateInstance(typeof(CodeConverter<>).MakeGenericType(typeToConvert))!;
    }

    private sealed class CodeConverter<T> : JsonConverter<T>
        where T : struct, Enum
    {
        public override T Read(
            ref Utf8JsonReader reader,
            Type typeToConvert,
            JsonSerializerOptions options
        ) =>
            WireCode.Find<T>(reader.GetString())
            ?? throw new JsonException($"{typeof(T).Name} has no code {reader.GetString()}.");

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(WireCode.Of(value));
    }
}
