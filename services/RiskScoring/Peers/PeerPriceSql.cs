using Dapper;
using Npgsql;

namespace RebateFlow.RiskScoring.Peers;

/// <summary>An assessment that goes into the statistics, or out of them.</summary>
public sealed record PeerChange(byte[] Content, string Uscc, string Period, short Sign);

/// <summary>
/// The peer statistics: changes that wait, counts by bucket, and the summary that scoring reads.
/// </summary>
public static class PeerPriceSql
{
    private const string TakeSql = """
        WITH taken AS (
            DELETE FROM peer_price_change
            WHERE id IN (SELECT id FROM peer_price_change ORDER BY id LIMIT @Limit)
            RETURNING assessment_id, sign)
        SELECT a.content, a.uscc, a.period, t.sign
        FROM taken t JOIN assessment a ON a.id = t.assessment_id
        """;

    private const string AddSql = """
        INSERT INTO peer_price_bucket AS b
            (commodity_code, unit, month, bucket, filings, price_sum_usd)
        SELECT * FROM unnest(@Codes, @Units, @Months, @Buckets, @Filings, @Sums)
        ON CONFLICT (commodity_code, unit, month, bucket) DO UPDATE
        SET filings = b.filings + excluded.filings,
            price_sum_usd = b.price_sum_usd + excluded.price_sum_usd
        """;

    private const string AddOwnSql = """
        INSERT INTO peer_price_own AS b
            (uscc, commodity_code, unit, month, bucket, filings, price_sum_usd)
        SELECT * FROM unnest(@Usccs, @Codes, @Units, @Months, @Buckets, @Filings, @Sums)
        ON CONFLICT (uscc, commodity_code, unit, month, bucket) DO UPDATE
        SET filings = b.filings + excluded.filings,
            price_sum_usd = b.price_sum_usd + excluded.price_sum_usd
        """;

    private const string BucketsSql = """
        SELECT commodity_code AS CommodityCode, unit, bucket, filings, price_sum_usd AS PriceSumUsd
        FROM peer_price_bucket
        JOIN unnest(@Codes, @Units) AS k (commodity_code, unit) USING (commodity_code, unit)
        WHERE month >= @WindowFrom
        """;

    private const string OutdatedSql = """
        SELECT commodity_code AS CommodityCode, unit FROM peer_price
        WHERE window_from < @WindowFrom
        ORDER BY window_from LIMIT @Limit
        """;

    private const string StoreSql = """
        INSERT INTO peer_price (
            commodity_code, unit, filings, mean_usd, median_usd, counts, window_from)
        SELECT k.*, @WindowFrom
        FROM unnest(@Codes, @Units, @Filings, @Means, @Medians, @Counts) AS k
        ON CONFLICT (commodity_code, unit) DO UPDATE
        SET filings = excluded.filings, mean_usd = excluded.mean_usd,
            median_usd = excluded.median_usd, counts = excluded.counts,
            window_from = excluded.window_from
        """;

    /// <summary>
    /// Takes changes out of the queue, one after the other: their lines may be many.
    /// </summary>
    public static IAsyncEnumerable<PeerChange> TakeAsync(
        NpgsqlTransaction transaction,
        int limit
    ) =>
        transaction.Connection!.QueryUnbufferedAsync<PeerChange>(
            TakeSql,
            new { Limit = limit },
            transaction
        );

