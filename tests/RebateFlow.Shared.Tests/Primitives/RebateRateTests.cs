using RebateFlow.Primitives;

namespace RebateFlow.Shared.Tests.Primitives;

public sealed class RebateRateTests
{
    [Fact]
    public void A_rate_is_applied_and_rounded_half_up()
    {
        Assert.True(RebateRate.TryCreate(13m, out var rate));
        Assert.Equal(4.33m, rate.On(33.33m));
        Assert.Equal("13", rate.ToString());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(18)]
    public void A_rate_outside_the_law_is_refused(int percent) =>
        Assert.False(RebateRate.TryCreate(percent, out _));
}
