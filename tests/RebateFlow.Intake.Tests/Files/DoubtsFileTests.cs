using System.Text.RegularExpressions;
using RebateFlow.Intake.Checks.Doubts;
using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Intake.Files.Forms;
using RebateFlow.Intake.Files.Reading;
using RebateFlow.Intake.Files.Writing;

namespace RebateFlow.Intake.Tests.Files;

/// <summary>Doubts go back on the cells they are about.</summary>
public sealed class DoubtsFileTests
{
    [Fact]
    public void The_doubted_cell_is_filled_and_says_text_both_values_and_remedy()
    {
        var filing = Samples.Er().Filing;
        var file = TestFiles.Feedback(filing, isChinese: true, Doubt("export", "0001", "quantity"));

        Assert.Equal(StyleOf(ColumnKind.Number, Mark.Error), StyleAt(file, 3, Cell("quantity")));
        Assert.Equal(StyleOf(ColumnKind.Money, Mark.None), StyleAt(file, 3, Cell("fobUsd")));
        var notes = TestFiles.PartOf(file, "xl/comments3.xml");
        Assert.Contains($"ref=\"{Cell("quantity")}\"", notes);
        Assert.Contains("M104 数量不符", notes);
        Assert.Contains("申报值：1000", notes);
        Assert.Contains("比对值：900", notes);
        Assert.Contains("处理：核对数量", notes);
    }

    [Fact]
    public void The_notes_are_in_english_for_readers_of_english()
    {
        var doubt = Doubt("export", "0001", "quantity");
        var file = TestFiles.Feedback(Samples.Er().Filing, isChinese: false, doubt);

        var notes = TestFiles.PartOf(file, "xl/comments3.xml");

        Assert.Contains("M104 Quantities differ", notes);
        Assert.Contains("What to do: Check the quantity", notes);
    }

    [Theory]
    [InlineData("export", "0001", "", "lineNo")]
    [InlineData("export", "0001", "no-such-field", "lineNo")]
    [InlineData("association", Samples.Association, "quantity", "associationNo")]
    public void A_doubt_of_a_whole_line_stands_on_what_names_the_line(
        string form,
        string place,
        string field,
        string shownOn
    )
    {
        var doubt = Doubt(form, place, field);
        var file = TestFiles.Feedback(Samples.Er().Filing, isChinese: true, doubt);

        Assert.Equal(StyleOf(ColumnKind.Text, Mark.Error), StyleAt(file, 3, Cell(shownOn)));
    }

    [Fact]
    public void A_line_out_of_sequence_is_marked_where_it_stands()
    {
        var scene = Samples.Er().WithExport(line => line with { LineNo = "0007" });

        var doubts = scene.Run().Doubts.Where(doubt => doubt.Code == "F004");
        var file = TestFiles.Feedback(scene.Filing, isChinese: true, [.. doubts]);

        Assert.Equal(StyleOf(ColumnKind.Text, Mark.Error), StyleAt(file, 3, "A2"));
    }

    [Fact]
    public void A_doubt_of_the_head_stands_on_its_value()
    {
        var doubt = Doubt("header", "", "period");
        var file = TestFiles.Feedback(Samples.Er().Filing, isChinese: true, doubt);

        Assert.Equal(StyleOf(ColumnKind.Text, Mark.Error), StyleAt(file, 2, "B3"));
    }

    [Fact]
    public void A_doubt_of_the_summary_stands_on_its_value()
    {
        var doubt = Doubt("summary", "", "endingCredit");
        var file = TestFiles.Feedback(Samples.Ecr().Filing, isChinese: true, doubt);

        Assert.Contains("M104", TestFiles.PartOf(file, "xl/comments4.xml"));
    }

    [Fact]
    public void Every_doubt_that_checks_raise_has_a_cell_or_stands_in_the_list()
    {
        var scene = Samples.Er().WithExport(line => line with { Quantity = 5_000m, LineNo = "7" });

        var outcome = scene.Run();
        var file = TestFiles.Feedback(scene.Filing, isChinese: true, [.. outcome.Doubts]);

        var list = TestFiles.PartOf(file, "xl/worksheets/sheet1.xml");
        Assert.NotEmpty(outcome.Doubts);
        Assert.All(outcome.Doubts, doubt => Assert.Contains($">{doubt.Code}<", list));
    }

