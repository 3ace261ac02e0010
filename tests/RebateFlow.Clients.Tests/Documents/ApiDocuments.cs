using System.Text.Json.Nodes;

namespace RebateFlow.Clients.Tests.Documents;

/// <summary>The kept OpenAPI documents, one a service.</summary>
public static class ApiDocuments
{
    /// <summary>The services that have one, by the name of its file.</summary>
    public static IReadOnlyList<string> Services { get; } =
    ["identity", "intake", "risk", "approval"];

    /// <summary>The folder that holds the solution.</summary>
    public static string Repository { get; } = FindRepository();

    public static string Folder { get; } = InRepository("shared/docs/openapi");

    public static TheoryData<string> All => [.. Services];

    public static string PathOf(string service) => Path.Combine(Folder, $"{service}.json");

    public static JsonNode Of(string service) => Read(PathOf(service));

    public static JsonNode Read(string path) => JsonNode.Parse(File.ReadAllText(path))!;

    public static string InRepository(string path) => Path.Combine(Repository, path);

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "RebateFlow.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("Not in a repository.");
        return folder.FullName;
    }
}
