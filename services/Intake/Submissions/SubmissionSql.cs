using Dapper;
using Npgsql;
using RebateFlow.Contracts.Intake;
using RebateFlow.Intake.Checks.PreDeclarations;
using RebateFlow.Intake.Events;
using RebateFlow.Intake.Reading;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Submissions;

/// <summary>SQL of handing an attempt in.</summary>
public static class SubmissionSql
{
    /// <summary>
    /// Adds a first attempt and its pre-declaration. The result is the lane it travels in, or null
    /// when the exporter used the key before; nothing is stored then.
    /// </summary>
    public static void AddFirst(
        NpgsqlBatch batch,
        PreDeclarationSubmitted message,
        Submission submission
    )
    {
        const string sql = """
            WITH stored AS (
              INSERT INTO attempt (
                pre_declaration_id, attempt_no, uscc, idempotency_key, request_hash, lane,
                export_line_count, purchase_line_count, document, submitted_at)
              SELECT $1, 1, $2, $3, $4,
                CASE WHEN EXISTS (
                  SELECT FROM green_channel_enrolment e
                  WHERE e.uscc = $2 AND e.valid_from <= $5
                    AND (e.valid_to IS NULL OR e.valid_to >= $5))
                  THEN 'express' ELSE 'ordinary' END,
                $6, $7, $8, $9
              ON CONFLICT (uscc, idempotency_key) DO NOTHING
              RETURNING lane),
            opened AS (
              INSERT INTO pre_declaration (
                id, uscc, method, period, batch_no, attempt_no, state, submitted_at, updated_at)
              SELECT $1, $2, $10, $11, $12, 1, 'SUBMITTED', $9, $9
              FROM stored)
            SELECT lane FROM stored
            """;
        var command = new NpgsqlBatchCommand(sql);
        AddAttempt(command.Parameters, message.PreDeclarationId, submission, message.SubmittedAt);
        batch.BatchCommands.Add(command);
    }

    /// <summary>
    /// Stores a later attempt of a pre-declaration whose row is locked, and says in which lane it
    /// travels.
    /// </summary>
    public static async Task<string> InsertNextAsync(
        NpgsqlTransaction transaction,
        Guid id,
        Submission submission,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        // Its event is told with that of the check, which follows at once.
        const string sql = $"""
            WITH moved AS (
              UPDATE pre_declaration p SET
                attempt_no = attempt_no + 1,
                state = 'SUBMITTED',
                method = $10,
                period = $11,
                batch_no = $12,
                due_on = NULL,
                version = version + 1,
                updated_at = $9
              WHERE id = $1
              RETURNING {FilingEventSql.Moved}, true AS is_news),
            {FilingEventSql.Noted},
            forgotten AS (
              DELETE FROM awaited_information WHERE pre_declaration_id = $1),
            stored AS (
              INSERT INTO attempt (
                pre_declaration_id, attempt_no, uscc, idempotency_key, request_hash, lane,
                export_line_count, purchase_line_count, document, submitted_at)
              SELECT $1, moved.attempt_no, $2, $3, $4,
                CASE WHEN EXISTS (
                  SELECT FROM green_channel_enrolment e
                  WHERE e.uscc = $2 AND e.valid_from <= $5
                    AND (e.valid_to IS NULL OR e.valid_to >= $5))
                  THEN 'express' ELSE 'ordinary' END,
                $6, $7, $8, $9
              FROM moved
              RETURNING lane)
            SELECT lane FROM stored
            """;
        await using var command = new NpgsqlCommand(sql, transaction.Connection, transaction);
        AddAttempt(command.Parameters, id, submission, now);
        return (string)(await command.ExecuteScalarAsync(cancel))!;
    }

    /// <summary>The attempt that an exporter made with a key; null when there is none.</summary>
    public static Task<KeyedAttempt?> FindByKeyAsync(
        NpgsqlConnection connection,
        string uscc,
        string key,
        CancellationToken cancel
    )
    {
        const string sql = """
            SELECT pre_declaration_id, attempt_no, request_hash
            FROM attempt
            WHERE uscc = @uscc AND idempotency_key = @key
            """;
        return connection.QuerySingleOrDefaultAsync<KeyedAttempt>(
            new CommandDefinition(sql, new { uscc, key }, cancellationToken: cancel)
        );
    }

