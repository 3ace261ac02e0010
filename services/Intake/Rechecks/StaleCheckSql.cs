using Dapper;
using Npgsql;
using static RebateFlow.Messaging.Batching.Statements;

namespace RebateFlow.Intake.Rechecks;

/// <summary>SQL of filings whose check is stale.</summary>
public static class StaleCheckSql
{
    // Filings are found by what they hold, so each changed voucher is looked for among the claims
    // of the one exporter that uses it. A filing that is handed in and not yet checked may be read
    // with the old entries of its exporter: it is noted too.
    private const string NoteSql = """
        WITH mine AS MATERIALIZED (
          DELETE FROM fact_change WHERE changed_in = pg_current_xact_id()
          RETURNING target, feed, key, held_key, uscc, before, after),
        live AS MATERIALIZED (
          SELECT p.id, p.state, p.method, p.period, p.uscc
          FROM pre_declaration p
          WHERE p.uscc = ANY (ARRAY(SELECT DISTINCT uscc FROM mine))
            AND p.state IN ('SUBMITTED', 'CLEARED', 'UNDER_REVIEW', 'HELD', 'APPROVED',
              'FORMALLY_DECLARED')),
        touched AS MATERIALIZED (
          SELECT l.id, m.feed, m.key, m.before, m.after
          FROM live l
          JOIN voucher_claim k ON k.pre_declaration_id = l.id
          CROSS JOIN unnest(k.customs_line_nos) AS h (key)
          JOIN mine m ON m.target = 'CUSTOMS' AND m.held_key = h.key AND m.uscc = l.uscc
          WHERE l.state <> 'SUBMITTED'
          UNION ALL
          SELECT l.id, m.feed, m.key, m.before, m.after
          FROM live l
          JOIN voucher_claim k ON k.pre_declaration_id = l.id
          CROSS JOIN LATERAL (SELECT DISTINCT unnest(k.invoice_nos) AS key) h
          JOIN mine m ON m.target = 'INVOICE' AND m.held_key = h.key AND m.uscc = l.uscc
          WHERE l.state <> 'SUBMITTED'
          UNION ALL
          SELECT l.id, m.feed, m.key, m.before, m.after
          FROM live l
          JOIN mine m ON m.uscc = l.uscc
          WHERE CASE m.target
            WHEN 'MONTH' THEN l.method = 'ECR' AND l.period = m.held_key AND l.state <> 'SUBMITTED'
            WHEN 'BOOK' THEN l.method = 'ECR' AND l.state NOT IN ('SUBMITTED', 'FORMALLY_DECLARED')
            WHEN 'EXPORTER' THEN l.state <> 'FORMALLY_DECLARED'
            WHEN 'FILING' THEN l.id::text = m.held_key
            ELSE false END),
        facts AS (
          INSERT INTO stale_fact (pre_declaration_id, feed, key, before, after)
          SELECT id, feed, key, before, after FROM touched),
        noted AS (
          INSERT INTO stale_check AS s (pre_declaration_id, noted_at, due_at)
          SELECT DISTINCT id, $1::timestamptz, $2::timestamptz FROM touched ORDER BY id
          ON CONFLICT (pre_declaration_id) DO UPDATE SET
            touch_no = s.touch_no + 1,
            due_at = least(excluded.due_at, s.noted_at + $3)
          RETURNING s.pre_declaration_id, s.change_no, s.touch_no)
        SELECT n.pre_declaration_id, p.attempt_no, n.change_no, a.lane
        FROM noted n
        JOIN pre_declaration p ON p.id = n.pre_declaration_id
        JOIN attempt a ON a.pre_declaration_id = p.id AND a.attempt_no = p.attempt_no
        WHERE n.touch_no = 1
        ORDER BY n.change_no
        """;

    private const string DueSql = """
        SELECT s.pre_declaration_id AS id, s.change_no, s.touch_no, p.uscc, p.method,
          a.export_line_count + a.purchase_line_count AS line_count
        FROM stale_check s
        JOIN pre_declaration p ON p.id = s.pre_declaration_id
        JOIN attempt a ON a.pre_declaration_id = p.id AND a.attempt_no = p.attempt_no
        WHERE s.due_at <= @now
        ORDER BY s.failures, s.due_at, p.period, s.change_no
        LIMIT @most
        """;

