using System.Text;
using System.Text.Json;
using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Intake.Requests;
using RebateFlow.Intake.Submissions;

namespace RebateFlow.Intake.Tests.Files;

/// <summary>A file says what its JSON would say.</summary>
public sealed class ReadFilingTests
{
    [Fact]
    public void A_workbook_we_write_is_the_filing_it_was_written_from()
    {
        var filing = Samples.Er().Filing;

        var again = TestFiles.Filing(TestFiles.Read(TestFiles.Feedback(filing)));

        Assert.Equal(Json(filing), Json(again));
    }

    [Fact]
    public void A_workbook_in_english_is_the_filing_it_was_written_from()
    {
        var filing = Samples.Ecr().Filing;

        var again = TestFiles.Filing(TestFiles.Read(TestFiles.Feedback(filing, isChinese: false)));

        Assert.Equal(Json(filing), Json(again));
    }

    [Fact]
    public void Amounts_that_excel_cannot_hold_travel_as_text()
    {
        var er = Samples.Er().Filing;
        var line = er.ExportLines[0] with
        {
            FobUsd = 9_999_999_999_999_999.99m,
            Quantity = 0.0001m,
        };
        var filing = er with { ExportLines = [line] };

        var again = TestFiles.Filing(TestFiles.Read(TestFiles.Feedback(filing)));

        Assert.Equal(9_999_999_999_999_999.99m, again.ExportLines[0].FobUsd);
        Assert.Equal(0.0001m, again.ExportLines[0].Quantity);
    }

    [Theory]
    [InlineData("UTF-8", true)]
    [InlineData("UTF-8", false)]
    [InlineData("GB18030", false)]
    public void Csv_files_are_read_in_the_encodings_of_chinese_office_software(
        string name,
        bool hasMark
    )
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var encoding = Encoding.GetEncoding(name);
        byte[] Bytes(string text) =>
            [.. hasMark ? encoding.GetPreamble() : [], .. encoding.GetBytes(text)];

        var filing = TestFiles.Filing(
            TestFiles.Read(
                TestFiles.Zip(
                    ("申报/申报表头.csv", Bytes(TestFiles.HeadCsv)),
                    ("申报/出口明细.csv", Bytes(TestFiles.ExportCsv))
                )
            )
        );

        Assert.Equal("照明灯", filing.ExportLines.Single().CommodityName);
        Assert.Equal(16_000m, filing.ExportLines.Single().FobUsd);
        Assert.Equal(1, filing.BatchNo);
    }

    [Fact]
    public void English_headings_in_another_order_are_read_as_well()
    {
        const string head = "Batch,1\nMethod,ER\nuscc,91120116MA90DEM10T\nPeriod,202603\n";
        const string export = """
            FOB USD,Quantity *,unit,commodity name,Commodity code,exportDate,出口货物报关单号,Line no.
            "1,600.00",1000,个,"灯, 白",8512201000,2026/3/5,022020260000010001001,0001
            """;

        var filing = TestFiles.Filing(
            TestFiles.Read(
                TestFiles.Zip(
                    ("head.csv", head),
                    ("export-lines.csv", export.Replace("FOB USD", "fobUsd"))
                )
            )
        );

        var line = filing.ExportLines.Single();
        Assert.Equal(("灯, 白", 1_600m), (line.CommodityName, line.FobUsd));
        Assert.Equal(new DateOnly(2026, 3, 5), line.ExportDate);
    }

    [Fact]
    public void An_empty_text_that_is_required_becomes_a_doubt_and_no_refusal()
    {
        var export = TestFiles.ExportCsv.Replace("照明灯", "");

        var filing = TestFiles.Filing(
            TestFiles.Read(TestFiles.Zip(("head.csv", TestFiles.HeadCsv), ("出口明细.csv", export)))
        );

        Assert.Equal("", filing.ExportLines.Single().CommodityName);
    }

    [Fact]
    public void Every_fault_is_told_at_once_by_sheet_row_and_column()
    {
        var head = TestFiles.HeadCsv.Replace("申报批次,1", "申报批次,one");
        var export = TestFiles
            .ExportCsv.Replace("2026-03-05", "someday")
            .Replace(",1000,", ",many,")
            .Replace("16000.00", "1.234");

        var reading = TestFiles.Read(
            TestFiles.Zip(("申报表头.csv", head), ("出口明细.csv", export))
        );

        Assert.Equal(
            ["申报表头!B4", "出口明细!D2", "出口明细!H2", "出口明细!I2"],
            reading.Faults.Select(fault => fault.Cell)
        );
        Assert.StartsWith("出口日期：须为日期", reading.Faults[1].MessageZh);
        Assert.StartsWith("Export date: must be a date", reading.Faults[1].MessageEn);
    }

    [Fact]
    public void A_fault_of_the_document_is_told_by_its_cell()
    {
        var export = TestFiles.ExportCsv.Replace(",1000,", ",0.00001,");
        var reading = TestFiles.Read(
            TestFiles.Zip(("head.csv", TestFiles.HeadCsv), ("出口明细.csv", export))
        );

        var faults = FilingRules
            .Faults(TestFiles.Filing(reading))
            .Select(f => reading.Locate(f.Field, f.MessageZh, f.MessageEn));

        var fault = Assert.Single(faults);
        Assert.Equal("出口明细!H2", fault.Cell);
        Assert.StartsWith("Quantity: ", fault.MessageEn);
    }

    [Fact]
    public void Faults_are_told_up_to_a_thousand()
    {
        var line = TestFiles.ExportCsv.Split('\n')[1].Replace("2026-03-05", "someday");
        var export =
            TestFiles.ExportCsv.Split('\n')[0]
            + "\n"
            + string.Join('\n', Enumerable.Repeat(line, 3_000));

        var reading = TestFiles.Read(
            TestFiles.Zip(("head.csv", TestFiles.HeadCsv), ("出口明细.csv", export))
        );

        Assert.Equal(1_000, reading.Faults.Count);
    }

    [Fact]
    public void Excel_cells_are_read_as_they_look()
    {
        var headings = TestFiles.Row(
            "序号",
            "出口货物报关单号",
            "出口日期",
            "出口商品代码",
            "出口商品名称",
            "计量单位",
            "出口数量",
            "美元离岸价",
            "退税率"
        );
        var cells =
            TestFiles.TextCell("0001")
            + TestFiles.TextCell("022020260000010001001")
            + "<c s=\"2\"><v>46086</v></c><c><v>8512201000</v></c>"
            + TestFiles.TextCell("灯")
            + TestFiles.TextCell("个")
            + "<c><f>500*2</f><v>1000</v></c><c><v>16000.099999999999</v></c>"
            + "<c s=\"1\"><v>0.13</v></c>";

        var filing = TestFiles.Filing(
            TestFiles.Read(TestFiles.Workbook($"{headings}<row r=\"5\">{cells}</row>"))
        );

        var line = filing.ExportLines.Single();
        Assert.Equal(new DateOnly(2026, 3, 5), line.ExportDate);
        Assert.Equal((1_000m, 16_000.10m, 13m), (line.Quantity, line.FobUsd, line.RebateRate));
        Assert.Equal("8512201000", line.CommodityCode);
    }

    private static string Json(SubmittedFiling filing) =>
        JsonSerializer.Serialize(filing, RequestJson.Default.SubmittedFiling);
}
