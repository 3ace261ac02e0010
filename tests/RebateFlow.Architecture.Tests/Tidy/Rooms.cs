using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RebateFlow.Architecture.Tests.Tidy;

/// <summary>
/// The rooms of the house: where a file stands is what it is called, and a folder of a project uses
/// only the folders that its project lists for it.
/// </summary>
public static class Rooms
{
    /// <summary>More files than this, and a folder of the trade belongs inside.</summary>
    public const int FilesInFolder = 25;

    /// <summary>The namespace of a file is its project and its folder.</summary>
    public static IEnumerable<Violation> Namespaces(SourceFile file) =>
        file
            .Root.DescendantNodes()
            .OfType<BaseNamespaceDeclarationSyntax>()
            .Where(declared => declared.Name.ToString() != NamespaceOf(file.Path))
            .Select(declared => new Violation(
                "namespace",
                file.Path,
                $"is in {declared.Name}, its place is {NamespaceOf(file.Path)}"
            ));

    /// <summary>Sources in one folder, without those of the folders inside.</summary>
    public static IEnumerable<Violation> Sizes(IEnumerable<SourceFile> files) =>
        files
            .Where(file => file.IsCSharp && !file.IsTest)
            .GroupBy(file => Folder(file.Path))
            .Where(folder => folder.Count() > FilesInFolder)
            .Select(folder => new Violation(
                "folder-size",
                folder.Key,
                $"holds {folder.Count()} files, the limit is {FilesInFolder}",
                folder.Count()
            ));

    /// <summary>An interface exists for the sake of a second implementation.</summary>
    public static IEnumerable<Violation> LonelyInterfaces(IReadOnlyCollection<SourceFile> files)
    {
        var implemented = files
            .SelectMany(file => file.Root.DescendantNodes().OfType<TypeDeclarationSyntax>())
            .SelectMany(type => type.BaseList?.Types ?? [])
            .CountBy(type => type.Type.ToString().Split('<')[0])
            .ToDictionary();
        return files.SelectMany(file =>
            file.Root.DescendantNodes()
                .OfType<InterfaceDeclarationSyntax>()
                .Where(type => implemented.GetValueOrDefault(type.Identifier.Text) < 2)
                .Select(type => new Violation(
                    "interfaces",
                    file.Path,
                    $"{type.Identifier} has fewer than two implementations"
                ))
        );
    }

    /// <summary>A folder uses the folders of its own project that are listed for it.</summary>
    /// <param name="file">A source of one of the projects of <see cref="RoomList"/>.</param>
    /// <param name="rooms">Which folder may use which, by namespace.</param>
    public static IEnumerable<Violation> Uses(
        SourceFile file,
        IReadOnlyDictionary<string, string[]> rooms
    )
    {
        var room = NamespaceOf(file.Path);
        if (!rooms.TryGetValue(room, out var below))
            return [];
        var project = ProjectOf(file.Path);
        return file
            .Root.DescendantNodes()
            .OfType<UsingDirectiveSyntax>()
            .Select(directive => directive.Name?.ToString() ?? "")
            .Where(used =>
                rooms.Keys.Any(key => IsRoom(used, key) && ProjectOfRoom(key) == project)
            )
            .Select(used => rooms.Keys.Where(key => IsRoom(used, key)).MaxBy(key => key.Length)!)
            .Where(used => used != room && !below.Contains(used))
            .Distinct()
            .Select(used => new Violation("rooms", file.Path, $"uses {used}"));

        string ProjectOfRoom(string key) =>
            RoomList.Projects.Where(p => IsRoom(key, p)).MaxBy(p => p.Length) ?? "";
    }

    private static bool IsRoom(string used, string room) =>
        used == room || used.StartsWith($"{room}.", StringComparison.Ordinal);

    private static string ProjectOf(string path)
    {
        var project = path.Split('/')[1];
        return project.StartsWith("RebateFlow.", StringComparison.Ordinal)
            ? project
            : $"RebateFlow.{project}";
    }

    private static string NamespaceOf(string path) =>
        string.Join('.', [ProjectOf(path), .. path.Split('/')[2..^1]]);

    private static string Folder(string path) => path[..path.LastIndexOf('/')];
}
