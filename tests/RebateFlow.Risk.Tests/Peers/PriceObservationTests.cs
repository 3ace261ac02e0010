using RebateFlow.Risk.Tests.Builders;
using RebateFlow.RiskScoring.Peers;

namespace RebateFlow.Risk.Tests.Peers;

public sealed class PriceObservationTests
{
    [Fact]
    public void A_filing_is_one_observation_for_each_commodity_and_unit()
    {
        var content = Filings.Content with
        {
            ExportLines =
            [
                Filings.ExportLine with
                {
                    FobUsd = 100,
                    Quantity = 100,
                },
                Filings.ExportLine with
                {
                    FobUsd = 500,
                    Quantity = 100,
                },
                Filings.ExportLine with
                {
                    Unit = "千克",
                    FobUsd = 70,
                    Quantity = 10,
                },
            ],
        };

        Assert.Equal(
            [new("8512201000", "个", 3m), new("8512201000", "千克", 7m)],
            PriceObservation.Of(content)
        );
    }

    [Fact]
    public void Offsets_and_lines_without_quantity_or_amount_say_nothing()
    {
        var content = Filings.Content with
        {
            ExportLines =
            [
                Filings.ExportLine with
                {
                    FobUsd = -100,
                    Quantity = -100,
                },
                Filings.ExportLine with
                {
                    FobUsd = 100,
                    Quantity = 0,
                },
                Filings.ExportLine with
                {
                    FobUsd = 0,
                    Quantity = 100,
                },
                Filings.ExportLine with
                {
                    FobUsd = 0.01m,
                    Quantity = 1_000_000,
                },
            ],
        };

        var observation = Assert.Single(
            PriceObservation.Of(
                content with
                {
                    ExportLines = [.. content.ExportLines, Filings.ExportLine],
                }
            )
        );
        Assert.Empty(PriceObservation.Of(content));
        Assert.True(observation.PriceUsd > 0);
    }

    [Fact]
    public void A_superseded_attempt_takes_out_what_it_put_in()
    {
        var counts = new PriceCounts();
        var seen = PriceObservation.Of(Filings.Content);

        counts.Add(seen, "91120116MA90DEM10T", "202601", 1);
        counts.Add(seen, "91120116MA90DEM10T", "202601", -1);
        counts.Add(seen, "91120116MA90DEM10T", "202602", 1);

        Assert.Equal(
            [(new DateOnly(2026, 1, 1), 0, 0m), (new DateOnly(2026, 2, 1), 1, 100m)],
            counts.Changes.Select(change =>
                (change.Month, change.Count.Filings, change.Count.PriceSumUsd)
            )
        );
        Assert.Equal(new PeerKey("8512201000", "个"), Assert.Single(counts.Keys));
    }
}
