using RebateFlow.Risk.Tests.Builders;
using RebateFlow.RiskScoring.Rules.Watchlist;
using RebateFlow.RiskScoring.Watchlist;

namespace RebateFlow.Risk.Tests.Watchlist;

public sealed class WatchedValuesTests
{
    [Fact]
    public void Every_kind_of_entry_finds_its_value_of_the_filing()
    {
        var values = WatchedValues.Of(Filings.Declarant, Filings.Content);

        Assert.Equal(
            [
                "Enterprise 91120116MA90DEM10T",
                "Supplier 91120111MA91GHF97X",
                "Commodity 8512201000",
                "CustomsDistrict 0202",
                "SourceRegion 12011",
                "Country DEU",
                "LegalPerson 郑示一",
            ],
            Shown(values)
        );
    }

    [Fact]
    public void Values_that_lines_repeat_are_there_once_and_unknown_ones_not_at_all()
    {
        var line = Filings.ExportLine with { CustomsDistrict = "", SourceRegion = "" };
        var content = Filings.Content with
        {
            ExportLines = [line, line with { CommodityCode = "８５１２２０" }, line],
            PurchaseLines = [],
        };

        var values = WatchedValues.Of(Filings.Declarant with { LegalPerson = "郑 示一" }, content);

        Assert.Equal(
            [
                "Enterprise 91120116MA90DEM10T",
                "Commodity 851220",
                "Commodity 8512201000",
                "Country DEU",
                "LegalPerson 郑示一",
            ],
            Shown(values)
        );
    }

    private static IEnumerable<string> Shown(WatchedValues values) =>
        values.Kinds.Zip(values.Keys, (kind, key) => $"{(WatchlistKind)kind} {key}");
}