    /// <summary>Locks a pre-declaration of an exporter to the end of the transaction.</summary>
    public static Task<PreDeclarationHead?> LockAsync(
        NpgsqlTransaction transaction,
        Guid id,
        string uscc,
        CancellationToken cancel
    )
    {
        const string sql = """
            SELECT id, attempt_no, state, withdrawal_kind
            FROM pre_declaration
            WHERE id = @id AND uscc = @uscc
            FOR NO KEY UPDATE
            """;
        return transaction.Connection!.QuerySingleOrDefaultAsync<PreDeclarationHead>(
            new CommandDefinition(sql, new { id, uscc }, transaction, cancellationToken: cancel)
        );
    }

    /// <summary>Where an attempt stands.</summary>
    public static async Task<SubmissionAnswer> FindAnswerAsync(
        NpgsqlDataSource database,
        Guid id,
        int attemptNo,
        CancellationToken cancel
    )
    {
        const string sql = """
            SELECT p.state, f.outcome, f.check_no, f.doubt_count, f.gravest_doubt_level,
              f.rebate_due_cny, f.to_repay_cny, f.exempt_credit_cny, f.checked_at
            FROM pre_declaration p
            LEFT JOIN feedback f ON f.pre_declaration_id = p.id AND f.attempt_no = @attemptNo
            WHERE p.id = @id
            """;
        await using var connection = await database.OpenConnectionAsync(cancel);
        var row = await connection.QuerySingleAsync<FeedbackRow>(
            new CommandDefinition(sql, new { id, attemptNo }, cancellationToken: cancel)
        );
        return new SubmissionAnswer
        {
            Id = id,
            AttemptNo = attemptNo,
            State = row.State,
            Feedback = FeedbackView.Of(row),
        };
    }

    private static void AddAttempt(
        NpgsqlParameterCollection parameters,
        Guid id,
        Submission submission,
        DateTimeOffset now
    )
    {
        var (filing, packed, hash) = submission.Document;
        parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        parameters.Add(new NpgsqlParameter<string> { TypedValue = submission.Uscc });
        parameters.Add(new NpgsqlParameter<string> { TypedValue = submission.IdempotencyKey });
        parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = hash });
        parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = submission.HandedInOn });
        parameters.Add(new NpgsqlParameter<int> { TypedValue = filing.ExportLines.Count });
        parameters.Add(new NpgsqlParameter<int> { TypedValue = filing.PurchaseLines.Count });
        parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = packed });
        parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
        parameters.Add(new NpgsqlParameter<string> { TypedValue = WireCode.Of(filing.Method) });
        parameters.Add(new NpgsqlParameter<string> { TypedValue = filing.Period });
        parameters.Add(new NpgsqlParameter<int> { TypedValue = filing.BatchNo });
    }
}

/// <summary>An attempt found by its key.</summary>
public sealed record KeyedAttempt
{
    /// <summary>The pre-declaration.</summary>
    public required Guid PreDeclarationId { get; init; }

    /// <summary>The attempt.</summary>
    public required int AttemptNo { get; init; }

    /// <summary>SHA-256 of the request that made it.</summary>
    public required byte[] RequestHash { get; init; }

    /// <summary>Whether this very request made it, address and body included.</summary>
    public bool IsFrom(Submission submission) =>
        RequestHash.AsSpan().SequenceEqual(submission.Document.RequestHash);
}

/// <summary>What decides which step may follow.</summary>
public sealed record PreDeclarationHead
{
    /// <summary>The pre-declaration.</summary>
    public required Guid Id { get; init; }

    /// <summary>The live attempt.</summary>
    public required int AttemptNo { get; init; }

    /// <summary>Wire name of the state.</summary>
    public required string State { get; init; }

    /// <summary>ERROR or WAIVER once withdrawn, else null.</summary>
    public required string? WithdrawalKind { get; init; }

    /// <summary>The state as a value.</summary>
    public PreDeclarationState StateValue => StateOf(State);

    /// <summary>The state of a wire name.</summary>
    /// <exception cref="InvalidOperationException">
    /// A state that this build does not know.
    /// </exception>
    public static PreDeclarationState StateOf(string name) =>
        WireCode.TryParse(name, out PreDeclarationState state)
            ? state
            : throw new InvalidOperationException($"Unknown state {name}.");
}
