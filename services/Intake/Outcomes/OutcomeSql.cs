using Dapper;
using Npgsql;
using RebateFlow.Contracts.Approval;
using RebateFlow.Intake.Filings;
using RebateFlow.Intake.PreDeclarations;

namespace RebateFlow.Intake.Outcomes;

/// <summary>SQL of what other services found out about a pre-declaration.</summary>
public static class OutcomeSql
{
    /// <summary>
    /// Notes the case and its limit on the attempt it was opened for. Only a cleared one moves on:
    /// the decision may have overtaken this message, and a withdrawal stands.
    /// </summary>
    public static void AddCase(NpgsqlBatch batch, CaseOpened opened)
    {
        const string sql = """
            UPDATE pre_declaration SET
              case_id = $1,
              due_on = $2,
              state = CASE state WHEN $6 THEN $7 ELSE state END,
              version = version + 1,
              updated_at = greatest(updated_at, $3)
            WHERE id = $4 AND attempt_no = $5
            """;
        const PreDeclarationState cleared = PreDeclarationState.Cleared;
        batch.BatchCommands.Add(
            new NpgsqlBatchCommand(sql)
            {
                Parameters =
                {
                    new NpgsqlParameter<Guid> { TypedValue = opened.CaseId },
                    new NpgsqlParameter<DateOnly> { TypedValue = opened.DueOn },
                    new NpgsqlParameter<DateTimeOffset> { TypedValue = opened.OpenedAt },
                    new NpgsqlParameter<Guid> { TypedValue = opened.PreDeclarationId },
                    new NpgsqlParameter<int> { TypedValue = opened.AttemptNo },
                    new NpgsqlParameter<string> { TypedValue = WireName.Of(cleared) },
                    new NpgsqlParameter<string>
                    {
                        TypedValue = WireName.Of(PreDeclaration.AfterCaseOpened(cleared)),
                    },
                },
            }
        );
    }

    /// <summary>
    /// Locks a pre-declaration to the end of the transaction; null when there is none.
    /// </summary>
    public static Task<PreDeclarationHead?> LockAsync(
        NpgsqlTransaction transaction,
        Guid id,
        CancellationToken cancel
    )
    {
        const string sql = """
            SELECT id, attempt_no, state, withdrawal_kind
            FROM pre_declaration
            WHERE id = @id
            FOR NO KEY UPDATE
            """;
        return transaction.Connection!.QuerySingleOrDefaultAsync<PreDeclarationHead>(
            new CommandDefinition(sql, new { id }, transaction, cancellationToken: cancel)
        );
    }

    /// <summary>Stores a decision on a locked row.</summary>
    public static Task DecideAsync(
        NpgsqlTransaction transaction,
        CaseDecided decided,
        string state,
        CancellationToken cancel
    )
    {
        const string sql = """
            UPDATE pre_declaration SET
              case_id = @CaseId,
              state = @state,
              decision = @Decision,
              decision_attempt_no = @AttemptNo,
              decision_reason = @Reason,
              approved_rebate_cny = @ApprovedRebateCny,
              decided_at = @DecidedAt,
              version = version + 1,
              updated_at = greatest(updated_at, @DecidedAt)
            WHERE id = @PreDeclarationId
            """;
        return transaction.Connection!.ExecuteAsync(
            new CommandDefinition(
                sql,
                new
                {
                    decided.CaseId,
                    state,
                    decided.Decision,
                    decided.AttemptNo,
                    decided.Reason,
                    decided.ApprovedRebateCny,
                    decided.DecidedAt,
                    decided.PreDeclarationId,
                },
                transaction,
                cancellationToken: cancel
            )
        );
    }
}
