using RebateFlow.Architecture.Tests.Tidy;

namespace RebateFlow.Architecture.Tests;

/// <summary>
/// Messages and tables that the pages name are those of the code. Each rule has a twin.
/// </summary>
public sealed class ServicePageTests
{
    private const string Program = """
        builder.AddMessaging(
            "risk",
            bus =>
            {
                bus.ConsumeInGroups<CaseOpened, ScoreCase>(ScoreCase.QueueName);
                bus.Consume<CaseDecided, RecordDecision>("record-decision");
            }
        );
        """;

    private static readonly SourceFile[] Service =
    [
        new("services/A/Program.cs", Program),
        new("services/A/ScoreCase.cs", "class ScoreCase { const string QueueName = \"score\"; }"),
        new("services/A/B.cs", "class B { CaseClosed Close() => new() { Id = 1 }; }"),
        new("services/A/C.cs", "class C { void Move() => Send(new CaseMoved()); }"),
        new("services/A/Migrations/0001_a.sql", "CREATE TABLE a (x int);\ncreate view b AS"),
    ];

    private static readonly SourceFile[] Contracts =
    [
        .. new[]
        {
            "Approval/CaseOpened",
            "Approval/CaseDecided",
            "Risk/CaseClosed",
            "Risk/CaseMoved",
            "Risk/CaseForgotten",
        }.Select(name => new SourceFile($"shared/{name}.cs", "[MessageUrn(\"a\")]")),
    ];

    /// <summary>Services that send and receive messages.</summary>
    public static TheoryData<string> Services => ["Intake", "RiskScoring", "Approval"];

    [Theory]
    [MemberData(nameof(Services))]
    public void Messages_of_a_readme_are_those_of_the_service(string service) =>
        Holds(ServicePages.Messages(ReadmeOf(service), FilesOf(service), ContractFiles()));

    [Theory]
    [InlineData("`CaseOpened`", "`CaseClosed`, `CaseMoved`")]
    [InlineData("`CaseOpened`, `CaseDecided`", "`CaseMoved`")]
    [InlineData("`CaseOpened`, `CaseDecided`", "`CaseClosed`")]
    [InlineData("`CaseOpened`, `CaseDecided`, `CaseMoved`", "`CaseClosed`, `CaseMoved`")]
    [InlineData("`CaseOpened`, `CaseDecided`", "`CaseClosed`, `CaseMoved`, `CaseOpened`")]
    [InlineData("`CaseOpened`, `CaseDecided`", "`CaseClosed`, `CaseMoved`, `CaseForgotten`")]
    public void A_readme_with_other_messages_is_found(string received, string sent) =>
        Finds(ServicePages.Messages(Page(received, sent), Service, Contracts));

    [Fact]
    public void A_readme_without_the_row_is_found() =>
        Finds(
            ServicePages.Messages(
                new("services/A/README.md", "| Messages in | `CaseOpened`, `CaseDecided` |"),
                Service,
                Contracts
            )
        );

    [Fact]
    public void A_readme_with_the_right_messages_is_left_alone() =>
        Holds(
            ServicePages.Messages(
                Page("`CaseOpened` (`score`), `CaseDecided`", "`CaseClosed`, `CaseMoved`"),
                Service,
                Contracts
            )
        );

    [Theory]
    [MemberData(nameof(Services))]
    [InlineData("Identity")]
    public void Tables_of_a_readme_are_those_of_the_migrations(string service) =>
        Holds(ServicePages.Tables(ReadmeOf(service), FilesOf(service)));

    [Theory]
    [InlineData("| Tables | `a` |")]
    [InlineData("| Tables | `a`, `b`, `c` |")]
    [InlineData("no table")]
    public void A_readme_with_other_tables_is_found(string text) =>
        Finds(ServicePages.Tables(new("services/A/README.md", text), Service));

    [Fact]
    public void Queues_of_the_architecture_page_are_those_of_the_services() =>
        Holds(
            ServicePages.Queues(
                Repository.File("shared/docs/architecture.md"),
                [.. Repository.CSharp.Where(file => file.IsIn("services"))]
            )
        );

    [Theory]
    [InlineData("| `CaseOpened` | Approval | `risk-open` | |")]
    [InlineData("| `CaseOpened` | Approval | nobody yet | |")]
    [InlineData("| `CaseMoved` | Approval | `risk-score` | |")]
    public void An_architecture_page_with_other_queues_is_found(string text) =>
        Finds(ServicePages.Queues(new("a.md", text), Service));

    [Fact]
    public void An_architecture_page_with_the_right_queues_is_left_alone() =>
        Holds(
            ServicePages.Queues(
                new("a.md", "| `CaseOpened` | Approval | `risk-score` | `case_file` |"),
                Service
            )
        );

    private static SourceFile Page(string received, string sent) =>
        new("services/A/README.md", $"| Messages in | {received} |\n| Messages out | {sent} |");

    private static SourceFile ReadmeOf(string service) =>
        Repository.File($"services/{service}/README.md");

    /// <summary>Files of a service and of its pure parts, which bear its name and a dot.</summary>
    private static IReadOnlyCollection<SourceFile> FilesOf(string service) =>
        [
            .. Repository.Files.Where(file =>
                file.IsIn($"services/{service}")
                || file.Path.StartsWith($"services/{service}.", StringComparison.Ordinal)
            ),
        ];

    private static IReadOnlyCollection<SourceFile> ContractFiles() =>
        [.. Repository.CSharp.Where(file => file.IsIn("shared/RebateFlow.Contracts"))];

    private static void Holds(IEnumerable<Violation> violations) =>
        Nothing.In(violations.Select(violation => violation.ToString()));

    private static void Finds(IEnumerable<Violation> violations) => Assert.NotEmpty(violations);
}
