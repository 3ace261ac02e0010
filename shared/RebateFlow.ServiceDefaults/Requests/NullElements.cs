using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace RebateFlow.ServiceDefaults.Requests;

/// <summary>Lists in requests hold values: null in their place is refused.</summary>
public static class NullElements
{
    private const string Message = "A list holds null; leave the element out.";

    /// <summary>For serializers: reading a list fails when one of its elements is null.</summary>
    public static void Refuse(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Enumerable || type.ElementType?.IsValueType != false)
            return;
        type.OnDeserialized += static list =>
        {
            foreach (var element in (IEnumerable)list)
            {
                if (element is null)
                    throw new JsonException(Message);
            }
        };
    }

    /// <summary>
    /// Where null stands as an element of a list; null when it does nowhere. Only a body that has
    /// the word behind something else than a colon is read through.
    /// </summary>
    public static string? Find(ReadOnlySpan<byte> json)
    {
        if (!IsSuspect(json))
            return null;
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 64 });
        var isList = new Stack<bool>();
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartArray or JsonTokenType.StartObject:
                    isList.Push(reader.TokenType == JsonTokenType.StartArray);
                    break;
                case JsonTokenType.EndArray or JsonTokenType.EndObject:
                    isList.Pop();
                    break;
                case JsonTokenType.Null when isList.TryPeek(out var inList) && inList:
                    return FormattableString.Invariant($"{reader.TokenStartIndex + 1}");
            }
        }
        return null;
    }

    private static bool IsSuspect(ReadOnlySpan<byte> json)
    {
        for (var rest = json; rest.IndexOf("null"u8) is var at and >= 0; rest = rest[(at + 4)..])
        {
            var before = rest[..at].TrimEnd(" \t\r\n"u8);
            if (before is [.., (byte)'[' or (byte)','])
                return true;
        }
        return false;
    }
}
