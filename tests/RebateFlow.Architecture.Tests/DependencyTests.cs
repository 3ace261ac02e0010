using RebateFlow.Architecture.Tests.Tidy;

namespace RebateFlow.Architecture.Tests;

/// <summary>Who may know whom. Each rule has a twin with a violating sample.</summary>
public sealed class DependencyTests
{
    private static readonly IReadOnlyList<SourceFile> CSharp = [.. Repository.CSharp];

    private static readonly IReadOnlyList<SourceFile> ProjectFiles =
    [
        .. Repository.Files.Where(file => file.Path.EndsWith(".csproj", StringComparison.Ordinal)),
    ];

    [Fact]
    public void No_service_references_another_and_the_contracts_reference_nothing_of_ours() =>
        Holds(ProjectFiles.SelectMany(Projects.References));

    [Theory]
    [InlineData("services/Intake", "../Approval/RebateFlow.Approval.csproj")]
    [InlineData("services/Intake", "..\\..\\tests\\RebateFlow.Testing\\RebateFlow.Testing.csproj")]
    [InlineData("shared/RebateFlow.Messaging", "../../services/Intake/RebateFlow.Intake.csproj")]
    [InlineData(
        "shared/RebateFlow.Contracts",
        "../RebateFlow.Primitives/RebateFlow.Primitives.csproj"
    )]
    [InlineData(
        "services/Intake.Checks",
        "../../shared/RebateFlow.Messaging/RebateFlow.Messaging.csproj"
    )]
    [InlineData(
        "shared/RebateFlow.GreenChannel",
        "../RebateFlow.Contracts/RebateFlow.Contracts.csproj"
    )]
    [InlineData("services/Intake.Files", "../Intake/RebateFlow.Intake.csproj")]
    [InlineData("services/Approval", "../Intake.Checks/RebateFlow.Intake.Checks.csproj")]
    [InlineData("services/Intake.Risk", "../Intake/RebateFlow.Intake.csproj")]
    [InlineData("services/Intake.Checks", "../Intake.Files/RebateFlow.Intake.Files.csproj")]
    [InlineData(
        "shared/RebateFlow.Primitives",
        "../RebateFlow.Contracts/RebateFlow.Contracts.csproj"
    )]
    public void A_reference_in_the_wrong_direction_is_found(string folder, string reference) =>
        Finds(
            Projects.References(Project(folder, $"""<ProjectReference Include="{reference}" />"""))
        );

    [Fact]
    public void A_package_that_sneaks_into_the_contracts_is_found() =>
        Finds(
            Projects.References(
                Project("shared/RebateFlow.Contracts", """<PackageReference Include="Dapper" />""")
            )
        );

    [Fact]
    public void Shared_projects_are_a_closed_list() => Holds(Projects.SharedProjects(ProjectFiles));

    [Fact]
    public void A_new_shared_project_is_found() =>
        Finds(Projects.SharedProjects([Project("shared/RebateFlow.Everything", "")]));

    [Fact]
    public void Package_versions_stand_in_one_file() =>
        Holds(ProjectFiles.SelectMany(Projects.Versions));

    [Fact]
    public void A_version_in_a_project_file_is_found() =>
        Finds(
            Projects.Versions(
                Project("services/A", """<PackageReference Include="Dapper" Version="2.0.0" />""")
            )
        );

    [Fact]
    public void Every_project_is_in_the_solution() =>
        Holds(
            Projects.MissingFromSolution(
                ProjectFiles,
                File.ReadAllText(Path.Combine(Repository.Root, "RebateFlow.sln"))
            )
        );

    [Fact]
    public void A_project_outside_the_solution_is_found() =>
        Finds(
            Projects.MissingFromSolution(
                [Project("services/Lost", "")],
                "\"services/Found.csproj\""
            )
        );

    [Fact]
    public void Dapper_is_used_in_sql_files_and_in_messaging_only() =>
        Holds(CSharp.SelectMany(Boundaries.Dapper));

    [Fact]
    public void Dapper_in_a_slice_is_found() =>
        Finds(Boundaries.Dapper(Sample("services/Intake/Submit.cs", "using Dapper;")));

    [Fact]
    public void Services_publish_through_the_outbox_only() =>
        Holds(CSharp.SelectMany(Boundaries.DirectPublishing));

    [Fact]
    public void A_service_that_publishes_past_the_outbox_is_found() =>
        Finds(
            Boundaries.DirectPublishing(
                Sample("services/Intake/Submit.cs", "class A(IPublishEndpoint bus);")
            )
        );

    [Fact]
    public void A_service_publishes_only_the_messages_it_owns() =>
        Holds(Boundaries.ForeignMessages(CSharp));

    [Fact]
    public void A_service_that_publishes_a_message_of_another_is_found() =>
        Finds(
            Boundaries.ForeignMessages([
                Sample("shared/RebateFlow.Contracts/Risk/RiskAssessed.cs", "[MessageUrn(\"x\")]"),
                Sample("services/Intake/A.cs", "class A { object M() => new RiskAssessed(); }"),
            ])
        );

    [Fact]
    public void The_channel_is_chosen_in_one_file() =>
        Holds(CSharp.SelectMany(Boundaries.ChannelChoices));

    [Fact]
    public void A_second_place_that_chooses_a_channel_is_found() =>
        Finds(
            Boundaries.ChannelChoices(
                Sample("services/Approval/Cases/A.cs", "class A { Channel M() => Channel.Green; }")
            )
        );

    [Fact]
    public void Comparing_with_a_channel_is_no_choice() =>
        Assert.Empty(
            Boundaries.ChannelChoices(
                Sample(
                    "services/Approval/Cases/A.cs",
                    "class A { bool M(Channel c) => c == Channel.Green || c is Channel.Enhanced; }"
                )
            )
        );

    [Fact]
    public void The_sandbox_is_named_where_it_is_made_and_chosen_only() =>
        Holds(CSharp.SelectMany(Compositions.Sandbox));

    [Theory]
    [InlineData("services/Intake/A.cs", "class A { bool M(Http h) => h.IsSandbox; }")]
    [InlineData("services/Intake/A.cs", "using RebateFlow.Intake.Sandbox;")]
    [InlineData("services/Approval/A.cs", "class A { string B => \"exporter.sandbox\"; }")]
    public void A_slice_that_names_the_sandbox_is_found(string path, string code) =>
        Finds(Compositions.Sandbox(Sample(path, code)));

    [Theory]
    [InlineData("services/Intake/A.cs", "/// <summary>In the sandbox at once.</summary>class A;")]
    [InlineData("services/Intake/A.cs", "class A { void M() => B.WithDescription(\"sandbox\"); }")]
    [InlineData("services/Intake/Sandbox/A.cs", "class Sandbox;")]
    [InlineData(Compositions.WorldChoice, "class A { bool M(User u) => u.IsSandbox; }")]
    public void Where_the_sandbox_is_made_chosen_or_explained_it_may_be_named(
        string path,
        string code
    ) => Assert.Empty(Compositions.Sandbox(Sample(path, code)));

    [Fact]
    public void The_place_that_chooses_the_world_is_there() =>
        Assert.True(Repository.Exists(Compositions.WorldChoice));

    private static SourceFile Project(string folder, string item) =>
        Sample($"{folder}/A.csproj", $"<Project><ItemGroup>{item}</ItemGroup></Project>");

    private static SourceFile Sample(string path, string text) => new(path, text);

    private static void Holds(IEnumerable<Violation> violations) =>
        Nothing.In(violations.Select(violation => violation.ToString()));

    private static void Finds(IEnumerable<Violation> violations) => Assert.NotEmpty(violations);
}
