using System.Globalization;
using static System.FormattableString;

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

/// <summary>How many filings had a price in one bucket.</summary>
/// <param name="Bucket">See <see cref="PriceBucket"/>.</param>
/// <param name="Filings">Filings, 0 or more.</param>
/// <param name="PriceSumUsd">Sum of their unit prices, US dollars per unit.</param>
public readonly record struct BucketCount(int Bucket, int Filings, decimal PriceSumUsd)
{
    /// <summary>Counts as one text, bucket:filings:sum for each.</summary>
    public static string TextOf(IEnumerable<BucketCount> counts) =>
        string.Join(
            ' ',
            counts.Select(count => Invariant($"{count.Bucket}:{count.Filings}:{count.PriceSumUsd}"))
        );

    /// <summary>Reads what <see cref="TextOf"/> wrote.</summary>
    /// <param name="text">The text; empty for no counts.</param>
    /// <param name="sign">1 counts, -1 takes out.</param>
    public static List<BucketCount> Parse(string text, int sign)
    {
        var counts = new List<BucketCount>();
        foreach (var range in text.AsSpan().Split(' '))
        {
            var part = text.AsSpan()[range];
            if (part.IsEmpty)
                continue;
            var (first, last) = (part.IndexOf(':'), part.LastIndexOf(':'));
            counts.Add(
                new(
                    int.Parse(part[..first], CultureInfo.InvariantCulture),
                    sign * int.Parse(part[(first + 1)..last], CultureInfo.InvariantCulture),
                    sign * decimal.Parse(part[(last + 1)..], CultureInfo.InvariantCulture)
                )
            );
        }
        return counts;
    }

    /// <summary>One count for each bucket that has any, by bucket.</summary>
    public static BucketCount[] Sum(IEnumerable<BucketCount> counts) =>
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
}

/// <summary>Mean and median of the counts of one commodity and unit.</summary>
/// <param name="Filings">Filings behind the figures, 0 or more.</param>
/// <param name="MeanUsd">Mean unit price, US dollars, four decimals; exact.</param>
/// <param name="MedianUsd">
/// Mean of the bucket in which the median lies, four decimals; at most 5% off.
/// </param>
/// <param name="MadUsd">
/// Median distance of the prices from the median, each taken as the mean of its bucket, four
/// decimals.
/// </param>
public readonly record struct PriceSummary(
    int Filings,
    decimal MeanUsd,
    decimal MedianUsd,
    decimal MadUsd
)
{
    /// <summary>Sums counts up; all zero when there are none.</summary>
    public static PriceSummary Of(IEnumerable<BucketCount> counts)
    {
        var buckets = BucketCount.Sum(counts);
        var filings = buckets.Sum(count => count.Filings);
        if (filings == 0)
            return default;

        (decimal Value, int Filings)[] prices = Array.ConvertAll(
            buckets,
            bucket => (bucket.PriceSumUsd / bucket.Filings, bucket.Filings)
        );
        var median = Middle(prices, filings);
        var distances = Array.ConvertAll(
            prices,
            price => (Math.Abs(price.Value - median), price.Filings)
        );
        Array.Sort(distances);
        return new PriceSummary(
            filings,
            decimal.Round(buckets.Sum(count => count.PriceSumUsd) / filings, 4),
            decimal.Round(median, 4),
            decimal.Round(Middle(distances, filings), 4)
        );
    }

    private static decimal Middle((decimal Value, int Filings)[] ascending, int filings)
    {
        var below = 0;
        foreach (var (value, count) in ascending)
        {
            below += count;
            if (below * 2 >= filings)
                return value;
        }
        return ascending[^1].Value;
    }
}
