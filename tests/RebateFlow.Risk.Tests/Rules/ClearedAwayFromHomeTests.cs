using RebateFlow.Contracts.Intake;
using RebateFlow.Risk.Tests.Builders;
using RebateFlow.RiskScoring.Rules.FilingFacts;
using RebateFlow.RiskScoring.Rules.Vouchers;

namespace RebateFlow.Risk.Tests.Rules;

public sealed class ClearedAwayFromHomeTests
{
    public static IEnumerable<TheoryDataRow<Case>> Cases => Case.Read(nameof(ClearedAwayFromHome));

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void Every_case_ends_as_its_row_says(Case row)
    {
        var (quiet, content) = (Backgrounds.Quiet, Filings.Content);

        content = content with
        {
            ExportLines =
            [
                .. row.Words("districts")
                    .Select(
                        (district, i) =>
                            Filings.ExportLine with
                            {
                                CustomsDistrict = district,
                                CustomsDeclarationLineNo = $"02022026000000{i:D4}001",
                            }
                    ),
            ],
        };
        var background = quiet with
        {
            Header = quiet.Header with { CustomsDistrict = row["home"] },
            History = quiet.History with
            {
                ThisPeriod = new(0, 0, 0, Whole("other"), Whole("other_away")),
                SamePeriodLastYear = new(0, 0, 0, Whole("year_before"), Whole("year_before_away")),
            },
        };
        int Whole(string column) => (int)row.Number(column);
        row.Check(
            new ClearedAwayFromHome(),
            new Facts(content, background),
            (ClearedAwayFromHome.LimitPoints, 30),
            (ClearedAwayFromHome.MinDeclarations, 10),
            (ClearedAwayFromHome.Points, 5)
        );
    }

    [Fact]
    public void Lines_of_one_declaration_count_once()
    {
        var line = Filings.ExportLine;
        FiledExportLine[] lines =
        [
            line with
            {
                CustomsDeclarationLineNo = "530120260000000010001",
                CustomsDistrict = "5301",
            },
            line with
            {
                CustomsDeclarationLineNo = "530120260000000010002",
                CustomsDistrict = "5301",
            },
            line with
            {
                CustomsDeclarationLineNo = "",
            },
        ];

        Assert.Equal(new DeclarationCount(1, 1), DeclarationCount.Of(lines, "0202"));
        Assert.Equal(default, DeclarationCount.Of(lines, ""));
    }
}
