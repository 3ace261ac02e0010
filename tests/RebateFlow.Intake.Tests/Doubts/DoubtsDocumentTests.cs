namespace RebateFlow.Intake.Tests.Doubts;

public sealed class DoubtsDocumentTests
{
    private static readonly string root = FindRoot();

    [Fact]
    public void The_document_says_what_the_catalogue_says()
    {
        var path = Path.Combine(root, DoubtsDocument.Path);
        var expected = DoubtsDocument.Write(Catalogue(), Fields());
        if (Environment.GetEnvironmentVariable("REBATEFLOW_UPDATE_DOCS") == "1")
            File.WriteAllText(path, expected);

        Assert.True(
            File.Exists(path) && File.ReadAllText(path) == expected,
            $"{DoubtsDocument.Path} is stale. Write it anew with "
                + "REBATEFLOW_UPDATE_DOCS=1 dotnet run --project tests/RebateFlow.Intake.Tests"
        );
    }

    [Fact]
    public void A_changed_row_makes_the_document_stale() =>
        Assert.NotEqual(
            DoubtsDocument.Write(Catalogue(), Fields()),
            DoubtsDocument.Write(
                Catalogue().Replace("F001,F,header,WARNING", "F001,F,header,NOTE"),
                Fields()
            )
        );

    /// <summary>
    /// Each code is named by a test that raises it; whether it is silent otherwise is what the
    /// clean filings of <c>CheckListTests</c> show for all codes at once.
    /// </summary>
    [Fact]
    public void Every_code_that_the_checks_raise_is_raised_by_a_test()
    {
        var tests = string.Join(
            '\n',
            Directory
                .EnumerateFiles(
                    Path.Combine(root, "tests/RebateFlow.Intake.Tests"),
                    "*Tests.cs",
                    SearchOption.AllDirectories
                )
                .Select(File.ReadAllText)
        );
        var codes = RebateFlow.Intake.Checks.Doubts.DoubtCatalogue.Embedded.Codes;

        Assert.All(
            codes.Where(code =>
                code[0] is 'F' or 'M' or 'R' && !Checks.CheckListTests.Elsewhere.Contains(code)
            ),
            code => Assert.Matches($"(void|Task) {code}_|\"{code}\"", tests)
        );
    }

    private static string Catalogue() =>
        File.ReadAllText(Path.Combine(root, "seeds/reference/doubt-codes.csv"));

    private static string Fields() =>
        File.ReadAllText(Path.Combine(root, "seeds/reference/compared-fields.csv"));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "RebateFlow.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}
