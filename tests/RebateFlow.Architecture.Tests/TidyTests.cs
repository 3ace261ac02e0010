using RebateFlow.Architecture.Tests.Tidy;

namespace RebateFlow.Architecture.Tests;

/// <summary>
/// The style of the house as tests. Each rule that holds over the repository has a twin that shows
/// it a violating sample: a rule that cannot object is worth nothing.
/// </summary>
public sealed class TidyTests
{
    private static readonly IReadOnlyList<SourceFile> CSharp = [.. Repository.CSharp];

    private static readonly IReadOnlyList<SourceFile> Product =
    [
        .. Repository.CSharp.Where(file => !file.IsTest),
    ];

    [Fact]
    public void No_file_is_longer_than_its_limit() =>
        Holds(Repository.Files.SelectMany(Limits.FileLines));

    [Theory]
    [InlineData("services/Intake/Long.cs", 301)]
    [InlineData("services/Intake/Program.cs", 81)]
    [InlineData("tests/RebateFlow.Intake.Tests/LongTests.cs", 501)]
    [InlineData("run", 201)]
    [InlineData("shared/run/servers.sh", 201)]
    public void A_file_over_its_limit_is_found(string path, int lines) =>
        Finds(Limits.FileLines(Sample(path, string.Concat(Enumerable.Repeat("//\n", lines)))));

    [Fact]
    public void No_line_is_wider_than_100_columns() =>
        Holds(Repository.Files.SelectMany(Limits.Columns));

    [Fact]
    public void A_line_of_101_columns_is_found() =>
        Finds(Limits.Columns(Sample("services/A/B.cs", new string('x', 101))));

    [Fact]
    public void A_script_has_one_statement_a_line() =>
        Holds(Repository.Files.SelectMany(Scripts.Statements));

    [Theory]
    [InlineData("cd here; ls", 1)]
    [InlineData("if true; then ls; fi", 1)]
    [InlineData("mkdir a && cd a && ls", 1)]
    [InlineData("if true; then # no; yes", 0)]
    [InlineData("while a || b; do", 0)]
    [InlineData("up) up \"$@\" ;;", 0)]
    [InlineData("trap 'stop; echo \"$sum\"' EXIT", 0)]
    public void A_second_statement_in_a_line_of_a_script_is_found(string line, int count) =>
        Assert.Equal(count, Scripts.Statements(Sample("run", line)).Count());

    [Fact]
    public void No_method_is_longer_than_60_lines() => Holds(CSharp.SelectMany(Limits.Methods));

    [Fact]
    public void A_method_of_61_lines_is_found() =>
        Finds(Limits.Methods(Sample($"class A {{ void M() {{{new string('\n', 60)}}} }}")));

    [Fact]
    public void No_method_takes_more_than_6_parameters() =>
        Holds(CSharp.SelectMany(Limits.Parameters));

    [Theory]
    [InlineData("class A { void M(int a, int b, int c, int d, int e, int f, int g) { } }")]
    [InlineData("class A(int a, int b, int c, int d, int e, int f, int g);")]
    public void A_method_or_constructor_with_7_parameters_is_found(string code) =>
        Finds(Limits.Parameters(Sample(code)));

    [Fact]
    public void Classes_are_sealed() => Holds(Habits.OpenClasses(CSharp));

    [Theory]
    [InlineData("public class A;")]
    [InlineData("public record A(int B);")]
    public void An_open_class_or_record_is_found(string code) =>
        Finds(Habits.OpenClasses([Sample(code)]));

    [Fact]
    public void No_switch_hides_new_values_of_our_enums_behind_a_discard() =>
        Holds(Habits.DiscardArms(CSharp));

    [Fact]
    public void A_discard_arm_over_one_of_our_enums_is_found() =>
        Finds(
            Habits.DiscardArms([
                Sample("enum Grade { Low, High }"),
                Sample("class A { int M(Grade g) => g switch { Grade.Low => 1, _ => 2 }; }"),
            ])
        );

    [Fact]
    public void Money_rates_and_quantities_know_no_floating_point() =>
        Holds(
            Product
                .Where(file => Habits.ExactFolders.Any(file.IsIn))
                .SelectMany(Habits.FloatingPoint)
        );

    [Theory]
    [InlineData("class A { double B; }")]
    [InlineData("class A { float B; }")]
    [InlineData("class A { object B = 1.5; }")]
    public void A_double_or_a_float_is_found(string code) =>
        Finds(Habits.FloatingPoint(Sample(code)));

    [Fact]
    public void No_catch_swallows_without_a_reason() =>
        Holds(CSharp.SelectMany(Habits.SilentCatches));

    [Theory]
    [InlineData("class A { void M() { try { } catch { return; } } }")]
    [InlineData("class A { void M() { try { } catch (Exception e) { Log(e); } } }")]
    [InlineData("class A { void M() { try { } catch (IOException) { } } }")]
    public void A_catch_that_swallows_is_found(string code) =>
        Finds(Habits.SilentCatches(Sample(code)));

    [Fact]
    public void Comments_leave_no_faults_and_no_dead_code_behind() =>
        Holds(Repository.Files.SelectMany(Habits.Comments));

