using System.Text.Json;
using Dapper;
using Npgsql;
using NpgsqlTypes;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Contracts.Intake;
using RebateFlow.Messaging;
using RebateFlow.Messaging.Batching;
using static RebateFlow.Messaging.Batching.Statements;

namespace RebateFlow.Approval.Rechecks;

/// <summary>SQL of the papers of a check after the first.</summary>
public static class RecheckSql
{
    private const string ContentQuery = """
        SELECT content FROM case_attempt
        WHERE case_id = @CaseId AND attempt_no = @AttemptNo AND check_no = @CheckNo
        """;

    // The assessment stays; the filing in it is that of the new check.
    private const string Insert = """
        INSERT INTO case_attempt (
            case_id, attempt_no, check_no, message, content, facts, conditions, opened_at,
            trace_parent, changes)
        SELECT case_id, attempt_no, $4,
            jsonb_set(message::jsonb, '{filing}', $5::jsonb)::text, $6, facts, conditions, $7,
            trace_parent, $8
        FROM case_attempt
        WHERE case_id = $1 AND attempt_no = $2 AND check_no = $3
        """;

    /// <summary>The packed content of the check that stands.</summary>
    public static Task<byte[]> ContentAsync(
        NpgsqlTransaction transaction,
        ApprovalCase some,
        CancellationToken cancel
    ) =>
        transaction.Connection!.QuerySingleAsync<byte[]>(
            new CommandDefinition(
                ContentQuery,
                new
                {
                    some.CaseId,
                    some.AttemptNo,
                    some.CheckNo,
                },
                transaction,
                cancellationToken: cancel
            )
        );

    /// <summary>Adds the papers of a check beside those of the one before.</summary>
    /// <param name="before">The case with the check that stood until now.</param>
    public static void AddAttempt(
        NpgsqlBatch batch,
        ApprovalCase before,
        PreDeclarationRechecked message,
        DateTimeOffset now
    ) =>
        batch.Add(
            Insert,
            Value(before.CaseId),
            Value(before.AttemptNo),
            Value(before.CheckNo),
            Value(message.CheckNo),
            Value(
                JsonSerializer.Serialize(message.Filing! with { Content = [] }, MessageJson.Options)
            ),
            Value(message.Filing!.Content),
            Value(now),
            OrNull(
                JsonSerializer.Serialize(message.Changes, MessageJson.Options),
                NpgsqlDbType.Text
            )
        );
}
