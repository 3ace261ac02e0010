using System.Text.Json.Nodes;

namespace RebateFlow.Clients.Tests.Breaks;

/// <summary>Takes an OpenAPI 3.1 document apart into the facts that a client relies on.</summary>
public sealed class Surface
{
    private static readonly string[] methods = ["get", "put", "post", "delete", "patch", "head"];
    private static readonly string[] words = ["format", "pattern"];

    private static readonly string[] limits =
    [
        "minLength",
        "maxLength",
        "minimum",
        "maximum",
        "minItems",
        "maxItems",
    ];

    private readonly JsonNode document;
    private readonly Dictionary<string, Fact> facts = [];

    private Surface(JsonNode document) => this.document = document;

    /// <summary>The facts of a document by their places.</summary>
    public static IReadOnlyDictionary<string, Fact> Of(JsonNode document)
    {
        var surface = new Surface(document);
        foreach (var (path, item) in document["paths"]?.AsObject() ?? [])
        {
            foreach (var method in methods)
            {
                if (item![method] is { } operation)
                    surface.AddOperation($"{method.ToUpperInvariant()} {path}", item, operation);
            }
        }
        return surface.facts;
    }

    private void AddOperation(string place, JsonNode path, JsonNode operation)
    {
        Add(new(place, "", Direction.Output) { Words = NameOf(operation) });
        foreach (var parameter in List(path["parameters"]).Concat(List(operation["parameters"])))
            AddParameter(place, Resolve(parameter)!);
        if (Resolve(operation["requestBody"]) is { } body)
        {
            var sent = $"{place} > body";
            Add(new(sent, place, Direction.Input) { Required = IsTrue(body["required"]) });
            AddContent(sent, place + " >", body["content"], Direction.Input);
        }
        foreach (var (status, response) in operation["responses"]?.AsObject() ?? [])
        {
            var answer = $"{place} < {status}";
            Add(new(answer, place, Direction.Output));
            AddContent(answer, answer, Resolve(response)?["content"], Direction.Output);
        }
    }

    private void AddParameter(string operation, JsonNode parameter)
    {
        var place = $"{operation} {parameter["in"]} {parameter["name"]}";
        var shape = new Shape(place, operation, Direction.Input, IsTrue(parameter["required"]));
        AddSchema(shape, parameter["schema"], []);
    }

    private void AddContent(string parent, string prefix, JsonNode? content, Direction direction)
    {
        foreach (var (type, media) in content?.AsObject() ?? [])
        {
            var shape = new Shape($"{prefix} {type}", parent, direction, Required: false);
            AddSchema(shape, media?["schema"], []);
        }
    }

    private void AddSchema(Shape shape, JsonNode? schema, IReadOnlyList<JsonNode> above)
    {
        var (plain, nullable) = Plain(schema);
        Add(FactOf(shape, plain, nullable));
        if (plain is null || above.Contains(plain))
            return;
        IReadOnlyList<JsonNode> here = [.. above, plain];
        var required = List(plain["required"]).Select(name => name!.ToString()).ToHashSet();
        foreach (var (name, member) in plain["properties"]?.AsObject() ?? [])
            AddSchema(shape.Part($".{name}", required.Contains(name)), member, here);
        if (plain["items"] is { } items)
            AddSchema(shape.Part("[]", required: false), items, here);
        if (plain["additionalProperties"] is JsonObject values)
            AddSchema(shape.Part("{}", required: false), values, here);
        var at = 0;
        foreach (var variant in Variants(plain))
            AddSchema(shape.Part($"|{at++}", required: false), variant, here);
    }

    private static Fact FactOf(Shape shape, JsonNode? schema, bool nullable)
    {
        var types = TypesOf(schema).ToHashSet();
        if (nullable && types.Count > 0)
            types.Add("null");
        return new(shape.Place, shape.Parent, shape.Direction)
        {
            Required = shape.Required,
            Types = types,
            Values = schema?["enum"] is JsonArray values
                ? values.Select(value => value?.ToJsonString() ?? "null").ToHashSet()
                : null,
            Words = words
                .Where(word => schema?[word] is not null)
                .ToDictionary(word => word, word => schema![word]!.ToString()),
            Limits = limits
                .Where(limit => schema?[limit] is JsonValue)
                .ToDictionary(limit => limit, limit => schema![limit]!.GetValue<decimal>()),
        };
    }

    /// <summary>The schema behind references and behind "or null".</summary>
    private (JsonNode? Schema, bool Nullable) Plain(JsonNode? schema)
    {
        var found = Resolve(schema);
        var options = List(found?["oneOf"] ?? found?["anyOf"] ?? found?["allOf"]).ToList();
        var real = options.Where(one => one?["type"]?.ToString() != "null").ToList();
        if (real is not [var only])
            return (found, false);
        var (inner, nullable) = Plain(only);
        return (inner, nullable || options.Count > real.Count);
    }

    private static IEnumerable<JsonNode?> Variants(JsonNode schema) =>
        List(schema["oneOf"] ?? schema["anyOf"] ?? schema["allOf"]);

    private static IEnumerable<string> TypesOf(JsonNode? schema) =>
        schema?["type"] switch
        {
            JsonArray types => types.Select(type => type!.ToString()),
            { } type => [type.ToString()],
            null => [],
        };

    private JsonNode? Resolve(JsonNode? node)
    {
        while (node?["$ref"]?.GetValue<string>() is { } reference)
        {
            node = document;
            foreach (var part in reference.TrimStart('#', '/').Split('/'))
                node = node?[Uri.UnescapeDataString(part).Replace("~1", "/").Replace("~0", "~")];
        }
        return node;
    }

    private void Add(Fact fact) => facts[fact.Place] = fact;

    private static Dictionary<string, string> NameOf(JsonNode operation) =>
        operation["operationId"] is { } name ? new() { ["operationId"] = name.ToString() } : [];

    private static IEnumerable<JsonNode?> List(JsonNode? node) => node as JsonArray ?? [];

    private static bool IsTrue(JsonNode? node) => node?.GetValue<bool>() == true;

    private sealed record Shape(string Place, string Parent, Direction Direction, bool Required)
    {
        public Shape Part(string name, bool required) =>
            new(Place + name, Place, Direction, required);
    }
}