    [Theory]
    [InlineData("services/A/B.cs", "// TODO later\nclass A;")]
    [InlineData("services/A/B.cs", "// FIX" + "ME\nclass A;")]
    [InlineData("services/A/B.cs", "class A { /* int b; */ }", 0)]
    [InlineData("services/A/B.cs", "// int b = 1;\nclass A;")]
    [InlineData("run", "# TODO later")]
    public void A_comment_that_leaves_work_or_code_behind_is_found(
        string path,
        string text,
        int count = 1
    ) => Assert.Equal(count, Habits.Comments(Sample(path, text)).Count());

    [Fact]
    public void Files_and_folders_are_named_by_the_trade() =>
        Holds(Repository.Files.SelectMany(Places.Words));

    [Theory]
    [InlineData("services/Intake/Common/A.cs")]
    [InlineData("shared/RebateFlow.Core/A.cs")]
    [InlineData("services/Intake/DateHelpers.cs")]
    public void A_drawer_for_odds_and_ends_is_found(string path) =>
        Finds(Places.Words(Sample(path, "")));

    [Fact]
    public void Migrations_are_numbered_in_order() => Holds(Places.Migrations(Repository.Files));

    [Theory]
    [InlineData("0001_create_case.sql", "0003_add_column.sql")]
    [InlineData("0001_create_case.sql", "0001_add_column.sql")]
    [InlineData("0001_create_case.sql", "0002-add-column.sql")]
    public void A_gap_a_double_or_a_wrong_name_among_migrations_is_found(string a, string b) =>
        Finds(Places.Migrations([Migration(a), Migration(b)]));

    [Fact]
    public void Live_filings_follow_every_fact_that_is_fed() =>
        Holds(Facts.WithoutTrigger(Repository.Files));

    [Theory]
    [InlineData("CREATE TABLE permit (\n  no text,\n  version bigint\n);", 1)]
    [InlineData("CREATE TABLE permit (\n  no text\n);", 0)]
    [InlineData("CREATE TABLE doubt_code (\n  version bigint\n);", 0)]
    [InlineData(
        """
            CREATE TABLE permit (
              version bigint
            );
            CREATE TRIGGER permit_changes AFTER UPDATE OF version
              ON permit FOR EACH ROW EXECUTE FUNCTION note_fact('EXPORTER', 'permits', 'no');
            """,
        0
    )]
    public void A_fact_that_no_trigger_notes_is_found(string sql, int count) =>
        Assert.Equal(
            count,
            Facts.WithoutTrigger([Sample("services/Intake/Migrations/0001_a_b.sql", sql)]).Count()
        );

    [Fact]
    public void Tests_wait_for_conditions_and_never_for_time() =>
        Holds(CSharp.SelectMany(Boundaries.Pauses));

    [Fact]
    public void A_test_that_pauses_is_found() =>
        Finds(
            Boundaries.Pauses(
                Sample("tests/A.Tests/B.cs", "class A { Task M() => Task.Delay(100); }")
            )
        );

    [Fact]
    public void Test_names_are_sentences() => Holds(CSharp.SelectMany(Boundaries.TestNames));

    [Theory]
    [InlineData("class ATests { [Fact] public void Works() { } }")]
    [InlineData("class A { [Fact] public void A_rate_is_never_negative() { } }")]
    public void A_test_that_does_not_say_what_it_shows_is_found(string code) =>
        Finds(Boundaries.TestNames(Sample(code)));

    [Fact]
    public void Folders_that_rules_name_are_there() =>
        Assert.All(Habits.ExactFolders, folder => Assert.True(Repository.Exists(folder), folder));

    [Fact]
    public void Every_risk_rule_has_a_test_and_cases_of_its_own() =>
        Holds(RiskRules.Untested(Repository.Files));

    [Fact]
    public void A_risk_rule_without_test_and_cases_is_found() =>
        Assert.Equal(
            2,
            RiskRules
                .Untested([
                    Sample(
                        "services/RiskScoring.Rules/Prices/PriceTooRound.cs",
                        "public sealed class PriceTooRound : IRiskRule;"
                    ),
                ])
                .Count()
        );

    [Fact]
    public void Every_risk_rule_is_in_the_newest_rule_set() =>
        Holds(RiskRules.WithoutValues(Repository.Files));

    [Fact]
    public void A_risk_rule_that_the_rule_set_forgets_is_found() =>
        Finds(
            RiskRules.WithoutValues([
                Sample(
                    "services/RiskScoring.Rules/Prices/PriceTooRound.cs",
                    "public sealed class PriceTooRound : IRiskRule { string Id => \"RI-99\"; }"
                ),
                Sample("seeds/rule-sets/2026-01-01.json", """{"rules":{"RI-01":{}}}"""),
            ])
        );

    private static SourceFile Migration(string name) =>
        Sample($"services/Intake/Migrations/{name}", "select 1;");

    private static SourceFile Sample(string code) => Sample("services/Intake/Sample.cs", code);

    private static SourceFile Sample(string path, string text) => new(path, text);

    private static void Holds(IEnumerable<Violation> violations) =>
        Nothing.In(violations.Select(violation => violation.ToString()));

    private static void Finds(IEnumerable<Violation> violations) => Assert.NotEmpty(violations);
}
