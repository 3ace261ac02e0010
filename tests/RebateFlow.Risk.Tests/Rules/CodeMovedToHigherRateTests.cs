using RebateFlow.Risk.Tests.Builders;
using RebateFlow.RiskScoring.Rules.FilingFacts;
using RebateFlow.RiskScoring.Rules.Vouchers;

namespace RebateFlow.Risk.Tests.Rules;

public sealed class CodeMovedToHigherRateTests
{
    public static IEnumerable<TheoryDataRow<Case>> Cases =>
        Case.Read(nameof(CodeMovedToHigherRate));

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void Every_case_ends_as_its_row_says(Case row)
    {
        var (quiet, content) = (Backgrounds.Quiet, Filings.Content);

        content = content with
        {
            ExportLines =
            [
                Filings.ExportLine with
                {
                    CommodityCode = row["code"],
                    RebateRatePercent = row.Number("rate"),
                },
            ],
        };
        var background = quiet with
        {
            History = quiet.History with
            {
                CommoditiesLastYear = row.Words("known"),
                CheaperNeighbours =
                [
                    .. row.Words("neighbour")
                        .Select(code => new CheaperNeighbour(
                            row["code"][..8],
                            code,
                            row.Number("neighbour_rate")
                        )),
                ],
            },
        };
        row.Check(
            new CodeMovedToHigherRate(),
            new Facts(content, background),
            (CodeMovedToHigherRate.MinStep, 2),
            (CodeMovedToHigherRate.Points, 30)
        );
    }
}
