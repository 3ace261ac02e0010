using RebateFlow.RiskScoring.Rules.Watchlist;

namespace RebateFlow.Risk.Tests.Watchlist;

public sealed class WatchlistKeyTests
{
    [Theory]
    [InlineData("ENTERPRISE", " 91120116ma90dem10t ", "91120116MA90DEM10T")]
    [InlineData("ENTERPRISE", "９１１２０１１６MA90DEM10T", "91120116MA90DEM10T")]
    [InlineData("SUPPLIER", "120111700589123", "120111700589123")]
    [InlineData("COMMODITY", "８５０７", "8507")]
    [InlineData("COMMODITY", "61", "61")]
    [InlineData("CUSTOMS_DISTRICT", "5300", "5300")]
    [InlineData("SOURCE_REGION", "4451", "4451")]
    [InlineData("COUNTRY", "prk", "PRK")]
    [InlineData("LEGAL_PERSON", " 郑　示 一 ", "郑示一")]
    [InlineData("LEGAL_PERSON", "郑\u200b示一", "郑示一")]
    public void A_key_gets_one_form_whatever_was_pasted(string kind, string text, string key)
    {
        Assert.True(WatchlistKey.TryNormalize(WatchlistKinds.ByName[kind], text, out var normal));
        Assert.Equal(key, normal);
    }

    [Theory]
    [InlineData("ENTERPRISE", "91120116MA90DEM10")]
    [InlineData("ENTERPRISE", "91120116MA90DEM1OI")]
    [InlineData("SUPPLIER", "12011170058912")]
    [InlineData("SUPPLIER", "120111-70058912")]
    [InlineData("COMMODITY", "8")]
    [InlineData("COMMODITY", "85.07")]
    [InlineData("COMMODITY", "850760009012345")]
    [InlineData("CUSTOMS_DISTRICT", "53")]
    [InlineData("SOURCE_REGION", "4451001")]
    [InlineData("COUNTRY", "KP")]
    [InlineData("LEGAL_PERSON", "郑")]
    [InlineData("LEGAL_PERSON", null)]
    [InlineData("LEGAL_PERSON", "a\u0000b")]
    public void What_is_no_key_of_its_kind_is_refused(string kind, string? text) =>
        Assert.False(WatchlistKey.TryNormalize(WatchlistKinds.ByName[kind], text, out _));

    [Fact]
    public void Every_kind_says_what_its_keys_look_like() =>
        Assert.All(
            WatchlistKinds.ByName.Values,
            kind => Assert.NotEqual(WatchlistKey.FormOf(kind).Zh, WatchlistKey.FormOf(kind).En)
        );

    [Theory]
    [InlineData(WatchlistKind.Commodity, "8507", "8507", "8508")]
    [InlineData(WatchlistKind.Commodity, "8509", "8509", "850:")]
    [InlineData(WatchlistKind.CustomsDistrict, "5300", "53", "54")]
    [InlineData(WatchlistKind.Country, "PRK", "PRK", "PRK\u0001")]
    public void The_values_under_a_key_are_a_range(
        WatchlistKind kind,
        string key,
        string low,
        string high
    ) => Assert.Equal((kind, low, high), WatchlistKey.RangeOf(kind, key));
}
