using RebateFlow.Architecture.Tests.Tidy;

namespace RebateFlow.Architecture.Tests;

/// <summary>Documents are short and what they point at is there. Each rule has a twin.</summary>
public sealed class DocumentTests
{
    private const string Heading = "## Where is…?";
    private const string HeadingZh = "## 在哪里？";

    private static readonly IReadOnlyList<SourceFile> Markdown =
    [
        .. Repository.Files.Where(file => file.IsMarkdown),
    ];

    [Fact]
    public void No_document_is_longer_than_its_limit() =>
        Holds(Markdown.SelectMany(Limits.DocumentLines));

    [Theory]
    [InlineData("README.md", 151)]
    [InlineData("services/Intake/README.md", 151)]
    [InlineData("shared/docs/architecture.md", 201)]
    [InlineData("shared/docs/adr/0001-a.md", 61)]
    [InlineData("shared/docs/runbooks/a.md", 61)]
    public void A_document_over_its_limit_is_found(string path, int lines) =>
        Finds(Limits.DocumentLines(new(path, string.Concat(Enumerable.Repeat("a\n", lines)))));

    [Fact]
    public void Links_lead_somewhere() =>
        Holds(Markdown.SelectMany(file => Documents.Links(file, HeadingsOf)));

    [Theory]
    [InlineData("[a](nowhere.md)")]
    [InlineData("[a](../b.md)")]
    [InlineData("[a](b.md#no-such-heading)")]
    [InlineData("[a](#no-such-heading)")]
    public void A_dead_link_is_found(string text) =>
        Finds(Documents.Links(new("docs/a.md", text), Headings));

    [Theory]
    [InlineData("[a](b.md)")]
    [InlineData("[a](b.md#some-heading)")]
    [InlineData("[a](https://example.org/nowhere)")]
    public void A_good_link_is_left_alone(string text) =>
        Assert.Empty(Documents.Links(new("docs/a.md", text), Headings));

    [Fact]
    public void Paths_in_documents_exist() =>
        Holds(Markdown.SelectMany(file => Documents.Paths(file, Repository.Exists)));

    [Fact]
    public void A_path_that_is_gone_is_found() =>
        Finds(Documents.Paths(new("README.md", "see `services/Gone/A.cs`"), _ => false));

    [Theory]
    [InlineData("shared/docs/adr/0001-a.md", "Superseded by 0002.", 0)]
    [InlineData("shared/docs/adr/0001-a.md", "Accepted.", 1)]
    [InlineData("README.md", "Superseded by 0002.", 1)]
    public void Only_a_superseded_adr_may_name_what_is_gone(
        string path,
        string status,
        int found
    ) =>
        Assert.Equal(
            found,
            Documents.Paths(new(path, $"{status} `services/Gone/A.cs`"), _ => false).Count()
        );

    [Fact]
    public void The_where_is_table_answers_every_question_with_a_path() =>
        Holds(
            Documents
                .WhereIsTable(Repository.File("README.md"), Heading)
                .Concat(Documents.WhereIsTable(Repository.File("README.zh-CN.md"), HeadingZh))
        );

    [Theory]
    [InlineData("## Where is…?\n\n| Q | A |\n|---|---|\n| a | somewhere |\n")]
    [InlineData("## Something else\n")]
    public void A_where_is_table_without_answers_is_found(string text) =>
        Finds(Documents.WhereIsTable(new("README.md", text), Heading));

    [Fact]
    public void Both_languages_of_the_readme_point_at_the_same_places() =>
        Assert.Equal(
            Documents.WhereIsPaths(Repository.File("README.md"), Heading),
            Documents.WhereIsPaths(Repository.File("README.zh-CN.md"), HeadingZh)
        );

    [Fact]
    public void Names_of_the_glossary_are_those_of_the_code() =>
        Holds(
            Documents.GlossaryNames(
                Repository.File("shared/docs/glossary.md"),
                [.. Repository.Files.Where(file => !file.IsTest)]
            )
        );

    [Fact]
    public void A_name_of_the_glossary_that_left_the_code_is_found() =>
        Finds(
            Documents.GlossaryNames(
                new("g.md", "| 疑点 | doubt | `Dbt` |\n"),
                [new("services/A/B.cs", "class Doubt;")]
            )
        );

    [Fact]
    public void The_architecture_page_lists_every_message() =>
        Holds(Documents.MessageTable(Repository.File("shared/docs/architecture.md"), Contracts()));

    [Fact]
    public void A_message_that_the_architecture_page_forgets_is_found() =>
        Finds(Documents.MessageTable(new("a.md", "| `CaseOpened` | Approval |\n"), Contracts()));

    [Fact]
    public void Adrs_are_numbered_and_have_all_parts() =>
        Holds(Documents.AdrNumbers(Adrs()).Concat(Adrs().SelectMany(Documents.AdrForm)));

    [Fact]
    public void An_adr_out_of_order_or_without_its_parts_is_found()
    {
        SourceFile adr = new("shared/docs/adr/0002-a.md", "# 2. A\n\n## Status\n");

        Finds(Documents.AdrNumbers([adr]));
        Assert.Equal(3, Documents.AdrForm(adr).Count());
    }

    [Fact]
    public void An_adr_and_the_one_that_superseded_it_name_each_other() =>
        Holds(Documents.Supersessions([.. Adrs()]));

    [Theory]
    [InlineData("# 2. B\n\nSupersedes ADR 10.")]
    [InlineData("# 2. B")]
    public void An_adr_that_does_not_name_what_it_superseded_is_found(string later) =>
        Finds(
            Documents.Supersessions([
                new("shared/docs/adr/0001-a.md", "Superseded by 0002, 2026-11."),
                new("shared/docs/adr/0002-b.md", later),
            ])
        );

    [Fact]
    public void An_adr_superseded_by_none_is_found() =>
        Finds(Documents.Supersessions([new("shared/docs/adr/0001-a.md", "Superseded by 0002.")]));

    private static IEnumerable<SourceFile> Contracts() =>
        Repository.CSharp.Where(file => file.IsIn("shared/RebateFlow.Contracts"));

    private static IEnumerable<SourceFile> Adrs() =>
        Markdown.Where(file => file.IsIn("shared/docs/adr"));

    private static string? HeadingsOf(string path) =>
        Repository.Files.FirstOrDefault(file => file.Path == path)?.Text
        ?? (Repository.Exists(path) ? "" : null);

    private static string? Headings(string path) =>
        path == "docs/b.md" ? "# Some heading\n"
        : path == "docs/a.md" ? ""
        : null;

    private static void Holds(IEnumerable<Violation> violations) =>
        Nothing.In(violations.Select(violation => violation.ToString()));

    private static void Finds(IEnumerable<Violation> violations) => Assert.NotEmpty(violations);
}
