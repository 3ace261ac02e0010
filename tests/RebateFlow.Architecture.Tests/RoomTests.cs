using RebateFlow.Architecture.Tests.Tidy;

namespace RebateFlow.Architecture.Tests;

/// <summary>The plan of the house. Each rule has a twin with a violating sample.</summary>
public sealed class RoomTests
{
    private static readonly IReadOnlyList<SourceFile> CSharp = [.. Repository.CSharp];

    private static readonly IReadOnlyList<SourceFile> Product =
    [
        .. CSharp.Where(file => !file.IsTest),
    ];

    private static readonly IReadOnlyList<SourceFile> ProjectFiles =
    [
        .. Repository.Files.Where(file => file.Path.EndsWith(".csproj", StringComparison.Ordinal)),
    ];

    [Fact]
    public void A_file_is_in_the_namespace_of_its_folder() =>
        Holds(CSharp.SelectMany(Rooms.Namespaces));

    [Fact]
    public void A_file_outside_the_namespace_of_its_folder_is_found() =>
        Finds(
            Rooms.Namespaces(
                new("services/Intake/Feeds/A.cs", "namespace RebateFlow.Intake; class A;")
            )
        );

    [Fact]
    public void No_folder_holds_more_than_25_files() => Holds(Rooms.Sizes(CSharp));

    [Fact]
    public void A_folder_of_26_files_is_found() =>
        Finds(
            Rooms.Sizes([
                .. Enumerable
                    .Range(1, 26)
                    .Select(number => new SourceFile($"services/Intake/Feeds/A{number}.cs", "")),
            ])
        );

    [Fact]
    public void An_interface_has_two_implementations() =>
        Holds(Rooms.LonelyInterfaces([.. Product]));

    [Fact]
    public void An_interface_for_one_class_is_found() =>
        Finds(Rooms.LonelyInterfaces([new("services/Intake/A.cs", "interface IA; class A : IA;")]));

    [Fact]
    public void A_source_stands_in_the_project_that_compiles_it() =>
        Holds(ProjectFiles.SelectMany(Projects.CompileLinks));

    [Fact]
    public void A_source_of_another_project_is_found() =>
        Finds(
            Projects.CompileLinks(
                new("services/A/A.csproj", """<Project><Compile Include="../B/B.cs" /></Project>""")
            )
        );

    [Fact]
    public void A_folder_uses_only_the_folders_that_are_listed_for_it() =>
        Holds(Product.SelectMany(file => Rooms.Uses(file, RoomList.Rooms)));

    [Fact]
    public void Every_folder_of_a_service_is_listed() => Holds(RoomList.Unlisted(Product));

    [Fact]
    public void A_folder_that_nobody_listed_is_found() =>
        Finds(RoomList.Unlisted([new("services/Intake/Cellar/A.cs", "class A;")]));

    [Fact]
    public void No_line_of_the_list_is_needless() => Assert.Empty(RoomList.Needless(Product));

    [Fact]
    public void A_line_that_no_file_needs_is_found() =>
        Assert.NotEmpty(RoomList.Needless([new("services/Intake/Feeds/A.cs", "class A;")]));

    /// <summary>Each line of the list has its twin: a use that the line does not name.</summary>
    [Theory]
    [MemberData(nameof(ForbiddenUses))]
    public void A_use_that_no_line_names_is_found(string room, string used) =>
        Finds(
            Rooms.Uses(
                new($"{RoomList.PathOf(room)}/A.cs", $"using {used};\nnamespace {room};"),
                RoomList.Rooms
            )
        );

    /// <summary>For every folder, one other folder of its project that it may not use.</summary>
    public static TheoryData<string, string> ForbiddenUses()
    {
        var uses = new TheoryData<string, string>();
        foreach (var (room, below) in RoomList.Rooms)
        {
            var other = RoomList.Rooms.Keys.FirstOrDefault(key =>
                key != room
                && RoomList.ProjectOf(key) == RoomList.ProjectOf(room)
                && !RoomList.Projects.Contains(key)
                && !key.StartsWith($"{room}.", StringComparison.Ordinal)
                && !room.StartsWith($"{key}.", StringComparison.Ordinal)
                && !below.Contains(key)
            );
            if (other is not null)
                uses.Add(room, other);
        }

        return uses;
    }

    private static void Holds(IEnumerable<Violation> violations) =>
        Nothing.In(violations.Select(violation => violation.ToString()));

    private static void Finds(IEnumerable<Violation> violations) => Assert.NotEmpty(violations);
}
