using Dapper;
using Npgsql;

namespace RebateFlow.RiskScoring.Watchlist;

/// <summary>Counts the filings that entries touch, by their stored keys.</summary>
public static class EntryImpactSql
{
    // Counts each filing once, however many of its values match however many of the keys. A value
    // under a longer prefix that is an exception belongs to that entry; 00 ends the code of a whole
    // customs district. OFFSET 0 keeps both parts probes of an index: joined by their kinds alone
    // they would compare every entry with every value.
    private const string TouchedSql = """
        WITH touched AS (
            SELECT DISTINCT k.pre_declaration_id, k.attempt_no
            FROM unnest(@EntryIds, @Kinds, @KindsOfLongerKeys, @Lows, @Highs, @Days)
                AS c (entry_id, kind, longer, low, high, day)
            CROSS JOIN LATERAL (
                SELECT key, pre_declaration_id, attempt_no FROM filing_key
                WHERE kind = c.kind
                  AND key >= c.low COLLATE "C" AND key < c.high COLLATE "C"
                OFFSET 0) k
            WHERE NOT EXISTS (
                SELECT FROM (
                    SELECT entry_id, valid FROM watchlist_in_force
                    WHERE c.longer <> '' AND kind = c.longer AND is_exception
                      AND key COLLATE "C" = ANY (ARRAY(
                          SELECT left(k.key, n)
                          FROM generate_series(length(c.low) + 1, length(k.key)) AS n))
                      AND NOT (kind = 'CUSTOMS_DISTRICT' AND key LIKE '%00')
                    OFFSET 0) w
                WHERE w.entry_id <> c.entry_id AND w.valid @> c.day)),
        counted AS (
            SELECT f.* FROM touched t JOIN filing f USING (pre_declaration_id, attempt_no)
            WHERE f.is_live OR f.assessed_at >= @Since)
        """;

    private const string CountSql =
        TouchedSql
        + """

            SELECT count(*) AS Filings, count(DISTINCT uscc) AS Exporters,
                   coalesce(sum(fob_usd), 0) AS FobUsd,
                   coalesce(sum(rebate_due_cny), 0) AS RebateDueCny
            FROM counted WHERE is_live
            UNION ALL
            SELECT count(*), count(DISTINCT uscc), coalesce(sum(fob_usd), 0),
                   coalesce(sum(rebate_due_cny), 0)
            FROM counted WHERE assessed_at >= @Since
            """;

    private const string ListLiveSql =
        TouchedSql
        + """

            SELECT c.pre_declaration_id AS PreDeclarationId, c.attempt_no AS AttemptNo,
                   c.uscc AS Uscc, c.fob_usd AS FobUsd, c.rebate_due_cny AS RebateDueCny,
                   a.score::int AS Score, a.grade AS Grade, a.assessed_at AS AssessedAt
            FROM counted c
            CROSS JOIN LATERAL (
                SELECT score, grade, assessed_at FROM assessment a
                WHERE a.pre_declaration_id = c.pre_declaration_id AND a.attempt_no = c.attempt_no
                ORDER BY sequence_no DESC LIMIT 1) a
            WHERE c.is_live
            ORDER BY c.rebate_due_cny DESC, c.pre_declaration_id
            LIMIT @Limit
            """;

    /// <summary>Totals of the live filings and of the past twelve months.</summary>
    public static async Task<(EntryImpact.Totals Live, EntryImpact.Totals Past)> CountAsync(
        NpgsqlConnection connection,
        ImpactScope scope,
        CancellationToken cancel
    )
    {
        var totals = (
            await connection.QueryAsync<EntryImpact.Totals>(
                new CommandDefinition(CountSql, ValuesOf(scope), cancellationToken: cancel)
            )
        ).AsList();
        return (totals[0], totals[1]);
    }

    /// <summary>The live filings, the largest rebate first.</summary>
    public static async Task<IReadOnlyList<EntryImpact.TouchedFiling>> ListLiveAsync(
        NpgsqlConnection connection,
        ImpactScope scope,
        CancellationToken cancel
    )
    {
        var filings = await connection.QueryAsync<EntryImpact.TouchedFiling>(
            new CommandDefinition(ListLiveSql, ValuesOf(scope), cancellationToken: cancel)
        );
        return filings.AsList();
    }

    private static object ValuesOf(ImpactScope scope) =>
        new
        {
            EntryIds = scope.Ranges.Select(range => range.EntryId).ToArray(),
            Kinds = scope.Ranges.Select(range => (short)range.Kind).ToArray(),
            KindsOfLongerKeys = scope.Ranges.Select(range => range.KindOfLongerKeys).ToArray(),
            Lows = scope.Ranges.Select(range => range.Low).ToArray(),
            Highs = scope.Ranges.Select(range => range.High).ToArray(),
            Days = scope.Ranges.Select(range => range.Day).ToArray(),
            scope.Since,
            Limit = EntryImpact.ListedFilings,
        };
}
