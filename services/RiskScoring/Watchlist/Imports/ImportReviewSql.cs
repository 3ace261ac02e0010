using Dapper;
using Npgsql;
using RebateFlow.Messaging.Batching;
using RebateFlow.RiskScoring.Rescreening;
using static RebateFlow.Messaging.Batching.Statements;

namespace RebateFlow.RiskScoring.Watchlist.Imports;

/// <summary>An import as it is kept.</summary>
public sealed record StoredImport(Guid Id, string ImportedBy, DateTimeOffset ImportedAt);

/// <summary>A draft of an import, with the entry as it stands now.</summary>
/// <param name="VersionNo">Version of the draft.</param>
public sealed record ImportedDraft(int Row, int VersionNo, EntryState State)
{
    /// <summary>Whether the draft itself still waits.</summary>
    public bool IsPending => State.IsPending && State.Latest.VersionNo == VersionNo;
}

/// <summary>Reads imports, and closes the drafts of one in one transaction.</summary>
public static class ImportReviewSql
{
    private const string FindSql = """
        SELECT id, imported_by AS ImportedBy, imported_at AS ImportedAt
        FROM watchlist_import WHERE id = @Id
        """;

    private const string ListSql = """
        SELECT i.id, i.imported_by AS ImportedBy, i.imported_at AS ImportedAt,
            (SELECT count(*) FROM watchlist_import_draft d
                JOIN watchlist_version v USING (entry_id, version_no)
                WHERE d.import_id = i.id AND NOT EXISTS (
                    SELECT FROM watchlist_version n
                    WHERE n.entry_id = d.entry_id AND n.version_no > d.version_no))::int AS Pending
        FROM watchlist_import i ORDER BY i.imported_at DESC, i.id LIMIT 100
        """;

    private const string DraftsSql = """
        SELECT row_no, version_no, entry_id FROM watchlist_import_draft
        WHERE import_id = @Id ORDER BY row_no
        """;

    private const string StatesSql = $"""
        SELECT {WatchlistSql.Columns} FROM watchlist_version
        WHERE entry_id IN (SELECT entry_id FROM watchlist_import_draft WHERE import_id = @Id)
        ORDER BY entry_id, version_no
        """;

    // Steps of all their entries wait until this transaction ends.
    private const string LockSql = """
        SELECT FROM watchlist_version v JOIN watchlist_import_draft d USING (entry_id)
        WHERE d.import_id = @Id AND v.version_no = 1 ORDER BY entry_id FOR UPDATE OF v
        """;

    private const string OverlapsSql = """
        SELECT k.entry_id
        FROM unnest($1, $2, $3, $4, $5) AS k (entry_id, kind, key, valid_from, valid_to)
        JOIN watchlist_in_force f ON f.kind = k.kind AND f.key = k.key
            AND f.entry_id <> k.entry_id
            AND f.valid && daterange(k.valid_from, k.valid_to, '[]')
        """;

    private const string EndSql = "DELETE FROM watchlist_in_force WHERE entry_id = ANY ($1)";

    private const string EnforceSql = """
        INSERT INTO watchlist_in_force (entry_id, version_id, kind, key, valid, is_exception)
        SELECT entry_id, version_id, kind, key, daterange(valid_from, valid_to, '[]'), is_exception
        FROM watchlist_version WHERE version_id = ANY ($1)
        ON CONFLICT (entry_id) DO UPDATE
        SET version_id = excluded.version_id, valid = excluded.valid,
            is_exception = excluded.is_exception
        """;

    private const string BumpSql = """
        UPDATE list_revision SET revision = revision + 1 WHERE name = $1
        """;

    public static Task<StoredImport?> FindAsync(
        NpgsqlConnection connection,
        Guid id,
        CancellationToken cancel
    ) =>
        connection.QuerySingleOrDefaultAsync<StoredImport>(
            new CommandDefinition(FindSql, new { Id = id }, cancellationToken: cancel)
        );

