using RebateFlow.Risk.Tests.Builders;
using RebateFlow.RiskScoring.Peers;
using RebateFlow.RiskScoring.Rules.FilingFacts;
using RebateFlow.RiskScoring.Rules.Prices;

namespace RebateFlow.Risk.Tests.Rules;

public sealed class WeightUnlikePeersTests
{
    public static IEnumerable<TheoryDataRow<Case>> Cases => Case.Read(nameof(WeightUnlikePeers));

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void Every_case_ends_as_its_row_says(Case row)
    {
        var line = Filings.ExportLine with
        {
            CustomsUnits = row.Words("customs_units"),
            CustomsQuantities =
                row["customs_units"].Length == 0 ? null : row.Numbers("customs_quantities"),
        };
        var peer = new PeerPrice
        {
            CommodityCode = "8512201000",
            Unit = "千克/台",
            Filings = (int)row.Number("peer_filings"),
            MeanUsd = row.Number("peer_kg"),
            MedianUsd = row.Number("peer_kg"),
            MadUsd = row.Number("peer_mad_kg"),
        };
        row.Check(
            new WeightUnlikePeers(),
            new Facts(
                Filings.Content with
                {
                    ExportLines = [line],
                },
                Backgrounds.Quiet with
                {
                    Peers = [peer],
                }
            ),
            (WeightUnlikePeers.LimitPercent, 100),
            (WeightUnlikePeers.MinFilings, 20),
            (WeightUnlikePeers.MinDeviations, 3),
            (WeightUnlikePeers.Points, 30)
        );
    }

    [Fact]
    public void What_a_filing_is_compared_by_is_what_it_adds_to_the_peers()
    {
        var content = Filings.Content with
        {
            ExportLines =
            [
                Filings.ExportLine with
                {
                    CustomsQuantities = [1000, 250],
                },
                Filings.ExportLine with
                {
                    CustomsQuantities = [1000, 750],
                },
            ],
        };

        var keys = FilingKeys.Of(Filings.Of(content), content);

        Assert.Contains("千克/个", keys.PeerUnits);
        Assert.Contains(
            new PriceObservation("8512201000", "千克/个", 0.5m),
            PriceObservation.Of(content)
        );
    }
}
