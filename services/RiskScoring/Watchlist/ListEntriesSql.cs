using Dapper;
using Npgsql;

namespace RebateFlow.RiskScoring.Watchlist;

/// <summary>Which entries to list.</summary>
/// <param name="AsOf">Steps after this moment do not exist.</param>
/// <param name="Day">The day of that moment.</param>
/// <param name="Status">IN_FORCE, PENDING or ALL.</param>
/// <param name="After">Only entries after this one, in the order of their ids.</param>
/// <param name="Limit">
/// Entries of the page; one more is read to know whether there is another page.
/// </param>
public sealed record ListFilter(
    DateTimeOffset AsOf,
    DateOnly Day,
    string Status,
    string? Kind,
    string? Key,
    Guid After,
    int Limit
);

/// <summary>Reads the list as of a moment.</summary>
public static class ListEntriesSql
{
    // The first step of an entry fixes kind and key, so it alone decides the order and the filter
    // by key.
    private const string ListSql = """
        SELECT l.version_id AS LatestId, a.version_id AS ApprovedId
        FROM watchlist_version f
        CROSS JOIN LATERAL (
            SELECT version_id, stage FROM watchlist_version v
            WHERE v.entry_id = f.entry_id AND v.taken_at <= @AsOf
            ORDER BY version_no DESC LIMIT 1) l
        LEFT JOIN LATERAL (
            SELECT version_id, change, valid_from, valid_to FROM watchlist_version v
            WHERE v.entry_id = f.entry_id AND v.taken_at <= @AsOf AND stage = 'APPROVED'
            ORDER BY version_no DESC LIMIT 1) a ON true
        WHERE f.version_no = 1 AND f.taken_at <= @AsOf AND f.entry_id > @After
          AND (@Kind::text IS NULL OR f.kind = @Kind)
          AND (@Key::text IS NULL OR f.key = @Key)
          AND CASE @Status
              WHEN 'IN_FORCE' THEN a.change <> 'RETIRE' AND a.valid_from <= @Day
                  AND (a.valid_to IS NULL OR a.valid_to >= @Day)
              WHEN 'PENDING' THEN l.stage = 'DRAFT'
              ELSE true END
        ORDER BY f.entry_id
        LIMIT @Limit + 1
        """;

    private const string RowsSql = $"""
        SELECT {WatchlistSql.Columns} FROM watchlist_version WHERE version_id = ANY (@Ids)
        """;

    /// <summary>One page and, when there is more, one entry beyond it.</summary>
    public static async Task<IReadOnlyList<EntryState>> ListAsync(
        NpgsqlDataSource database,
        ListFilter filter,
        CancellationToken cancel
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        var ids = (
            await connection.QueryAsync<Ids>(
                new CommandDefinition(ListSql, filter, cancellationToken: cancel)
            )
        ).AsList();
        Guid[] wanted =
        [
            .. ids.SelectMany(id => new[] { id.LatestId, id.ApprovedId ?? id.LatestId }),
        ];
        var rows = await connection.QueryAsync<WatchlistRow>(
            new CommandDefinition(RowsSql, new { Ids = wanted }, cancellationToken: cancel)
        );
        var versions = rows.ToDictionary(row => row.VersionId, row => row.ToVersion());
        return
        [
            .. ids.Select(id => new EntryState(
                versions[id.LatestId],
                id.ApprovedId is { } approved ? versions[approved] : null
            )),
        ];
    }

    private sealed record Ids(Guid LatestId, Guid? ApprovedId);
}