    [Fact]
    public void Long_names_and_values_in_the_list_wrap_in_their_columns()
    {
        var doubt = Doubt("summary", "", "settlementAdjustDisallowed");
        var file = TestFiles.Feedback(Samples.Ecr().Filing, isChinese: true, doubt);

        foreach (var cell in new[] { "G2", "H2", "I2", "J2", "K2" })
            Assert.Equal(CellStyles.Wrapped, StyleAt(file, 1, cell));
        Assert.Contains(
            "<row r=\"2\" ht=\"30\"",
            TestFiles.PartOf(file, "xl/worksheets/sheet1.xml")
        );
    }

    [Fact]
    public void Printed_pages_can_be_read_and_have_the_headings()
    {
        var file = TestFiles.Feedback(Samples.Ecr().Filing);

        Assert.Contains("fitToWidth=\"2\"", TestFiles.PartOf(file, "xl/worksheets/sheet3.xml"));
        Assert.Contains("fitToWidth=\"1\"", TestFiles.PartOf(file, "xl/worksheets/sheet4.xml"));
        var book = TestFiles.PartOf(file, "xl/workbook.xml");
        Assert.Contains("localSheetId=\"2\">'出口明细'!$A:$A,'出口明细'!$1:$1<", book);
        Assert.DoesNotContain("'汇总表'!", book);
    }

    [Fact]
    public void Several_doubts_of_a_cell_share_its_note_and_the_gravest_colours_it()
    {
        var file = TestFiles.Feedback(
            Samples.Er().Filing,
            isChinese: true,
            Doubt("export", "0001", "unit") with
            {
                Level = DoubtLevel.Note,
                Code = "F007",
            },
            Doubt("export", "0001", "unit") with
            {
                Level = DoubtLevel.Warning,
            }
        );

        var notes = TestFiles.PartOf(file, "xl/comments3.xml");
        Assert.Contains("F007", notes);
        Assert.Contains("M104", notes);
        Assert.Equal(StyleOf(ColumnKind.Text, Mark.Warning), StyleAt(file, 3, Cell("unit")));
    }

    [Fact]
    public void A_workbook_with_marks_is_read_as_the_filing_it_shows()
    {
        var filing = Samples.Er().Filing;
        var file = TestFiles.Feedback(filing, isChinese: true, Doubt("export", "0001", "quantity"));

        Assert.Equal(filing.ExportLines, TestFiles.Filing(TestFiles.Read(file)).ExportLines);
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+cmd", "'+cmd")]
    [InlineData("-2+3", "'-2+3")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("  =1", "'  =1")]
    [InlineData("＝1", "'＝1")]
    [InlineData("-12.50", "-12.50")]
    [InlineData("灯", "灯")]
    public void What_csv_would_run_becomes_text(string value, string expected)
    {
        using var csv = new StringWriter();

        DoubtsCsv.Write(
            csv,
            [Doubt("export", "0001", "remark") with { Declared = value }],
            isChinese: false
        );

        var row = csv.ToString().Split("\r\n")[1];
        Assert.Contains($",{expected},", row.Replace("\"", ""), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_in_a_workbook_never_becomes_a_formula()
    {
        var er = Samples.Er().Filing;
        var filing = er with { ExportLines = [er.ExportLines[0] with { Remark = "=1+1" }] };

        var file = TestFiles.Feedback(filing);

        var sheet = TestFiles.PartOf(file, "xl/worksheets/sheet3.xml");
        Assert.Contains("t=\"inlineStr\"><is><t xml:space=\"preserve\">=1+1</t>", sheet);
        Assert.DoesNotContain("<f>", sheet);
        Assert.Contains("quotePrefix=\"1\"", TestFiles.PartOf(file, "xl/styles.xml"));
    }

    private static string Cell(string column)
    {
        var columns = FilingForms.Export.Columns.Where(c => c.IsFor(RebateMethod.Er)).ToList();
        return CellName.Of(columns.FindIndex(c => c.Name == column), 2);
    }

    private static int StyleOf(ColumnKind kind, Mark mark) => CellStyles.Of(kind, mark);

    private static int StyleAt(byte[] file, int sheet, string cell)
    {
        var xml = TestFiles.PartOf(file, $"xl/worksheets/sheet{sheet}.xml");
        return int.Parse(Regex.Match(xml, $"<c r=\"{cell}\" s=\"([0-9]+)\"").Groups[1].Value);
    }

    private static Doubt Doubt(string form, string place, string field) =>
        new()
        {
            DoubtNo = 1,
            Code = "M104",
            Level = DoubtLevel.Error,
            PassableBy = PassableBy.None,
            Form = form,
            Place = place,
            Field = field,
            Declared = "1000",
            Expected = "900",
            TextZh = "数量不符",
            TextEn = "Quantities differ",
            RemedyZh = "核对数量",
            RemedyEn = "Check the quantity",
        };
}
