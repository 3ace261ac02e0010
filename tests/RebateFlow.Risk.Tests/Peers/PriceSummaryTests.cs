using CsCheck;
using RebateFlow.RiskScoring.Peers;

namespace RebateFlow.Risk.Tests.Peers;

public sealed class PriceSummaryTests
{
    private static readonly Gen<decimal> price = Gen.Decimal[0.01m, 1_000_000m]
        .Select(value => decimal.Round(value, 4));

    [Fact]
    public void Nothing_counted_is_all_zero() =>
        Assert.Equal(default, PriceSummary.Of([new BucketCount(3, 0, 0)]));

    [Fact]
    public void One_wild_price_does_not_move_the_median()
    {
        decimal[] prices = [1.4m, 1.5m, 1.5m, 1.5m, 1.6m, 17_560m];

        var summary = PriceSummary.Of(prices.Select(Count));

        Assert.Equal(1.5m, summary.MedianUsd);
        Assert.True(summary.MeanUsd > 2_900m);
    }

    [Fact]
    public void The_mean_is_exact_and_the_median_is_at_most_one_bucket_off() =>
        price
            .Array[1, 60]
            .Sample(prices =>
            {
                var summary = PriceSummary.Of(prices.Select(Count));
                var median = prices.Order().ElementAt((prices.Length - 1) / 2);
                return summary.Filings == prices.Length
                    && summary.MeanUsd == decimal.Round(prices.Sum() / prices.Length, 4)
                    && Math.Abs(summary.MedianUsd - median) <= median * 0.0501m + 0.0001m;
            });

    [Fact]
    public void What_goes_out_again_leaves_no_trace() =>
        Gen.Select(price.Array[1, 30], price.Array[0, 10])
            .Sample(
                (kept, superseded) =>
                {
                    var counts = kept.Concat(superseded)
                        .Select(Count)
                        .Concat(superseded.Select(Undo));
                    return PriceSummary.Of(counts) == PriceSummary.Of(kept.Select(Count));
                }
            );

    private static BucketCount Count(decimal priceUsd) =>
        new(PriceBucket.Of(priceUsd), 1, priceUsd);

    private static BucketCount Undo(decimal priceUsd) =>
        new(PriceBucket.Of(priceUsd), -1, -priceUsd);
}
