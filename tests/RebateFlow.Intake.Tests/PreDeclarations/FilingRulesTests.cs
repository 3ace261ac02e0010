using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Intake.Submissions;

namespace RebateFlow.Intake.Tests.PreDeclarations;

public sealed class FilingRulesTests
{
    [Fact]
    public void A_well_formed_filing_has_no_fault() => Assert.Empty(FilingRules.Faults(Filing()));

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    public void The_batch_is_1_to_999(int batchNo) =>
        Assert.Equal(["batchNo"], Fields(Filing() with { BatchNo = batchNo }));

    [Fact]
    public void Faults_of_all_lines_come_at_once_in_form_order()
    {
        var line = Line();
        var filing = Filing() with
        {
            ExportLines =
            [
                line with
                {
                    Quantity = 1.00001m,
                },
                line,
                line with
                {
                    CommodityName = "a\0b",
                    VatRate = 101,
                },
            ],
        };

        Assert.Equal(
            ["exportLines[0].quantity", "exportLines[2].commodityName", "exportLines[2].vatRate"],
            Fields(filing)
        );
    }

    [Fact]
    public void A_line_that_is_null_is_a_fault_and_no_crash() =>
        Assert.Equal(["exportLines[0]"], Fields(Filing() with { ExportLines = [null!] }));

    [Fact]
    public void A_text_is_at_most_200_characters_and_a_remark_500()
    {
        var longest = Line() with
        {
            CommodityName = new string('x', 200),
            Remark = new string('x', 500),
        };
        var longer = longest with
        {
            CommodityName = new string('x', 201),
            Remark = new string('x', 501),
        };

        Assert.Empty(FilingRules.Faults(Filing() with { ExportLines = [longest] }));
        Assert.Equal(
            ["exportLines[0].commodityName", "exportLines[0].remark"],
            Fields(Filing() with { ExportLines = [longer] })
        );
    }

    [Fact]
    public void An_ER_filing_needs_a_line_and_has_no_summary() =>
        Assert.Equal(
            ["exportLines", "ecrSummary"],
            Fields(Filing() with { ExportLines = [], EcrSummary = Summary() })
        );

    [Fact]
    public void An_ECR_filing_needs_its_summary_but_may_have_no_line()
    {
        var filing = Filing() with { Method = RebateMethod.Ecr, ExportLines = [] };

        Assert.Equal(["ecrSummary"], Fields(filing));
        Assert.Empty(FilingRules.Faults(filing with { EcrSummary = Summary() }));
    }

    private static IEnumerable<string> Fields(SubmittedFiling filing) =>
        FilingRules.Faults(filing).Select(fault => fault.Field);

    private static SubmittedFiling Filing() =>
        new()
        {
            Method = RebateMethod.Er,
            Uscc = "91120116MA90DEM10T",
            Period = "202603",
            BatchNo = 1,
            ExportLines = [Line()],
        };

    private static ExportLine Line() =>
        new()
        {
            LineNo = "0001",
            CustomsDeclarationLineNo = "020220260000000001001",
            ExportDate = new DateOnly(2026, 2, 25),
            CommodityCode = "8512201000",
            CommodityName = "机动车辆用照明装置",
            Unit = "个",
            Quantity = 5000,
            FobUsd = 800000,
        };

    private static EcrFigures Summary() =>
        new()
        {
            InputTax = 1,
            OutputTax = 1,
            PreviousCredit = 0,
        };
}
