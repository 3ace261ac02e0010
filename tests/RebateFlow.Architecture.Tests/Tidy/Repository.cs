namespace RebateFlow.Architecture.Tests.Tidy;

/// <summary>The working tree these tests were built from.</summary>
public static class Repository
{
    private static readonly HashSet<string> SkippedFolders =
    [
        ".git",
        ".local",
        ".vs",
        ".idea",
        "artifacts",
        "bin",
        "obj",
        "Generated",
        "node_modules",
        "wwwroot",
    ];

    private static readonly HashSet<string> TextExtensions =
    [
        "",
        ".cs",
        ".csproj",
        ".csv",
        ".css",
        ".html",
        ".js",
        ".json",
        ".md",
        ".props",
        ".razor",
        ".sh",
        ".sql",
        ".targets",
        ".txt",
        ".yaml",
        ".yml",
    ];

    public static string Root { get; } = FindRoot();

    /// <summary>Every text file that people write, by path.</summary>
    public static IReadOnlyList<SourceFile> Files { get; } =
    [
        .. Walk(Root)
            .Where(path => TextExtensions.Contains(Path.GetExtension(path)))
            .Where(path => Path.GetFileName(path) != "packages.lock.json")
            .Select(path => new SourceFile(Relative(path), Read(path)))
            .OrderBy(file => file.Path, StringComparer.Ordinal),
    ];

    public static IEnumerable<SourceFile> CSharp => Files.Where(file => file.IsCSharp);

    public static SourceFile File(string path) => Files.Single(file => file.Path == path);

    /// <summary>True for a file or folder, given from the root with slashes.</summary>
    public static bool Exists(string path) => Path.Exists(Path.Combine(Root, path));

    private static string Relative(string path) =>
        Path.GetRelativePath(Root, path).Replace('\\', '/');

    private static string Read(string path) =>
        System.IO.File.ReadAllText(path).ReplaceLineEndings("\n");

    private static IEnumerable<string> Walk(string folder) =>
        Directory
            .EnumerateFiles(folder)
            .Concat(
                Directory
                    .EnumerateDirectories(folder)
                    .Where(path => !SkippedFolders.Contains(Path.GetFileName(path)))
                    .SelectMany(Walk)
            );

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!System.IO.File.Exists(Path.Combine(folder.FullName, "RebateFlow.sln")))
            folder =
                folder.Parent ?? throw new InvalidOperationException("No RebateFlow.sln above.");
        return folder.FullName;
    }
}