    /// <summary>The last hundred imports, the newest first.</summary>
    public static async Task<IReadOnlyList<ReviewImport.ImportLine>> ListAsync(
        NpgsqlDataSource database,
        CancellationToken cancel
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        var lines = await connection.QueryAsync<ReviewImport.ImportLine>(
            new CommandDefinition(ListSql, cancellationToken: cancel)
        );
        return lines.AsList();
    }

    /// <summary>The drafts of an import with their entries as they stand, by row.</summary>
    public static async Task<IReadOnlyList<ImportedDraft>> DraftsAsync(
        NpgsqlConnection connection,
        Guid id,
        CancellationToken cancel
    )
    {
        var values = new { Id = id };
        var drafts = await connection.QueryAsync<(int Row, int VersionNo, Guid EntryId)>(
            new CommandDefinition(DraftsSql, values, cancellationToken: cancel)
        );
        var rows = await connection.QueryAsync<WatchlistRow>(
            new CommandDefinition(StatesSql, values, cancellationToken: cancel)
        );
        var states = rows.Select(row => row.ToVersion())
            .GroupBy(version => version.EntryId)
            .ToDictionary(
                steps => steps.Key,
                steps => new EntryState(
                    steps.Last(),
                    steps.LastOrDefault(step => step.Stage == Stage.Approved)
                )
            );
        return
        [
            .. drafts.Select(draft => new ImportedDraft(
                draft.Row,
                draft.VersionNo,
                states[draft.EntryId]
            )),
        ];
    }

    public static Task LockAsync(
        NpgsqlTransaction transaction,
        Guid id,
        CancellationToken cancel
    ) =>
        transaction.Connection!.ExecuteAsync(
            new CommandDefinition(LockSql, new { Id = id }, transaction, cancellationToken: cancel)
        );

    /// <summary>Entries whose keys another entry lists on some of their days.</summary>
    public static async Task<IReadOnlySet<Guid>> OverlapsAsync(
        NpgsqlTransaction transaction,
        IReadOnlyList<WatchlistVersion> steps,
        CancellationToken cancel
    )
    {
        var listed = steps.Where(step => step.Change != Change.Retire).ToArray();
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        batch.Add(
            OverlapsSql,
            Value(Array.ConvertAll(listed, step => step.EntryId)),
            Value(Array.ConvertAll(listed, step => step.Content.Kind)),
            Value(Array.ConvertAll(listed, step => step.Content.Key)),
            Value(Array.ConvertAll(listed, step => step.Content.ValidFrom)),
            Value(Array.ConvertAll(listed, step => step.Content.ValidTo))
        );
        var found = new HashSet<Guid>();
        await using var reader = await batch.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
            found.Add(reader.GetGuid(0));
        return found;
    }

    /// <summary>
    /// Makes approved steps count, and counts one change. False when two of them list one key on
    /// some day.
    /// </summary>
    public static async Task<bool> TryEnforceAsync(
        NpgsqlTransaction transaction,
        IReadOnlyList<WatchlistVersion> steps,
        CancellationToken cancel
    )
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        batch.Add(EndSql, Value(Ids(step => step.EntryId, isEnd: true)));
        batch.Add(EnforceSql, Value(Ids(step => step.VersionId, isEnd: false)));
        batch.Add(BumpSql, WatchlistSql.RevisionName);
        ChangedKeysSql.AddNotes(batch, steps);
        try
        {
            await batch.ExecuteNonQueryAsync(cancel);
            return true;
        }
        catch (PostgresException overlap)
            when (overlap.SqlState == PostgresErrorCodes.ExclusionViolation)
        {
            return false; // The caller rolls back and answers that they overlap.
        }

        Guid[] Ids(Func<WatchlistVersion, Guid> idOf, bool isEnd) =>
            [.. steps.Where(step => (step.Change == Change.Retire) == isEnd).Select(idOf)];
    }
}
