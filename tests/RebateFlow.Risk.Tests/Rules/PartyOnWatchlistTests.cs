using RebateFlow.Risk.Tests.Builders;
using RebateFlow.RiskScoring.Rules.Watchlist;

namespace RebateFlow.Risk.Tests.Rules;

public sealed class PartyOnWatchlistTests
{
    public static IEnumerable<TheoryDataRow<Case>> Cases => Case.Read(nameof(PartyOnWatchlist));

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void Every_case_ends_as_its_row_says(Case row)
    {
        var quiet = Backgrounds.Quiet;
        var header = quiet.Header with { LegalPerson = row["legal_person"] };
        var facts = WatchlistCase.FactsOf(
            row,
            quiet with
            {
                Header = header,
                Watchlist = quiet.Watchlist with
                {
                    NamesLeftOut =
                        row["names_left_out"].Length == 0
                            ? null
                            : (int)row.Number("names_left_out"),
                },
            },
            [Filings.ExportLine]
        );
        WatchlistCase.Check(row, new PartyOnWatchlist(), facts);
    }
}
