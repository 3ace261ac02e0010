using RebateFlow.Risk.Tests.Builders;
using RebateFlow.RiskScoring.Rules.Exporters;
using RebateFlow.RiskScoring.Rules.FilingFacts;

namespace RebateFlow.Risk.Tests.Rules;

public sealed class CommodityNewToExporterTests
{
    public static IEnumerable<TheoryDataRow<Case>> Cases =>
        Case.Read(nameof(CommodityNewToExporter));

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void Every_case_ends_as_its_row_says(Case row)
    {
        var quiet = Backgrounds.Quiet;
        var background = quiet with
        {
            Header = quiet.Header with { FirstDeclaredOn = row.Date("first_declared_on") },
            History = quiet.History with
            {
                HasLastYear = row["has_last_year"] == "yes",
                CommoditiesLastYear = row.Words("last_year_hs8"),
            },
        };
        var content = Filings.Content with
        {
            ExportLines =
            [
                .. row.Words("codes")
                    .Select(code => Filings.ExportLine with { CommodityCode = code }),
            ],
        };
        row.Check(
            new CommodityNewToExporter(),
            new Facts(content, background),
            (CommodityNewToExporter.Points, 5)
        );
    }
}
