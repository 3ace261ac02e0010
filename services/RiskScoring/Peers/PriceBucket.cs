namespace RebateFlow.RiskScoring.Peers;

/// <summary>
/// A step of the price scale, 5% wide. Counts per bucket only ever add up, in any order.
/// </summary>
public static class PriceBucket
{
    private static readonly double step = Math.Log(1.05);

    /// <summary>The bucket of a unit price above 0.</summary>
    public static int Of(decimal priceUsd) => (int)Math.Floor(Math.Log((double)priceUsd) / step);
}

/// <summary>How many filings asked a price of one bucket.</summary>
/// <param name="Bucket">See <see cref="PriceBucket"/>.</param>
/// <param name="Filings">Filings, 0 or more.</param>
/// <param name="PriceSumUsd">Sum of their unit prices, US dollars per unit.</param>
public readonly record struct BucketCount(int Bucket, int Filings, decimal PriceSumUsd);

/// <summary>Mean and median of the counts of one commodity and unit.</summary>
/// <param name="Filings">Filings behind the figures, 0 or more.</param>
/// <param name="MeanUsd">Mean unit price, US dollars, four decimals; exact.</param>
/// <param name="MedianUsd">
/// Mean of the bucket in which the median lies, four decimals; at most 5% off.
/// </param>
public readonly record struct PriceSummary(int Filings, decimal MeanUsd, decimal MedianUsd)
{
    /// <summary>Sums counts up; all zero when there are none.</summary>
    public static PriceSummary Of(IEnumerable<BucketCount> counts)
    {
        BucketCount[] buckets =
        [
            .. counts
                .GroupBy(count => count.Bucket)
                .Select(group => new BucketCount(
                    group.Key,
                    group.Sum(count => count.Filings),
                    group.Sum(count => count.PriceSumUsd)
                ))
                .Where(count => count.Filings > 0)
                .OrderBy(count => count.Bucket),
        ];
        var filings = buckets.Sum(count => count.Filings);
        if (filings == 0)
            return default;

        var below = 0;
        var median = buckets[^1];
        foreach (var bucket in buckets)
        {
            below += bucket.Filings;
            if (below * 2 < filings)
                continue;
            median = bucket;
            break;
        }
        return new PriceSummary(
            filings,
            decimal.Round(buckets.Sum(count => count.PriceSumUsd) / filings, 4),
            decimal.Round(median.PriceSumUsd / median.Filings, 4)
        );
    }
}
