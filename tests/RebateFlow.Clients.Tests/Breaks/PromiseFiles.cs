using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using RebateFlow.Clients.Tests.Documents;

namespace RebateFlow.Clients.Tests.Breaks;

/// <summary>
/// What the last release promised to clients: its documents without words and examples, and the
/// breaks since then that were meant.
/// </summary>
public static class PromiseFiles
{
    private static readonly string[] said = ["summary", "description", "example", "examples"];

    private static readonly JsonSerializerOptions layout = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        IndentSize = 1,
    };

    private static string Folder { get; } = Path.Combine(ApiDocuments.Folder, "promised");

    public static string PathOf(string service) => Path.Combine(Folder, $"{service}.json");

    /// <summary>
    /// The breaks that were meant, each with its reason: service, break as the test prints it.
    /// </summary>
    public static IReadOnlyList<MeantBreak> Meant() =>
        JsonSerializer.Deserialize<List<MeantBreak>>(
            File.ReadAllText(Path.Combine(Folder, "breaks.json")),
            JsonSerializerOptions.Web
        )!;

    /// <summary>Makes the present document the one that is promised.</summary>
    public static void Promise(string service) =>
        File.WriteAllText(
            PathOf(service),
            Bare(ApiDocuments.Of(service))!.ToJsonString(layout) + "\n"
        );

    /// <summary>The shape alone. A member that is called "description" stays.</summary>
    internal static JsonNode? Bare(JsonNode? node, bool namesMembers = false) =>
        node switch
        {
            JsonObject members => new JsonObject(
                members
                    .Where(one => namesMembers || !said.Contains(one.Key))
                    .Select(one => KeyValuePair.Create(one.Key, Bare(one.Value, NamesMembers(one))))
            ),
            JsonArray list => new JsonArray([.. list.Select(one => Bare(one))]),
            _ => node?.DeepClone(),
        };

    private static bool NamesMembers(KeyValuePair<string, JsonNode?> one) =>
        one is { Key: "properties", Value: JsonObject };
}

/// <param name="Service">Name of its document.</param>
/// <param name="Break">As the test prints it.</param>
/// <param name="Reason">Why clients have to bear it.</param>
public sealed record MeantBreak(string Service, string Break, string Reason);
