using RebateFlow.Primitives;

namespace RebateFlow.Shared.Tests.Primitives;

public sealed class PeriodTests
{
    [Fact]
    public void A_period_is_the_month_of_each_of_its_days()
    {
        Assert.True(Period.TryParse("202402", out var period));
        Assert.Equal(period, Period.Of(new DateOnly(2024, 2, 1)));
        Assert.Equal(period, Period.Of(new DateOnly(2024, 2, 29)));
        Assert.NotEqual(period, Period.Of(new DateOnly(2024, 3, 1)));
        Assert.Equal("202402", period.ToString());
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
