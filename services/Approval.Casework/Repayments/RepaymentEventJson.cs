using System.Collections.Frozen;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using RebateFlow.Primitives;

namespace RebateFlow.Approval.Casework.Repayments;

/// <summary>
/// Events as entries keep them: the name of the record in upper case with underscores is the kind,
/// its JSON is the detail.
/// </summary>
public static class RepaymentEventJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        IgnoreReadOnlyProperties = true,
        Converters = { new JsonStringEnumConverter() },
    };

    private static readonly FrozenDictionary<string, Type> TypeByKind = typeof(RepaymentEvent)
        .Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(RepaymentEvent)))
        .ToFrozenDictionary(type => WireCode.OfName(type.Name));

    /// <summary>Every kind that an entry can have.</summary>
    public static IEnumerable<string> Kinds => TypeByKind.Keys;

    public static string KindOf(RepaymentEvent happened) =>
        WireCode.OfName(happened.GetType().Name);

    public static string Write(RepaymentEvent happened) =>
        JsonSerializer.Serialize(happened, happened.GetType(), Options);

    /// <summary>The event that an entry keeps.</summary>
    /// <exception cref="InvalidDataException">The entry was not written by us.</exception>
    public static RepaymentEvent Read(string kind, string detail) =>
        TypeByKind.TryGetValue(kind, out var type)
        && JsonSerializer.Deserialize(detail, type, Options) is RepaymentEvent happened
            ? happened
            : throw new InvalidDataException($"Nothing that happens to a ledger is {kind}.");
}
