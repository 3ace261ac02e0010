using Dapper;
using Npgsql;
using RebateFlow.Messaging.Batching;
using RebateFlow.RiskScoring.Rescreening;
using RebateFlow.RiskScoring.Rules.Watchlist;

namespace RebateFlow.RiskScoring.Watchlist;

/// <summary>The steps of all entries, and what of them is in force.</summary>
public static class WatchlistSql
{
    /// <summary>Name of the revision that counts changes of the list.</summary>
    public const string RevisionName = "watchlist";

    /// <summary>The columns of a step, named as <see cref="WatchlistRow"/> names them.</summary>
    internal const string Columns = """
        entry_id AS EntryId, version_no AS VersionNo, version_id AS VersionId, change, stage, kind,
        key, name, array_to_string(aliases, chr(31)) AS Aliases, level, reason, authority, document,
        evidence, valid_from AS ValidFrom, valid_to AS ValidTo, note, taken_by AS TakenBy,
        taken_at AS TakenAt, is_exception AS IsException
        """;

    private const string InsertSql = """
        INSERT INTO watchlist_version (
            entry_id, version_no, version_id, change, stage, kind, key, name, aliases, level,
            reason, authority, document, evidence, valid_from, valid_to, note, taken_by, taken_at,
            is_exception)
        VALUES (@EntryId, @VersionNo, @VersionId, @Change, @Stage, @Kind, @Key, @Name, @Aliases,
                @Level, @Reason, @Authority, @Document, @Evidence, @ValidFrom, @ValidTo, @Note, @By,
                @At, @IsException)
        """;

    private static readonly RowInsert steps = new(
        """
        INSERT INTO watchlist_version (
            entry_id, version_no, version_id, change, stage, kind, key, name, aliases, level,
            reason, authority, document, evidence, valid_from, valid_to, note, taken_by, taken_at,
            is_exception)
        """,
        columns: 20
    );

    private const string LatestSql = $"""
        (SELECT {Columns} FROM watchlist_version WHERE entry_id = @EntryId
         ORDER BY version_no DESC LIMIT 1)
        UNION ALL
        (SELECT {Columns} FROM watchlist_version WHERE entry_id = @EntryId AND stage = 'APPROVED'
         ORDER BY version_no DESC LIMIT 1)
        """;

    private const string HistorySql = $"""
        SELECT {Columns} FROM watchlist_version WHERE entry_id = @EntryId ORDER BY version_no
        """;

    private const string EnforceSql = """
        INSERT INTO watchlist_in_force (entry_id, version_id, kind, key, valid, is_exception)
        VALUES (@EntryId, @VersionId, @Kind, @Key, daterange(@ValidFrom, @ValidTo, '[]'),
                @IsException)
        ON CONFLICT (entry_id) DO UPDATE
        SET version_id = excluded.version_id, valid = excluded.valid,
            is_exception = excluded.is_exception
        """;

    private const string EndSql = "DELETE FROM watchlist_in_force WHERE entry_id = @EntryId";

    private const string BumpSql = """
        UPDATE list_revision SET revision = revision + 1 WHERE name = @Name
        """;

    private const string RevisionSql = "SELECT revision FROM list_revision WHERE name = @Name";

    private const string InForceSql = """
        SELECT v.version_id AS VersionId, v.kind, v.key, v.level, v.reason,
               v.valid_from AS ValidFrom, v.valid_to AS ValidTo, v.entry_id AS EntryId, v.name,
               array_to_string(v.aliases, chr(31)) AS Aliases, v.is_exception AS IsException
        FROM watchlist_in_force f JOIN watchlist_version v USING (version_id)
        """;

