using System.Text.Json.Nodes;

namespace RebateFlow.Integration.Tests.Security;

/// <summary>Makes request bodies of what an OpenAPI document says about them.</summary>
internal sealed class OpenApiBodies(JsonNode document)
{
    private const int Deepest = 6;

    /// <summary>A body of the kind that a schema asks for, every member filled.</summary>
    public JsonNode? Sample(JsonNode? schema, int depth = 0)
    {
        var plain = Resolve(schema);
        if (plain is null || depth > Deepest)
            return null;
        return TypeOf(plain) switch
        {
            "object" => ObjectOf(plain, depth),
            "array" => new JsonArray(Sample(plain["items"], depth + 1)),
            "integer" or "number" => 1,
            "boolean" => true,
            _ when plain["enum"] is JsonArray values => values[0]?.DeepClone(),
            _ => plain["format"]?.GetValue<string>() switch
            {
                "date" => "2026-03-01",
                "date-time" => "2026-03-01T00:00:00Z",
                "uuid" => "01936d5a-8c3e-7b60-9c2f-5d1f6f5f0aff",
                _ => "x",
            },
        };
    }

    /// <summary>Paths of all texts and lists in a body.</summary>
    public static IEnumerable<string> Places(JsonNode? body) =>
        body switch
        {
            JsonObject members => members.SelectMany(member => Places(member.Value)),
            JsonArray list => list.SelectMany(Places).Prepend(list.GetPath()),
            JsonValue value when value.TryGetValue<string>(out _) => [value.GetPath()],
            _ => [],
        };

    /// <summary>The body as text, with raw JSON put in one place.</summary>
    public static string With(JsonNode body, string path, string raw)
    {
        const string Mark = "here-it-goes";
        var copy = body.DeepClone();
        var target = Descend(copy, path);
        if (target.Parent is null)
            return raw;
        target.ReplaceWith(Mark);
        return copy.ToJsonString().Replace($"\"{Mark}\"", raw, StringComparison.Ordinal);
    }

    private static JsonNode Descend(JsonNode from, string path) =>
        from.GetPath() == path
            ? from
            : Children(from)
                .Where(child => path.StartsWith(child.GetPath(), StringComparison.Ordinal))
                .Select(child => Find(child, path))
                .OfType<JsonNode>()
                .First();

    private static JsonNode? Find(JsonNode from, string path) =>
        from.GetPath() == path
            ? from
            : Children(from)
                .Select(child => Find(child, path))
                .FirstOrDefault(one => one is not null);

    private static IEnumerable<JsonNode> Children(JsonNode of) =>
        of switch
        {
            JsonObject members => members.Select(member => member.Value).OfType<JsonNode>(),
            JsonArray list => list.OfType<JsonNode>(),
            _ => [],
        };

    private JsonObject ObjectOf(JsonNode schema, int depth)
    {
        var made = new JsonObject();
        foreach (var (name, member) in schema["properties"]?.AsObject() ?? [])
            made[name] = Sample(member, depth + 1);
        return made;
    }

    private JsonNode? Resolve(JsonNode? schema)
    {
        var options = schema?["oneOf"] ?? schema?["anyOf"] ?? schema?["allOf"];
        if (options is JsonArray any)
            return Resolve(any.FirstOrDefault(one => one?["type"]?.ToString() != "null"));
        if (schema?["$ref"]?.GetValue<string>() is not { } reference)
            return schema;
        var target = document;
        foreach (var part in reference.TrimStart('#', '/').Split('/'))
            target = target?[part]!;
        return Resolve(target);
    }

    private static string? TypeOf(JsonNode schema) =>
        schema["type"] switch
        {
            JsonArray types => types.Select(type => type!.ToString()).First(type => type != "null"),
            { } type => type.ToString(),
            null when schema["properties"] is not null => "object",
            null => null,
        };
}