    /// <summary>Adds counts to the buckets.</summary>
    public static async Task AddAsync(
        NpgsqlTransaction transaction,
        PriceCounts counts,
        CancellationToken cancel
    )
    {
        var changes = counts.Changes;
        await ExecuteAsync(
            transaction,
            AddSql,
            new
            {
                Codes = changes.Select(change => change.Key.CommodityCode).ToArray(),
                Units = changes.Select(change => change.Key.Unit).ToArray(),
                Months = changes.Select(change => change.Month).ToArray(),
                Buckets = changes.Select(change => change.Count.Bucket).ToArray(),
                Filings = changes.Select(change => change.Count.Filings).ToArray(),
                Sums = changes.Select(change => change.Count.PriceSumUsd).ToArray(),
            },
            cancel
        );
        var own = counts.OwnChanges;
        await ExecuteAsync(
            transaction,
            AddOwnSql,
            new
            {
                Usccs = own.Select(change => change.Key.Uscc).ToArray(),
                Codes = own.Select(change => change.Key.Key.CommodityCode).ToArray(),
                Units = own.Select(change => change.Key.Key.Unit).ToArray(),
                Months = own.Select(change => change.Key.Month).ToArray(),
                Buckets = own.Select(change => change.Key.Bucket).ToArray(),
                Filings = own.Select(change => change.Count.Filings).ToArray(),
                Sums = own.Select(change => change.Count.PriceSumUsd).ToArray(),
            },
            cancel
        );
    }

    /// <summary>The counts of some keys since a month.</summary>
    public static async Task<ILookup<PeerKey, BucketCount>> BucketsAsync(
        NpgsqlTransaction transaction,
        IReadOnlyList<PeerKey> keys,
        DateOnly windowFrom,
        CancellationToken cancel
    )
    {
        var rows = await QueryAsync<BucketRow>(
            transaction,
            BucketsSql,
            new
            {
                Codes = keys.Select(key => key.CommodityCode).ToArray(),
                Units = keys.Select(key => key.Unit).ToArray(),
                WindowFrom = windowFrom,
            },
            cancel
        );
        return rows.ToLookup(
            row => new PeerKey(row.CommodityCode, row.Unit),
            row => new BucketCount(row.Bucket, row.Filings, row.PriceSumUsd)
        );
    }

    /// <summary>Keys whose summary still holds months that have left the window.</summary>
    public static async Task<IReadOnlyList<PeerKey>> OutdatedAsync(
        NpgsqlTransaction transaction,
        DateOnly windowFrom,
        int limit,
        CancellationToken cancel
    )
    {
        var rows = await QueryAsync<KeyRow>(
            transaction,
            OutdatedSql,
            new { WindowFrom = windowFrom, Limit = limit },
            cancel
        );
        return [.. rows.Select(row => new PeerKey(row.CommodityCode, row.Unit))];
    }

    /// <summary>Stores summaries.</summary>
    public static Task StoreAsync(
        NpgsqlTransaction transaction,
        IReadOnlyList<PeerSummary> summaries,
        DateOnly windowFrom,
        CancellationToken cancel
    ) =>
        ExecuteAsync(
            transaction,
            StoreSql,
            new
            {
                Codes = summaries.Select(summary => summary.Key.CommodityCode).ToArray(),
                Units = summaries.Select(summary => summary.Key.Unit).ToArray(),
                Filings = summaries.Select(summary => summary.Price.Filings).ToArray(),
                Means = summaries.Select(summary => summary.Price.MeanUsd).ToArray(),
                Medians = summaries.Select(summary => summary.Price.MedianUsd).ToArray(),
                Counts = summaries.Select(summary => BucketCount.TextOf(summary.Counts)).ToArray(),
                WindowFrom = windowFrom,
            },
            cancel
        );

    private static async Task<List<T>> QueryAsync<T>(
        NpgsqlTransaction transaction,
        string sql,
        object values,
        CancellationToken cancel
    ) =>
        (
            await transaction.Connection!.QueryAsync<T>(
                new CommandDefinition(sql, values, transaction, cancellationToken: cancel)
            )
        ).AsList();

    private static Task<int> ExecuteAsync(
        NpgsqlTransaction transaction,
        string sql,
        object values,
        CancellationToken cancel
    ) =>
        transaction.Connection!.ExecuteAsync(
            new CommandDefinition(sql, values, transaction, cancellationToken: cancel)
        );

    private sealed record BucketRow(
        string CommodityCode,
        string Unit,
        int Bucket,
        int Filings,
        decimal PriceSumUsd
    );

    private sealed record KeyRow(string CommodityCode, string Unit);
}
