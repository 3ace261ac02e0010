using Dapper;
using Npgsql;

namespace RebateFlow.Intake.Webhooks;

/// <summary>SQL of the log of deliveries; the caller has found the webhook to be its own.</summary>
public static class DeliverySql
{
    private const string Columns = """
        number, pre_declaration_id, version, attempt_no, state, occurred_at, status, tries,
        due_at, last_http_status, last_fault
        """;

    /// <summary>A page, the newest first.</summary>
    public static async Task<IReadOnlyList<DeliveryRow>> ListAsync(
        NpgsqlConnection connection,
        Guid webhookId,
        DeliveryFilter filter,
        CancellationToken cancel
    )
    {
        const string sql = $"""
            SELECT {Columns}
            FROM webhook_delivery
            WHERE webhook_id = @webhookId AND number < @Before
              AND (@Status::text IS NULL OR status = @Status)
            ORDER BY number DESC
            LIMIT @Limit + 1
            """;
        var rows = await connection.QueryAsync<DeliveryRow>(
            new CommandDefinition(
                sql,
                new
                {
                    webhookId,
                    filter.Before,
                    filter.Status,
                    filter.Limit,
                },
                cancellationToken: cancel
            )
        );
        return rows.AsList();
    }

    /// <summary>One delivery; null when there is none of that number.</summary>
    public static Task<DeliveryRow?> FindAsync(
        NpgsqlConnection connection,
        Guid webhookId,
        long number,
        CancellationToken cancel
    )
    {
        const string sql = $"""
            SELECT {Columns}
            FROM webhook_delivery
            WHERE webhook_id = @webhookId AND number = @number
            """;
        return connection.QuerySingleOrDefaultAsync<DeliveryRow>(
            new CommandDefinition(sql, new { webhookId, number }, cancellationToken: cancel)
        );
    }

    /// <summary>Every try of a delivery, in order.</summary>
    public static async Task<IReadOnlyList<TryView>> TriesAsync(
        NpgsqlConnection connection,
        long number,
        CancellationToken cancel
    )
    {
        const string sql = """
            SELECT try_no, tried_at, duration_ms, http_status, fault
            FROM webhook_try
            WHERE delivery_number = @number
            ORDER BY try_no
            """;
        var tries = await connection.QueryAsync<TryRow>(
            new CommandDefinition(sql, new { number }, cancellationToken: cancel)
        );
        return
        [
            .. tries.Select(row => new TryView(
                row.TryNo,
                row.TriedAt,
                row.DurationMs,
                row.HttpStatus,
                row.Fault
            )),
        ];
    }

    /// <summary>Writes a test; it is sent like any other delivery.</summary>
    public static Task<DeliveryRow> InsertTestAsync(
        NpgsqlConnection connection,
        Guid webhookId,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        const string sql = $"""
            INSERT INTO webhook_delivery (
              webhook_id, pre_declaration_id, version, attempt_no, state, occurred_at, due_at)
            VALUES (@webhookId, @id, 0, 0, @state, @now, @now)
            RETURNING {Columns}
            """;
        return connection.QuerySingleAsync<DeliveryRow>(
            new CommandDefinition(
                sql,
                new
                {
                    webhookId,
                    id = Guid.CreateVersion7(now),
                    state = WebhookEvents.TestState,
                    now,
                },
                cancellationToken: cancel
            )
        );
    }

    /// <summary>
    /// Makes deliveries due again with a schedule of their own: the one of this number whatever its
    /// status, or all that failed of events since then.
    /// </summary>
    /// <returns>How many.</returns>
    public static Task<int> ResendAsync(
        NpgsqlConnection connection,
        Guid webhookId,
        (long? Number, DateTimeOffset? Since) which,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        const string sql = """
            UPDATE webhook_delivery SET
              status = 'PENDING', tries = 0, due_at = @now, first_tried_at = NULL, ended_at = NULL
            WHERE webhook_id = @webhookId
              AND (number = @Number
                OR (@Number::bigint IS NULL AND status = 'FAILED' AND occurred_at >= @Since))
            """;
        return connection.ExecuteAsync(
            new CommandDefinition(
                sql,
                new
                {
                    webhookId,
                    which.Number,
                    which.Since,
                    now,
                },
                cancellationToken: cancel
            )
        );
    }

    private sealed record TryRow
    {
        public required int TryNo { get; init; }
        public required DateTimeOffset TriedAt { get; init; }
        public required int DurationMs { get; init; }
        public int? HttpStatus { get; init; }
        public string? Fault { get; init; }
    }
}

/// <summary>Which deliveries are asked for.</summary>
/// <param name="Before">Number of the last one of the page before, or the greatest.</param>
/// <param name="Status">PENDING, DELIVERED, FAILED, or null for all.</param>
/// <param name="Limit">Rows of a page, 1 to 200.</param>
public sealed record DeliveryFilter(long Before, string? Status, int Limit);

/// <summary>A stored delivery.</summary>
public sealed record DeliveryRow
{
    public required long Number { get; init; }
    public required Guid PreDeclarationId { get; init; }
    public required long Version { get; init; }
    public required int AttemptNo { get; init; }
    public required string State { get; init; }
    public required DateTimeOffset OccurredAt { get; init; }
    public required string Status { get; init; }
    public required int Tries { get; init; }
    public required DateTimeOffset DueAt { get; init; }
    public int? LastHttpStatus { get; init; }
    public string? LastFault { get; init; }

    /// <summary>The same as it would be sent.</summary>
    public DueDelivery ToDue() =>
        new()
        {
            Number = Number,
            PreDeclarationId = PreDeclarationId,
            Version = Version,
            AttemptNo = AttemptNo,
            State = State,
            OccurredAt = OccurredAt,
            Tries = Tries,
        };
}
