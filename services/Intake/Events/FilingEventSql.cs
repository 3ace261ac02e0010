using Dapper;
using Npgsql;

namespace RebateFlow.Intake.Events;

/// <summary>SQL of events: how the statements that move a pre-declaration record them.</summary>
public static class FilingEventSql
{
    /// <summary>
    /// What such a statement returns as <c>moved</c>, beside <c>is_news</c>: whether listeners
    /// get it.
    /// </summary>
    public const string Moved =
        "p.id, p.uscc, p.attempt_no, p.state, p.version, p.updated_at, p.listened_until";

    /// <summary>
    /// Follows <c>moved</c> in the statement: records an event when a stream listens, and a
    /// delivery for each webhook that asks for the state.
    /// </summary>
    public const string Noted = """
        noted AS (
          INSERT INTO filing_event (pre_declaration_id, version, attempt_no, state, occurred_at)
          SELECT id, version, attempt_no, state, updated_at
          FROM moved
          WHERE is_news AND listened_until > updated_at
          RETURNING pre_declaration_id),
        sent AS (
          INSERT INTO webhook_delivery (
            webhook_id, pre_declaration_id, version, attempt_no, state, occurred_at, due_at)
          SELECT w.id, m.id, m.version, m.attempt_no, m.state, m.updated_at, m.updated_at
          FROM moved m
          JOIN webhook w ON w.uscc = m.uscc AND w.is_active AND m.state = ANY (w.states)
          WHERE m.is_news
          RETURNING pre_declaration_id),
        told AS (
          SELECT pre_declaration_id FROM noted UNION SELECT pre_declaration_id FROM sent)
        """;

    /// <summary>Ends the statement: the ids that have a listener; mostly none.</summary>
    public const string Heard = "SELECT pre_declaration_id AS heard FROM told";

    /// <summary>
    /// Runs a batch and gathers the ids its statements give by <see cref="Heard"/>.
    /// </summary>
    public static async Task<IReadOnlyList<Guid>> ExecuteAsync(
        NpgsqlBatch batch,
        CancellationToken cancel
    )
    {
        await using var reader = await batch.ExecuteReaderAsync(cancel);
        return await ReadHeardAsync(reader, cancel);
    }

    /// <summary>Reads the results that are left of a batch.</summary>
    public static async Task<IReadOnlyList<Guid>> ReadHeardAsync(
        NpgsqlDataReader reader,
        CancellationToken cancel
    )
    {
        List<Guid>? heard = null;
        do
        {
            if (reader.FieldCount != 1 || reader.GetName(0) != "heard")
                continue;
            while (await reader.ReadAsync(cancel))
                (heard ??= []).Add(reader.GetGuid(0));
        } while (await reader.NextResultAsync(cancel));
        return heard ?? [];
    }

    /// <summary>
    /// Marks a pre-declaration of an exporter as listened to and says where it stands; null when
    /// there is none of that id. Each change after it is recorded.
    /// </summary>
    public static Task<FilingEvent?> ListenAsync(
        NpgsqlConnection connection,
        (Guid Id, string Uscc) of,
        DateTimeOffset until,
        CancellationToken cancel
    )
    {
        const string sql = """
            UPDATE pre_declaration
            SET listened_until = greatest(listened_until, @until)
            WHERE id = @Id AND uscc = @Uscc
            RETURNING id AS pre_declaration_id, version, attempt_no, state,
              updated_at AS occurred_at
            """;
        return connection.QuerySingleOrDefaultAsync<FilingEvent>(
            new CommandDefinition(
                sql,
                new
                {
                    of.Id,
                    of.Uscc,
                    until,
                },
                cancellationToken: cancel
            )
        );
    }

    /// <summary>Recorded events after a version, for several pre-declarations at once.</summary>
    /// <param name="after">For each id the version that its listener has.</param>
    public static async Task<IReadOnlyList<FilingEvent>> AfterAsync(
        NpgsqlConnection connection,
        Guid[] ids,
        long[] after,
        CancellationToken cancel
    )
    {
        const string sql = """
            SELECT e.pre_declaration_id, e.version, e.attempt_no, e.state, e.occurred_at
            FROM unnest(@ids, @after) AS k (id, after)
            JOIN filing_event e ON e.pre_declaration_id = k.id AND e.version > k.after
            ORDER BY e.pre_declaration_id, e.version
            """;
        var events = await connection.QueryAsync<FilingEvent>(
            new CommandDefinition(sql, new { ids, after }, cancellationToken: cancel)
        );
        return events.AsList();
    }

    /// <summary>Drops events that nobody can ask for any more.</summary>
    public static Task DropAsync(
        NpgsqlConnection connection,
        DateTimeOffset before,
        CancellationToken cancel
    )
    {
        const string sql = "DELETE FROM filing_event WHERE occurred_at < @before";
        return connection.ExecuteAsync(
            new CommandDefinition(sql, new { before }, cancellationToken: cancel)
        );
    }

    /// <summary>Listens to the other instances, on a connection that does nothing else.</summary>
    public static Task ListenToPeersAsync(NpgsqlConnection connection, CancellationToken cancel) =>
        connection.ExecuteAsync(
            new CommandDefinition($"LISTEN {Channel}", cancellationToken: cancel)
        );

    /// <summary>Notifies the other instances; call it after the commit, never within it.</summary>
    public static async Task NotifyPeersAsync(
        NpgsqlDataSource database,
        string ids,
        CancellationToken cancel
    )
    {
        await using var command = database.CreateCommand($"SELECT pg_notify('{Channel}', $1)");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = ids });
        await command.ExecuteNonQueryAsync(cancel);
    }

    private const string Channel = "rebateflow_filing_event";
}
