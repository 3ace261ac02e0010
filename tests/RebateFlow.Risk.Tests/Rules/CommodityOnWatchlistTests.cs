using RebateFlow.Risk.Tests.Builders;
using RebateFlow.RiskScoring.Rules.Watchlist;

namespace RebateFlow.Risk.Tests.Rules;

public sealed class CommodityOnWatchlistTests
{
    public static IEnumerable<TheoryDataRow<Case>> Cases => Case.Read(nameof(CommodityOnWatchlist));

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void Every_case_ends_as_its_row_says(Case row) =>
        WatchlistCase.Check(row, new CommodityOnWatchlist());
}
