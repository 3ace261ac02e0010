using System.Text.Json;
using System.Text.Json.Nodes;
using RebateFlow.Intake.Checks.Filings;

namespace RebateFlow.Intake.Tests.Checks;

/// <summary>Sample filings of seeds/demo as files beside the tests.</summary>
internal static class DemoSeeds
{
    public static readonly DateOnly Today = new(2026, 11, 25);

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    /// <summary>
    /// Filings with their lines written out; generated ones belong to the console.
    /// </summary>
    public static IReadOnlyList<string> FilingNames { get; } =
    [
        .. Directory
            .EnumerateFiles(PathOf("filings"))
            .Order(StringComparer.Ordinal)
            .Where(path => Parse(path)["submission"] is not null)
            .Select(path => Path.GetFileNameWithoutExtension(path)),
    ];

    public static JsonObject Filing(string name) => Parse(PathOf("filings", name + ".json"));

    public static IEnumerable<JsonObject> Feed(string name) =>
        File.ReadLines(PathOf("feeds", name + ".ndjson"))
            .Where(line => line.Length > 0)
            .Select(line => JsonNode.Parse(InRun(line))!.AsObject());

    public static SubmittedFiling Read(JsonObject submission) =>
        submission.Deserialize<SubmittedFiling>(Options)!;

    /// <summary>
    /// Sets members of a line, or adds a line, as the exporter's second attempt does.
    /// </summary>
    public static void Correct(JsonObject submission, JsonNode correction)
    {
        var lines = submission[correction["form"]!.GetValue<string>()]!.AsArray();
        if (correction["add"] is { } added)
        {
            lines.Add(added.DeepClone());
            return;
        }
        var lineNo = correction["lineNo"]!.GetValue<string>();
        var line = lines.First(l => l!["lineNo"]!.GetValue<string>() == lineNo)!.AsObject();
        foreach (var (member, value) in correction["set"]!.AsObject())
            line[member] = value?.DeepClone();
    }

    private static JsonObject Parse(string path) =>
        JsonNode.Parse(InRun(File.ReadAllText(path)))!.AsObject();

    private static string InRun(string text) =>
        text.Replace("{run}", "001", StringComparison.Ordinal);

    private static string PathOf(params string[] parts) =>
        Path.Combine([AppContext.BaseDirectory, "seeds", "demo", .. parts]);
}
