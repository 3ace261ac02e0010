using System.Text.RegularExpressions;

namespace RebateFlow.Architecture.Tests.Tidy;

/// <summary>Names of files and folders.</summary>
public static partial class Places
{
    private static readonly HashSet<string> BannedWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "Common",
        "Util",
        "Utils",
        "Helper",
        "Helpers",
        "Manager",
        "Managers",
        "Core",
        "Application",
        "Infrastructure",
        "Misc",
    };

    /// <summary>
    /// Files and folders are named by the trade; a drawer for odds and ends fills up.
    /// </summary>
    public static IEnumerable<Violation> Words(SourceFile file) =>
        file
            .Path.Split('/', '.', '-')
            .SelectMany(part => WordOfName().Matches(part).Select(m => m.Value).Append(part))
            .Where(BannedWords.Contains)
            .Distinct()
            .Select(word => new Violation("names", file.Path, $"carries the word {word}"));

    /// <summary>
    /// NNNN_verb_object.sql, numbered from 0001 without gap or double, per service.
    /// </summary>
    public static IEnumerable<Violation> Migrations(IEnumerable<SourceFile> files) =>
        files
            .Where(file => file.Path.Contains("/Migrations/", StringComparison.Ordinal))
            .Where(file => file.Path.EndsWith(".sql", StringComparison.Ordinal))
            .GroupBy(file => Path.GetDirectoryName(file.Path)!)
            .SelectMany(folder =>
                folder
                    .OrderBy(file => file.Name, StringComparer.Ordinal)
                    .SelectMany(MigrationFaults)
            );

    private static IEnumerable<Violation> MigrationFaults(SourceFile file, int index)
    {
        if (!MigrationName().IsMatch(file.Name))
            yield return new("migrations", file.Path, "is not named NNNN_verb_object.sql");
        else if (int.Parse(file.Name.AsSpan(0, 4)) != index + 1)
            yield return new("migrations", file.Path, $"should be number {index + 1:0000}");
    }

    [GeneratedRegex("[A-Z][a-z]+")]
    private static partial Regex WordOfName();

    [GeneratedRegex("^[0-9]{4}_[a-z]+(_[a-z0-9]+)+[.]sql$")]
    private static partial Regex MigrationName();
}
