using RebateFlow.Primitives;

namespace RebateFlow.Shared.Tests.Primitives;

public sealed class PeriodTests
{
    [Fact]
    public void A_period_knows_its_days_and_neighbours()
    {
        Assert.True(Period.TryParse("202402", out var period));
        Assert.Equal(new DateOnly(2024, 2, 1), period.FirstDay);
        Assert.Equal(new DateOnly(2024, 2, 29), period.LastDay);
        Assert.Equal("202401", period.Previous.ToString());
        Assert.Equal("202403", period.Next.ToString());
        Assert.True(period.Previous < period && period > period.Previous);
        Assert.True(period <= Period.Of(new DateOnly(2024, 2, 15)));
        Assert.True(period >= Period.Of(new DateOnly(2024, 2, 15)));
    }

    [Theory]
    [InlineData("201700")]
    [InlineData("20173")]
    [InlineData("2017-3")]
    [InlineData("199312")]
    [InlineData("201703 ")]
    public void Anything_else_is_no_period(string text) =>
        Assert.False(Period.TryParse(text, out _));
}
