using System.Globalization;

namespace RebateFlow.RiskScoring.Peers;

/// <summary>A commodity in a unit.</summary>
/// <param name="CommodityCode">First 10 digits.</param>
/// <param name="Unit">Unit as declared.</param>
public readonly record struct PeerKey(string CommodityCode, string Unit);

/// <summary>A key with the prices in its filings of the last twelve months.</summary>
/// <param name="Counts">The counts behind the figures, by bucket.</param>
public sealed record PeerSummary(PeerKey Key, PriceSummary Price, IReadOnlyList<BucketCount> Counts)
{
    /// <summary>Sums the counts of a key up.</summary>
    public static PeerSummary Of(PeerKey key, IEnumerable<BucketCount> counts)
    {
        var summed = BucketCount.Sum(counts);
        return new(key, PriceSummary.Of(summed), summed);
    }
}

/// <summary>The counts of one exporter.</summary>
public readonly record struct OwnKey(string Uscc, PeerKey Key, DateOnly Month, int Bucket);

/// <summary>What many filings add to the buckets.</summary>
public sealed class PriceCounts
{
    private readonly Dictionary<(PeerKey Key, DateOnly Month, int Bucket), BucketCount> sums = [];
    private readonly Dictionary<OwnKey, BucketCount> own = [];

    /// <summary>The same by exporter, in one order for all writers.</summary>
    public IReadOnlyList<(OwnKey Key, BucketCount Count)> OwnChanges =>
        [
            .. own.OrderBy(sum => sum.Key.Uscc, StringComparer.Ordinal)
                .ThenBy(sum => sum.Key.Key.CommodityCode, StringComparer.Ordinal)
                .ThenBy(sum => sum.Key.Key.Unit, StringComparer.Ordinal)
                .ThenBy(sum => sum.Key.Month)
                .ThenBy(sum => sum.Key.Bucket)
                .Select(sum => (sum.Key, sum.Value)),
        ];

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
    /// <param name="observations">Its prices.</param>
    /// <param name="uscc">Its exporter.</param>
    /// <param name="period">Its period, yyyyMM.</param>
    /// <param name="sign">1 adds, -1 takes out.</param>
    public void Add(
        IReadOnlyList<PriceObservation> observations,
        string uscc,
        string period,
        int sign
    )
    {
        var month = DateOnly.ParseExact(period + "01", "yyyyMMdd", CultureInfo.InvariantCulture);
        foreach (var seen in observations)
        {
            var bucket = PriceBucket.Of(seen.PriceUsd);
            var peer = new PeerKey(seen.CommodityCode, seen.Unit);
            var added = new BucketCount(bucket, sign, sign * seen.PriceUsd);
            Add(sums, (peer, month, bucket), added);
            Add(own, new OwnKey(uscc, peer, month, bucket), added);
        }
    }

    private static void Add<T>(Dictionary<T, BucketCount> to, T key, BucketCount added)
        where T : notnull
    {
        var (_, filings, sum) = to.GetValueOrDefault(key);
        to[key] = new BucketCount(added.Bucket, filings + added.Filings, sum + added.PriceSumUsd);
    }
}
