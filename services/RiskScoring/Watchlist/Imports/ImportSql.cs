using Dapper;
using Npgsql;

namespace RebateFlow.RiskScoring.Watchlist.Imports;

/// <summary>Reads the entries that a file is compared with, and the list for the export.</summary>
public static class ImportSql
{
    private const string KnownSql = $"""
        SELECT {WatchlistSql.Columns} FROM watchlist_version
        WHERE entry_id IN (
            SELECT f.entry_id FROM watchlist_version f
            JOIN unnest(@Kinds, @Keys) AS k (kind, key) USING (kind, key)
            WHERE f.version_no = 1)
        ORDER BY entry_id, version_no
        """;

    private const string ListedSql = $"""
        SELECT {WatchlistSql.Columns} FROM watchlist_version
        WHERE version_id IN (SELECT version_id FROM watchlist_in_force)
        ORDER BY kind, key, valid_from
        """;

    private const string StoreSql = """
        INSERT INTO watchlist_import (id, imported_by, imported_at)
        VALUES (@Id, @By, @At);
        INSERT INTO watchlist_import_draft (import_id, entry_id, version_no, row_no)
        SELECT @Id, * FROM unnest(@Entries, @Versions, @Rows)
        """;

    /// <summary>Keeps an import with its drafts.</summary>
    public static Task StoreAsync(
        NpgsqlTransaction transaction,
        Guid id,
        ImportPlan plan,
        Actor actor,
        CancellationToken cancel
    )
    {
        var drafts = plan.Rows.Where(row => row.Draft is not null).ToArray();
        return transaction.Connection!.ExecuteAsync(
            new CommandDefinition(
                StoreSql,
                new
                {
                    Id = id,
                    actor.By,
                    actor.At,
                    Entries = drafts.Select(row => row.Draft!.EntryId).ToArray(),
                    Versions = drafts.Select(row => row.Draft!.VersionNo).ToArray(),
                    Rows = drafts.Select(row => row.Row).ToArray(),
                },
                transaction,
                cancellationToken: cancel
            )
        );
    }

    /// <summary>Entries of some kinds and keys, as they stand.</summary>
    public static async Task<ILookup<(string Kind, string Key), EntryState>> FindAsync(
        NpgsqlTransaction transaction,
        IReadOnlyCollection<(string Kind, string Key)> keys,
        CancellationToken cancel
    )
    {
        var rows = await transaction.Connection!.QueryAsync<WatchlistRow>(
            new CommandDefinition(
                KnownSql,
                new
                {
                    Kinds = keys.Select(key => key.Kind).ToArray(),
                    Keys = keys.Select(key => key.Key).ToArray(),
                },
                transaction,
                cancellationToken: cancel
            )
        );
        return rows.Select(row => row.ToVersion())
            .GroupBy(version => version.EntryId)
            .Select(steps => new EntryState(
                steps.Last(),
                steps.LastOrDefault(step => step.Stage == Stage.Approved)
            ))
            .ToLookup(state => (state.Latest.Content.Kind, state.Latest.Content.Key));
    }

    /// <summary>Every approved version that has not been retired, by kind and key.</summary>
    public static async Task<IReadOnlyList<WatchlistVersion>> ListedAsync(
        NpgsqlDataSource database,
        CancellationToken cancel
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        var rows = await connection.QueryAsync<WatchlistRow>(
            new CommandDefinition(ListedSql, cancellationToken: cancel)
        );
        return [.. rows.Select(row => row.ToVersion())];
    }
}
