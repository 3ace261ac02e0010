using System.Diagnostics;
using Dapper;
using Npgsql;
using NpgsqlTypes;
using RebateFlow.Messaging.Batching;
using RebateFlow.RiskScoring.Rules.Watchlist;
using RebateFlow.RiskScoring.Watchlist;
using static RebateFlow.Messaging.Batching.Statements;

namespace RebateFlow.RiskScoring.Rescreening;

/// <summary>A change that waits until filings are noted for another screening.</summary>
public sealed record WaitingChange(long Id, DateTimeOffset ChangedAt);

/// <summary>From changes of the list to the live filings under them.</summary>
public static class ChangedKeysSql
{
    /// <summary>Changes taken at a time.</summary>
    public const int MaximumBatch = 20_000;

    /// <summary>
    /// The lock that scoring and re-screening share from before they read the revisions of the list
    /// and of the rule sets until they commit.
    /// </summary>
    public const string ShareLockSql = "pg_advisory_xact_lock_shared(7002005)";

    private const string PassBarrierSql = "SELECT pg_advisory_xact_lock(7002005)";

    private const string NoteSql = """
        INSERT INTO watchlist_change (kind, key, changed_at, trace_parent)
        SELECT *, $3, $4 FROM unnest($1, $2)
        """;

    private const string BeginDaySql = """
        INSERT INTO rescreening_day (day) VALUES (@Day) ON CONFLICT DO NOTHING
        """;

    // Of a range that ends on a day, the upper bound is the day after: the first day without it.
    private const string TurnDaySql = """
        WITH turned AS (
            UPDATE rescreening_day n SET day = @Day
            FROM rescreening_day o WHERE o.day < @Day
            RETURNING o.day AS before)
        INSERT INTO watchlist_change (kind, key, changed_at)
        SELECT k.kind, f.key, @At
        FROM turned t
        JOIN watchlist_in_force f
          ON (lower(f.valid) > t.before AND lower(f.valid) <= @Day)
          OR (upper(f.valid) > t.before AND upper(f.valid) <= @Day)
        JOIN unnest(@KindNames, @Kinds) AS k (name, kind) ON k.name = f.kind
        """;

    private const string WaitingSql = """
        SELECT id, changed_at AS ChangedAt FROM watchlist_change ORDER BY id LIMIT @Limit
        """;

    private const string TakeSql = """
        DELETE FROM watchlist_change WHERE id = ANY (@Ids) RETURNING kind, key, trace_parent
        """;

    /// <summary>
    /// Adds the filings of some keys to those that wait. Live ones are few beside all of the past.
    /// </summary>
    private const string CollectSql = """
        INSERT INTO rescreening (pre_declaration_id, due_at, trace_parent)
        SELECT k.pre_declaration_id, @At, max(c.trace_parent)
        FROM unnest(@Kinds, @Lows, @Highs, @Traces) AS c (kind, low, high, trace_parent)
        JOIN filing_key k
          ON k.kind = c.kind AND k.key >= c.low COLLATE "C" AND k.key < c.high COLLATE "C"
        JOIN filing f USING (pre_declaration_id, attempt_no)
        WHERE f.is_live
        GROUP BY k.pre_declaration_id
        ON CONFLICT DO NOTHING
        """;

    /// <summary>Notes that the entries of a key changed.</summary>
    public static async Task NoteAsync(
        NpgsqlTransaction transaction,
        WatchlistVersion step,
        CancellationToken cancel
    )
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        AddNotes(batch, [step]);
        await batch.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Notes the same of many, with the trace of whoever changed them.</summary>
    public static void AddNotes(NpgsqlBatch batch, IReadOnlyList<WatchlistVersion> steps) =>
        batch.Add(
            NoteSql,
            Value(steps.Select(s => (short)WatchlistKinds.ByName[s.Content.Kind]).ToArray()),
            Value(steps.Select(step => step.Content.Key).ToArray()),
            Value(steps[0].At),
            OrNull(Activity.Current?.Id, NpgsqlDbType.Text)
        );

    /// <summary>Makes changes of the entries that began or ended since the last day.</summary>
    public static async Task TurnDayAsync(
        NpgsqlTransaction transaction,
        DateOnly day,
        DateTimeOffset at,
        CancellationToken cancel
    )
    {
        await ExecuteAsync(transaction, BeginDaySql, new { Day = day }, cancel);
        var values = new
        {
            Day = day,
            At = at,
            KindNames = WatchlistKinds.ByName.Keys.ToArray(),
            Kinds = WatchlistKinds.ByName.Values.Select(kind => (short)kind).ToArray(),
        };
        await ExecuteAsync(transaction, TurnDaySql, values, cancel);
    }

    /// <summary>
    /// The changes that wait, oldest first, at most <see cref="MaximumBatch"/>.
    /// </summary>
    public static async Task<IReadOnlyList<WaitingChange>> WaitingAsync(
        NpgsqlTransaction transaction,
        CancellationToken cancel
    ) =>
        (
            await transaction.Connection!.QueryAsync<WaitingChange>(
                new CommandDefinition(
                    WaitingSql,
                    new { Limit = MaximumBatch },
                    transaction,
                    cancellationToken: cancel
                )
            )
        ).AsList();

    /// <summary>
    /// Returns when every filing is committed that was scored with a list or a rule set older than
    /// now. Filings that are scored from here on see the changes made so far.
    /// </summary>
    public static async Task PassBarrierAsync(NpgsqlDataSource database, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await ExecuteAsync(transaction, PassBarrierSql, new { }, cancel);
        await transaction.CommitAsync(cancel);
    }

    /// <summary>Takes changes and notes the live filings under their keys.</summary>
    /// <returns>How many filings were noted that did not wait already.</returns>
    public static async Task<int> CollectAsync(
        NpgsqlTransaction transaction,
        long[] ids,
        DateTimeOffset at,
        CancellationToken cancel
    )
    {
        var taken = await transaction.Connection!.QueryAsync<(
            short Kind,
            string Key,
            string? Trace
        )>(
            new CommandDefinition(
                TakeSql,
                new { Ids = ids },
                transaction,
                cancellationToken: cancel
            )
        );
        // Of a key that changed several times, the filings follow the last trace.
        var changes = taken
            .GroupBy(change => (change.Kind, change.Key), change => change.Trace)
            .ToArray();
        var ranges = Array.ConvertAll(
            changes,
            change => WatchlistKey.RangeOf((WatchlistKind)change.Key.Kind, change.Key.Key)
        );
        return await ExecuteAsync(
            transaction,
            CollectSql,
            new
            {
                At = at,
                Kinds = ranges.Select(range => (short)range.Kind).ToArray(),
                Lows = ranges.Select(range => range.Low).ToArray(),
                Highs = ranges.Select(range => range.High).ToArray(),
                Traces = Array.ConvertAll(changes, change => change.Last()),
            },
            cancel
        );
    }

    private static Task<int> ExecuteAsync(
        NpgsqlTransaction transaction,
        string sql,
        object values,
        CancellationToken cancel
    ) =>
        transaction.Connection!.ExecuteAsync(
            new CommandDefinition(sql, values, transaction, cancellationToken: cancel)
        );
}
