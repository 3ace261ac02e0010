using Dapper;
using Npgsql;

namespace RebateFlow.Intake.Webhooks;

/// <summary>SQL of sending: which instance sends to whom, what is due, what became of it.</summary>
public static class DispatchSql
{
    /// <summary>
    /// Leases targets that something is due for; no other instance sends to them meanwhile.
    /// </summary>
    public static async Task<IReadOnlyList<LeasedWebhook>> LeaseAsync(
        NpgsqlConnection connection,
        DateTimeOffset now,
        DateTimeOffset until,
        int most,
        CancellationToken cancel
    )
    {
        const string sql = """
            UPDATE webhook w SET leased_until = @until
            FROM (
              SELECT c.id
              FROM webhook c
              WHERE c.is_active AND c.leased_until <= @now AND EXISTS (
                SELECT FROM webhook_delivery d
                WHERE d.webhook_id = c.id AND d.status = 'PENDING' AND d.due_at <= @now)
              ORDER BY c.leased_until
              LIMIT @most
              FOR NO KEY UPDATE SKIP LOCKED) k
            WHERE w.id = k.id
            RETURNING w.id, w.url, w.secret, w.former_secret, w.former_secret_until,
              w.failing_since
            """;
        var leased = await connection.QueryAsync<LeasedWebhook>(
            new CommandDefinition(
                sql,
                new
                {
                    now,
                    until,
                    most,
                },
                cancellationToken: cancel
            )
        );
        return leased.AsList();
    }

    /// <summary>What is due for a target, the oldest first.</summary>
    public static async Task<IReadOnlyList<DueDelivery>> DueAsync(
        NpgsqlConnection connection,
        Guid webhookId,
        DateTimeOffset now,
        int most,
        CancellationToken cancel
    )
    {
        const string sql = """
            SELECT number, pre_declaration_id, version, attempt_no, state, occurred_at, tries,
              first_tried_at
            FROM webhook_delivery
            WHERE webhook_id = @webhookId AND status = 'PENDING' AND due_at <= @now
            ORDER BY due_at, number
            LIMIT @most
            """;
        var due = await connection.QueryAsync<DueDelivery>(
            new CommandDefinition(
                sql,
                new
                {
                    webhookId,
                    now,
                    most,
                },
                cancellationToken: cancel
            )
        );
        return due.AsList();
    }

    /// <summary>Records a try and what follows from it, in one statement.</summary>
    public static Task RecordAsync(
        NpgsqlConnection connection,
        Guid webhookId,
        DueDelivery delivery,
        TryOutcome outcome,
        NextTry next
    )
    {
        const string sql = """
            WITH tried AS (
              INSERT INTO webhook_try (
                delivery_number, try_no, tried_at, duration_ms, http_status, fault)
              SELECT @Number, 1 + coalesce(max(try_no), 0), @TriedAt, @durationMs, @HttpStatus,
                @Fault
              FROM webhook_try
              WHERE delivery_number = @Number),
            moved AS (
              UPDATE webhook_delivery SET
                status = @Status,
                tries = tries + 1,
                due_at = @DueAt,
                first_tried_at = coalesce(first_tried_at, @TriedAt),
                ended_at = CASE @Status WHEN 'PENDING' THEN NULL ELSE @TriedAt END,
                last_http_status = @HttpStatus,
                last_fault = @Fault
              WHERE number = @Number),
            given_up AS (
              UPDATE webhook_delivery SET
                status = 'FAILED', ended_at = @TriedAt, last_fault = 'WEBHOOK_DISABLED'
              WHERE @Disables::text IS NOT NULL AND webhook_id = @webhookId
                AND status = 'PENDING' AND number <> @Number)
            UPDATE webhook SET
              failing_since = CASE WHEN @Fault::text IS NULL THEN NULL
                ELSE coalesce(failing_since, @TriedAt) END,
              is_active = is_active AND @Disables::text IS NULL,
              disabled_reason = coalesce(@Disables, disabled_reason),
              disabled_at = CASE WHEN @Disables::text IS NULL THEN disabled_at
                ELSE @TriedAt END,
              version = version + CASE WHEN @Disables::text IS NULL THEN 0 ELSE 1 END
            WHERE id = @webhookId
              AND (@Fault::text IS NOT NULL OR failing_since IS NOT NULL)
            """;
        // What was sent is recorded even while the service stops.
        return connection.ExecuteAsync(
            sql,
            new
            {
                webhookId,
                delivery.Number,
                outcome.TriedAt,
                durationMs = (int)outcome.Duration.TotalMilliseconds,
                outcome.HttpStatus,
                outcome.Fault,
                next.Status,
                next.DueAt,
                next.Disables,
            }
        );
    }

    /// <summary>Ends a lease, at once or after a rest.</summary>
    public static Task ReleaseAsync(NpgsqlConnection connection, Guid id, DateTimeOffset until)
    {
        const string sql = "UPDATE webhook SET leased_until = @until WHERE id = @id";
        return connection.ExecuteAsync(sql, new { id, until });
    }

    /// <summary>
    /// Drops deliveries that are older than the log, and those that a change still wrote while
    /// their webhook was deleted, since nothing will ever send them.
    /// </summary>
    public static Task DropAsync(
        NpgsqlConnection connection,
        DateTimeOffset before,
        CancellationToken cancel
    )
    {
        const string sql = """
            WITH dropped AS (
              DELETE FROM webhook_delivery WHERE ended_at < @before RETURNING number),
            orphaned AS (
              DELETE FROM webhook_delivery d
              WHERE d.status = 'PENDING' AND d.due_at < @before
                AND NOT EXISTS (SELECT FROM webhook w WHERE w.id = d.webhook_id)
              RETURNING d.number)
            DELETE FROM webhook_try WHERE delivery_number IN (
              SELECT number FROM dropped UNION ALL SELECT number FROM orphaned)
            """;
        return connection.ExecuteAsync(
            new CommandDefinition(sql, new { before }, cancellationToken: cancel)
        );
    }
}

/// <summary>A target that this instance sends to for a while.</summary>
public sealed record LeasedWebhook
{
    public required Guid Id { get; init; }
    public required string Url { get; init; }
    public required byte[] Secret { get; init; }
    public byte[]? FormerSecret { get; init; }
    public DateTimeOffset? FormerSecretUntil { get; init; }

    /// <summary>First failure since it last took anything, UTC.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>Secrets that sign at a moment, the newest first.</summary>
    public IEnumerable<byte[]> SecretsAt(DateTimeOffset now) =>
        FormerSecret is { } former && FormerSecretUntil > now ? [Secret, former] : [Secret];
}

/// <summary>A delivery that is due.</summary>
public sealed record DueDelivery
{
    public required long Number { get; init; }
    public required Guid PreDeclarationId { get; init; }

    /// <summary>Version of the pre-declaration; 0 of a test.</summary>
    public required long Version { get; init; }
    public required int AttemptNo { get; init; }

    /// <summary>Wire name of a state, or TEST.</summary>
    public required string State { get; init; }
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>Tries since it was written or resent.</summary>
    public required int Tries { get; init; }
    public DateTimeOffset? FirstTriedAt { get; init; }
}
