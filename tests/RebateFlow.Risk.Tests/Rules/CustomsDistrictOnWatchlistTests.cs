using RebateFlow.Risk.Tests.Builders;
using RebateFlow.RiskScoring.Rules.Watchlist;

namespace RebateFlow.Risk.Tests.Rules;

public sealed class CustomsDistrictOnWatchlistTests
{
    public static IEnumerable<TheoryDataRow<Case>> Cases =>
        Case.Read(nameof(CustomsDistrictOnWatchlist));

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void Every_case_ends_as_its_row_says(Case row)
    {
        var line = Filings.ExportLine with
        {
            CustomsDistrict = row["value"],
            CustomsDeclarationLineNo = row["customs_line"],
        };
        var facts = WatchlistCase.FactsOf(row, Backgrounds.Quiet, [line]);
        WatchlistCase.Check(row, new CustomsDistrictOnWatchlist(), facts);
    }
}
