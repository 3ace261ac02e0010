using RebateFlow.Risk.Tests.Builders;
using RebateFlow.RiskScoring.Rules.FilingFacts;
using RebateFlow.RiskScoring.Rules.Prices;

namespace RebateFlow.Risk.Tests.Rules;

public sealed class PriceNearPreciousMetalTests
{
    public static IEnumerable<TheoryDataRow<Case>> Cases =>
        Case.Read(nameof(PriceNearPreciousMetal));

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
                    Unit = row["unit"],
                    Quantity = row.Number("quantity"),
                    FobUsd = row.Number("fob_usd"),
                },
            ],
        };
        var background = quiet;
        row.Check(
            new PriceNearPreciousMetal(),
            new Facts(content, background),
            (PriceNearPreciousMetal.Silver, 1000),
            (PriceNearPreciousMetal.Gold, 100000),
            (PriceNearPreciousMetal.BandPercent, 10),
            (PriceNearPreciousMetal.Points, 15)
        );
    }
}
