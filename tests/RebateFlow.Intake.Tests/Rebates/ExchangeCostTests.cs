using RebateFlow.Intake.Checks.Rebates;

namespace RebateFlow.Intake.Tests.Rebates;

public sealed class ExchangeCostTests
{
    [Fact]
    public void There_is_no_cost_without_dollars()
    {
        Assert.Null(ExchangeCost.Of(100m, 0m));
        Assert.Null(ExchangeCost.Of(100m, -1m));
    }

    [Fact]
    public void The_older_way_counts_the_VAT_that_is_not_rebated() =>
        Assert.Equal(7.8m, ExchangeCost.WithTax(15_000m, 1_950m, 1_350m, 2_000m));

    [Fact]
    public void An_association_shows_its_exchange_cost() =>
        Assert.Equal(6.25m, Scene.Er().Run().Rebate.Associations[0].ExchangeCost);
}
