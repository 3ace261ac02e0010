using RebateFlow.RiskScoring.Rules.Watchlist;
using RebateFlow.RiskScoring.Watchlist;

namespace RebateFlow.Risk.Tests.Watchlist;

public sealed class EntryWarningsTests
{
    [Theory]
    [InlineData("8517:1", "85171200:3", "GRAVER_ABOVE 8517")]
    [InlineData("8517:3", "85171200:1", "")]
    [InlineData("8517:3", "85171200:3", "")]
    [InlineData("8517:1", "85171200:3!", "HIDES_ABOVE 8517")]
    [InlineData("85171200:3!", "8517:1", "EXCEPTION_BELOW 85171200")]
    [InlineData("85171200:3", "8517:1", "")]
    [InlineData("8518:1", "85171200:3", "")]
    [InlineData("85:1 8517:2", "85171200:3", "GRAVER_ABOVE 85,GRAVER_ABOVE 8517")]
    public void A_draft_is_told_how_it_stands_to_the_list(
        string listed,
        string draft,
        string expected
    )
    {
        var warnings = new EntryWarnings(listed.Split(' ').Select(Commodity));

        var told = warnings.Of(Commodity(draft), isChinese: false);

        Assert.Equal(expected, string.Join(',', told.Select(one => $"{one.Code} {one.Key}")));
        Assert.All(told, one => Assert.Contains(one.Key, one.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void Entries_of_other_days_and_the_entry_itself_are_no_matter()
    {
        var draft = Commodity("85171200:3") with { Valid = (new(2026, 1, 1), new(2026, 3, 31)) };
        var warnings = new EntryWarnings([
            Commodity("8517:1") with
            {
                Valid = (new(2026, 4, 1), null),
            },
            Commodity("85:1") with
            {
                Valid = (new(2025, 1, 1), new(2025, 12, 31)),
            },
            draft with
            {
                Key = "851",
                Level = 1,
            },
        ]);

        Assert.Empty(warnings.Of(draft, isChinese: true));
    }

    [Fact]
    public void A_district_in_00_is_above_its_offices()
    {
        var district = Commodity("5300:1") with { Kind = WatchlistKind.CustomsDistrict };
        var office = Commodity("5301:4") with { Kind = WatchlistKind.CustomsDistrict };

        var told = new EntryWarnings([district]).Of(office, isChinese: true);

        Assert.Equal("GRAVER_ABOVE", Assert.Single(told).Code);
    }

    private static ListedEntry Commodity(string text)
    {
        var (key, level) = (text.Split(':')[0], text.Split(':')[1]);
        return new(
            Guid.CreateVersion7(),
            WatchlistKind.Commodity,
            key,
            level[0] - '0',
            "示例",
            (new(2026, 1, 1), null),
            Guid.CreateVersion7(),
            IsException: level.EndsWith('!')
        );
    }
}