    /// <summary>Adds a step. False when another step was added meanwhile.</summary>
    public static async Task<bool> TryInsertAsync(
        NpgsqlTransaction transaction,
        WatchlistVersion version,
        CancellationToken cancel
    )
    {
        try
        {
            await ExecuteAsync(transaction, InsertSql, WatchlistRow.ValuesOf(version), cancel);
            return true;
        }
        catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return false; // The caller rolls back and answers that the entry has changed.
        }
    }

    /// <summary>Adds a step to each of many entries, all or none.</summary>
    public static async Task<bool> TryInsertAllAsync(
        NpgsqlTransaction transaction,
        IReadOnlyList<WatchlistVersion> versions,
        CancellationToken cancel
    )
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        steps.Add(batch, [.. versions.Select(WatchlistRow.ParametersOf)]);
        try
        {
            await batch.ExecuteNonQueryAsync(cancel);
            return true;
        }
        catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return false; // The caller rolls back and answers that an entry has changed.
        }
    }

    /// <summary>
    /// Makes an approved step count and counts the change. False when another entry lists the same
    /// key on some of its days.
    /// </summary>
    public static async Task<bool> TryEnforceAsync(
        NpgsqlTransaction transaction,
        WatchlistVersion version,
        CancellationToken cancel
    )
    {
        var sql = version.Change == Change.Retire ? EndSql : EnforceSql;
        try
        {
            await ExecuteAsync(transaction, sql, WatchlistRow.ValuesOf(version), cancel);
        }
        catch (PostgresException overlap)
            when (overlap.SqlState == PostgresErrorCodes.ExclusionViolation)
        {
            return false; // The caller rolls back and answers that it overlaps.
        }
        await ExecuteAsync(transaction, BumpSql, new { Name = RevisionName }, cancel);
        await ChangedKeysSql.NoteAsync(transaction, version, cancel);
        return true;
    }

    /// <summary>The state of an entry; null when there is none.</summary>
    public static async Task<EntryState?> FindAsync(
        NpgsqlConnection connection,
        Guid entryId,
        CancellationToken cancel
    )
    {
        var rows = await QueryAsync<WatchlistRow>(
            connection,
            LatestSql,
            new { EntryId = entryId },
            cancel
        );
        WatchlistVersion[] versions = [.. rows.Select(row => row.ToVersion())];
        return versions.Length == 0
            ? null
            : new EntryState(versions[0], versions.ElementAtOrDefault(1));
    }

    /// <summary>Every step of an entry, the first one first.</summary>
    public static async Task<IReadOnlyList<WatchlistVersion>> HistoryAsync(
        NpgsqlConnection connection,
        Guid entryId,
        CancellationToken cancel
    )
    {
        var rows = await QueryAsync<WatchlistRow>(
            connection,
            HistorySql,
            new { EntryId = entryId },
            cancel
        );
        return [.. rows.Select(row => row.ToVersion())];
    }

    /// <summary>The approved list with its revision.</summary>
    public static async Task<WatchlistSnapshot> LoadSnapshotAsync(
        NpgsqlConnection connection,
        CancellationToken cancel
    )
    {
        // The revision first: entries may be newer than it, never older.
        var revision = await RevisionAsync(connection, cancel);
        var rows = await QueryAsync<InForceRow>(connection, InForceSql, new { }, cancel);
        return new WatchlistSnapshot(revision, [.. rows.Select(row => row.ToEntry())]);
    }

    /// <summary>The approved entries of kinds whose keys are prefixes.</summary>
    public static async Task<IReadOnlyList<ListedEntry>> PrefixesAsync(
        NpgsqlConnection connection,
        CancellationToken cancel
    )
    {
        string[] kinds =
        [
            .. WatchlistKinds
                .ByName.Where(one => WatchlistKey.IsPrefix(one.Value))
                .Select(one => one.Key),
        ];
        const string sql = $"{InForceSql} WHERE f.kind = ANY (@kinds) ORDER BY f.key";
        var rows = await QueryAsync<InForceRow>(connection, sql, new { kinds }, cancel);
        return [.. rows.Select(row => row.ToEntry())];
    }

    /// <summary>The revision of the list, which every change raises.</summary>
    public static Task<long> RevisionAsync(NpgsqlConnection connection, CancellationToken cancel) =>
        connection.QuerySingleAsync<long>(
            new CommandDefinition(
                RevisionSql,
                new { Name = RevisionName },
                cancellationToken: cancel
            )
        );

    private static Task<IEnumerable<T>> QueryAsync<T>(
        NpgsqlConnection connection,
        string sql,
        object values,
        CancellationToken cancel
    ) => connection.QueryAsync<T>(new CommandDefinition(sql, values, cancellationToken: cancel));

    private static Task<int> ExecuteAsync(
        NpgsqlTransaction transaction,
        string sql,
        object values,
        CancellationToken cancel
    ) =>
        transaction.Connection!.ExecuteAsync(
            new CommandDefinition(sql, values, transaction, cancellationToken: cancel)
        );

    private sealed record InForceRow(
        Guid VersionId,
        string Kind,
        string Key,
        short Level,
        string Reason,
        DateOnly ValidFrom,
        DateOnly? ValidTo,
        Guid EntryId,
        string Name,
        string Aliases,
        bool IsException
    )
    {
        public ListedEntry ToEntry() =>
            new(
                VersionId,
                WatchlistKinds.ByName[Kind],
                Key,
                Level,
                Reason,
                (ValidFrom, ValidTo),
                EntryId,
                Name,
                WatchlistRow.Split(Aliases),
                IsException
            );
    }
}
