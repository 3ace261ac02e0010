using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using MassTransit.Serialization;
using RebateFlow.Messaging;

namespace RebateFlow.Contracts.Tests;

/// <summary>
/// The wire form of a message, kept in a file that is never edited once merged. A message that
/// gains an optional member keeps its old files and gets a new revision beside them:
/// <c>x.maximal.v1-2.json</c>.
/// </summary>
/// <remarks>
/// With REBATEFLOW_UPDATE_GOLDEN=1 a missing file is written and a differing one overwritten; read
/// the difference in git before you commit it.
/// </remarks>
public static class GoldenFile
{
    /// <summary>How the outbox writes a message.</summary>
    private static readonly JsonSerializerOptions Written = MessageJson.Options;

    /// <summary>How a consumer reads it: MassTransit's own options.</summary>
    private static readonly JsonSerializerOptions Read = SystemTextJsonMessageSerializer.Options;

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Folder { get; } = FindFolder();

    public static bool IsUpdate { get; } =
        Environment.GetEnvironmentVariable("REBATEFLOW_UPDATE_GOLDEN") == "1";

    /// <returns>
    /// Null when the value matches the newest revision of its file, else what differs.
    /// </returns>
    public static string? Difference(string name, object value)
    {
        var actual = Text(value);
        if (Newest(name) is not { } path)
            return $"{name}.json does not exist";

        var expected = File.ReadAllText(path).ReplaceLineEndings("\n");
        return expected == actual
            ? null
            : FirstDifference(Path.GetFileName(path), expected, actual);
    }

    public static void Update(string name, object value) =>
        File.WriteAllText(Newest(name) ?? Path.Combine(Folder, $"{name}.json"), Text(value));

    /// <summary>The readable form that a golden file holds.</summary>
    public static string Text(object value) =>
        JsonSerializer
            .SerializeToNode(value, value.GetType(), Written)!
            .ToJsonString(Readable)
            .ReplaceLineEndings("\n") + "\n";

    /// <summary>
    /// Reads an old wire form as today's type and writes it again. Every member that was there must
    /// still be there with its value; members may have been added.
    /// </summary>
    /// <returns>Null when nothing was lost, else the JSON path of the first loss.</returns>
    public static string? LostInRoundTrip(string json, Type type)
    {
        object? value;
        try
        {
            value = JsonSerializer.Deserialize(json, type, Read);
        }
        catch (JsonException refusal)
        {
            return refusal.Message;
        }

        var after = JsonSerializer.SerializeToNode(value, type, Written);
        return Lost("$", JsonNode.Parse(json), after);
    }

    private static string? Lost(string path, JsonNode? before, JsonNode? after) =>
        (before, after) switch
        {
            (JsonObject old, JsonObject now) => old.Select(member =>
                    now.ContainsKey(member.Key)
                        ? Lost($"{path}.{member.Key}", member.Value, now[member.Key])
                        : $"{path}.{member.Key}"
                )
                .FirstOrDefault(lost => lost is not null),
            (JsonArray old, JsonArray now) when old.Count == now.Count => old.Select(
                    (item, i) => Lost($"{path}[{i}]", item, now[i])
                )
                .FirstOrDefault(lost => lost is not null),
            _ => before?.ToJsonString() == after?.ToJsonString() ? null : path,
        };

    /// <summary>
    /// Revision 1 is <c>name.json</c>, later ones are <c>name-2.json</c> and so on.
    /// </summary>
    private static string? Newest(string name) =>
        Directory
            .EnumerateFiles(Folder, $"{name}*.json")
            .Where(path => Revision(path, name) > 0)
            .MaxBy(path => Revision(path, name));

    private static int Revision(string path, string name)
    {
        var rest = Path.GetFileNameWithoutExtension(path)[name.Length..];
        if (rest.Length == 0)
            return 1;
        return rest[0] == '-' && int.TryParse(rest.AsSpan(1), out var revision) ? revision : 0;
    }

    private static string FirstDifference(string file, string expected, string actual)
    {
        var (left, right) = (expected.Split('\n'), actual.Split('\n'));
        var line = Enumerable
            .Range(0, Math.Max(left.Length, right.Length))
            .First(i => left.ElementAtOrDefault(i) != right.ElementAtOrDefault(i));
        return $"{file} line {line + 1}: expected \"{left.ElementAtOrDefault(line)?.Trim()}\", "
            + $"found \"{right.ElementAtOrDefault(line)?.Trim()}\"";
    }

    private static string FindFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "RebateFlow.sln")))
            folder =
                folder.Parent ?? throw new InvalidOperationException("No RebateFlow.sln above.");
        return Path.Combine(folder.FullName, "tests", "RebateFlow.Contracts.Tests", "Golden");
    }
}