    private const string FactsSql = """
        SELECT f.pre_declaration_id AS id, f.feed, f.key, e.key AS field,
          coalesce(f.before ->> e.key, '') AS before, coalesce(e.value, '') AS after
        FROM unnest(@ids) AS k (id)
        CROSS JOIN LATERAL (
          SELECT * FROM stale_fact WHERE pre_declaration_id = k.id LIMIT @most) f
        CROSS JOIN LATERAL jsonb_each_text(f.after) AS e
        """;

    private const string EndSql = """
        WITH facts AS (DELETE FROM stale_fact WHERE pre_declaration_id = ANY ($1))
        DELETE FROM stale_check s
        USING unnest($1, $2) AS k (id, touch_no)
        WHERE s.pre_declaration_id = k.id AND s.touch_no = k.touch_no
        """;

    private const string PutOffSql = """
        UPDATE stale_check SET due_at = @dueAt, failures = failures + 1
        WHERE pre_declaration_id = ANY (@ids)
        """;

    /// <summary>
    /// Notes the filings that the changes of this transaction touch; says which were not stale
    /// before.
    /// </summary>
    public static async Task<IReadOnlyList<NotedFiling>> NoteAsync(
        NpgsqlTransaction transaction,
        (DateTimeOffset Now, DateTimeOffset DueAt, TimeSpan Longest) times,
        CancellationToken cancel
    )
    {
        await using var command = new NpgsqlCommand(NoteSql, transaction.Connection, transaction);
        command.Parameters.Add(Value(times.Now));
        command.Parameters.Add(Value(times.DueAt));
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = times.Longest });
        var noted = new List<NotedFiling>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
            noted.Add(
                new(reader.GetGuid(0), reader.GetInt32(1), reader.GetInt64(2), reader.GetString(3))
            );
        return noted;
    }

    /// <summary>Filings to be compared again, the longest due first.</summary>
    public static async Task<IReadOnlyList<StaleFiling>> DueAsync(
        NpgsqlTransaction transaction,
        DateTimeOffset now,
        int most,
        CancellationToken cancel
    ) =>
        [
            .. await transaction.Connection!.QueryAsync<StaleFiling>(
                new CommandDefinition(
                    DueSql,
                    new { now, most },
                    transaction,
                    cancellationToken: cancel
                )
            ),
        ];

    /// <summary>What changed for some filings, value by value, at most so many rows each.</summary>
    public static async Task<ILookup<Guid, StaleFact>> FactsAsync(
        NpgsqlTransaction transaction,
        Guid[] ids,
        int most,
        CancellationToken cancel
    ) =>
        (
            await transaction.Connection!.QueryAsync<StaleFact>(
                new CommandDefinition(
                    FactsSql,
                    new { ids, most },
                    transaction,
                    cancellationToken: cancel
                )
            )
        ).ToLookup(fact => fact.Id);

    /// <summary>Ends the staleness of filings that no further change has touched.</summary>
    /// <returns>False when one was touched meanwhile: then nothing may be kept.</returns>
    public static async Task<bool> TryEndAsync(
        NpgsqlTransaction transaction,
        IReadOnlyList<StaleFiling> filings,
        CancellationToken cancel
    )
    {
        await using var command = new NpgsqlCommand(EndSql, transaction.Connection, transaction);
        command.Parameters.Add(Value(filings.Select(one => one.Id).ToArray()));
        command.Parameters.Add(Value(filings.Select(one => one.TouchNo).ToArray()));
        return await command.ExecuteNonQueryAsync(cancel) == filings.Count;
    }

    /// <summary>Gives filings that could not be compared another turn later.</summary>
    public static async Task PutOffAsync(
        NpgsqlDataSource database,
        Guid[] ids,
        DateTimeOffset dueAt,
        CancellationToken cancel
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await connection.ExecuteAsync(
            new CommandDefinition(PutOffSql, new { ids, dueAt }, cancellationToken: cancel)
        );
    }
}

/// <summary>A filing whose check has just become stale.</summary>
public sealed record NotedFiling(Guid Id, int AttemptNo, long ChangeNo, string Lane);

/// <summary>A filing whose check is stale.</summary>
/// <param name="ChangeNo">Number of the change by which Approval knows it.</param>
/// <param name="TouchNo">Grows with each further change.</param>
public sealed record StaleFiling(
    Guid Id,
    long ChangeNo,
    long TouchNo,
    string Uscc,
    string Method,
    int LineCount
);

/// <summary>A value that changed, by its column.</summary>
public sealed record StaleFact(
    Guid Id,
    string Feed,
    string Key,
    string Field,
    string Before,
    string After
);
