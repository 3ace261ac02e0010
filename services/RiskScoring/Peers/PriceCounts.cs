using System.Globalization;

namespace RebateFlow.RiskScoring.Peers;

/// <summary>A commodity in a unit.</summary>
/// <param name="CommodityCode">First 10 digits.</param>
/// <param name="Unit">Unit as declared.</param>
public readonly record struct PeerKey(string CommodityCode, string Unit);

/// <summary>A key with what its filings of the last twelve months asked.</summary>
public sealed record PeerSummary(PeerKey Key, PriceSummary Price);

/// <summary>What many filings add to the buckets.</summary>
public sealed class PriceCounts
{
    private readonly Dictionary<(PeerKey Key, DateOnly Month, int Bucket), BucketCount> sums = [];

    /// <summary>The buckets that change, in one order for all writers.</summary>
    public IReadOnlyList<(PeerKey Key, DateOnly Month, BucketCount Count)> Changes =>
        [
            .. sums.OrderBy(sum => sum.Key.Key.CommodityCode, StringComparer.Ordinal)
                .ThenBy(sum => sum.Key.Key.Unit, StringComparer.Ordinal)
                .ThenBy(sum => sum.Key.Month)
                .ThenBy(sum => sum.Key.Bucket)
                .Select(sum => (sum.Key.Key, sum.Key.Month, sum.Value)),
        ];

    /// <summary>The keys that change.</summary>
    public IReadOnlyList<PeerKey> Keys => [.. sums.Keys.Select(key => key.Key).Distinct()];

    /// <summary>
    /// Adds the observations of a filing, or takes those of a superseded one out.
    /// </summary>
    /// <param name="observations">What it asked.</param>
    /// <param name="period">Its period, yyyyMM.</param>
    /// <param name="sign">1 adds, -1 takes out.</param>
    public void Add(IReadOnlyList<PriceObservation> observations, string period, int sign)
    {
        var month = DateOnly.ParseExact(period + "01", "yyyyMMdd", CultureInfo.InvariantCulture);
        foreach (var seen in observations)
        {
            var bucket = PriceBucket.Of(seen.PriceUsd);
            var key = (new PeerKey(seen.CommodityCode, seen.Unit), month, bucket);
            var (_, filings, sum) = sums.GetValueOrDefault(key);
            sums[key] = new BucketCount(bucket, filings + sign, sum + sign * seen.PriceUsd);
        }
    }
}
