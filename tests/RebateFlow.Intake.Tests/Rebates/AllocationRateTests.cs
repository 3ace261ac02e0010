using RebateFlow.Intake.Checks.Rebates;

namespace RebateFlow.Intake.Tests.Rebates;

public sealed class AllocationRateTests
{
    [Fact]
    public void The_actual_rate_counts_each_trade_mode_on_its_side()
    {
        var actual = AllocationRate.Actual([
            new BookFlow("0615", true, 700m),
            new BookFlow("0654", true, 50m),
            new BookFlow("0657", false, 30m),
            new BookFlow("0644", true, 20m),
            new BookFlow("0110", true, 999m),
            new BookFlow("0615", false, 1_100m),
            new BookFlow("4600", false, 10m),
            new BookFlow("4600", true, 10m),
            new BookFlow("0864", false, 40m),
        ]);
        Assert.Equal((700m + 50m - 30m - 20m - 40m) / 1_100m, actual);
    }

    [Fact]
    public void A_book_without_exports_has_the_rate_zero()
    {
        Assert.Equal(0m, AllocationRate.Actual([new BookFlow("0615", true, 1m)]));
        Assert.Equal(0m, AllocationRate.Planned(100m, 0m));
    }

    [Theory]
    [InlineData("0.333333", "0.3333333333", "0.3333333333")]
    [InlineData("0.5", "0.4999991", "0.5")]
    [InlineData("0.5", "0.3", "0.5")]
    [InlineData("0.5", null, "0.5")]
    [InlineData(null, "0.3", "0.3")]
    [InlineData(null, null, "0")]
    [InlineData(null, "-0.3", "0")]
    [InlineData("1.2", null, "1")]
    public void The_registered_rate_counts_and_the_declared_one_only_as_its_finer_notation(
        string? registered,
        string? declared,
        string applied
    ) =>
        Assert.Equal(Number(applied), AllocationRate.Applied(Number(registered), Number(declared)));

    [Fact]
    public void An_actual_rate_below_the_planned_one_raises_both_taxes()
    {
        var settled = AllocationRate.Settle(1_000m, 0.6m, 0.5m, 13m, 11m);
        Assert.Equal((11m, 2m), (settled.AdjustEcrTaxCny, settled.AdjustDisallowedTaxCny));
    }

    private static decimal? Number(string? text) =>
        text is null
            ? null
            : decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
