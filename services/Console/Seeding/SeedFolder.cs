using System.Text.Json.Nodes;

namespace RebateFlow.Console.Seeding;

/// <summary>The folder <c>seeds</c> of the repository.</summary>
public sealed class SeedFolder(string path)
{
    /// <summary>
    /// REBATEFLOW_SEEDS where set; else the nearest <c>seeds</c> folder above the working directory
    /// or above the program.
    /// </summary>
    /// <exception cref="DirectoryNotFoundException">There is none.</exception>
    public static SeedFolder Find()
    {
        var named = Environment.GetEnvironmentVariable("REBATEFLOW_SEEDS");
        if (!string.IsNullOrEmpty(named))
            return new SeedFolder(named);
        return new SeedFolder(
            Above(Directory.GetCurrentDirectory())
                ?? Above(AppContext.BaseDirectory)
                ?? throw new DirectoryNotFoundException(
                    "No folder seeds/reference here or above; name it with REBATEFLOW_SEEDS."
                )
        );
    }

    public string Reference(string file) => Path.Combine(path, "reference", file);

    public string Demo(string file) => Path.Combine(path, "demo", file);

    /// <summary>The sample filings in the order of their numbers.</summary>
    public IEnumerable<string> Filings() =>
        Directory.EnumerateFiles(Demo("filings"), "*.json").Order(StringComparer.Ordinal);

    /// <summary>
    /// Rows of <c>demo/feeds/{feed}.ndjson</c>, voucher numbers still as templates.
    /// </summary>
    public IEnumerable<string> FeedLines(string feed) =>
        File.ReadLines(Demo(Path.Combine("feeds", $"{feed}.ndjson")));

    public IEnumerable<JsonObject> FeedRows(string feed) =>
        FeedLines(feed).Select(line => JsonNode.Parse(line)!.AsObject());

    private static string? Above(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            var seeds = Path.Combine(folder.FullName, "seeds");
            if (Directory.Exists(Path.Combine(seeds, "reference")))
                return seeds;
        }
        return null;
    }
}
