using Dapper;
using Npgsql;
using RebateFlow.Contracts.Approval;
using RebateFlow.Intake.Checks.PreDeclarations;
using RebateFlow.Intake.Events;
using RebateFlow.Intake.Submissions;
using RebateFlow.Messaging.Batching;
using RebateFlow.Primitives;
using static RebateFlow.Messaging.Batching.Statements;

namespace RebateFlow.Intake.Outcomes;

/// <summary>SQL of what other services found out about a pre-declaration.</summary>
public static class OutcomeSql
{
    // Rows are locked in the order of their keys, as every group does, before any is written.
    private const string CaseSql = $"""
        WITH moved AS (
          UPDATE pre_declaration p SET
            case_id = k.case_id,
            due_on = k.due_on,
            state = CASE WHEN p.state <> $6 THEN p.state WHEN p.is_held THEN $8 ELSE $7 END,
            version = p.version + 1,
            updated_at = greatest(p.updated_at, k.opened_at)
          FROM (
            SELECT k.*, p.state AS state_before
            FROM unnest($1, $2, $3, $4, $5) WITH ORDINALITY
              AS k (id, attempt_no, case_id, due_on, opened_at, number)
            JOIN pre_declaration p ON p.id = k.id AND p.attempt_no = k.attempt_no
            ORDER BY k.number
            FOR NO KEY UPDATE OF p) k
          WHERE p.id = k.id
          RETURNING {FilingEventSql.Moved}, k.state_before = $6 AS is_news),
        {FilingEventSql.Noted}
        {FilingEventSql.Heard}
        """;

    /// <summary>
    /// Notes the cases and their limits on the attempts they were opened for. Only a cleared one
    /// moves on: the decision may have overtaken this message, and a withdrawal stands.
    /// </summary>
    public static void AddCases(NpgsqlBatch batch, IEnumerable<CaseOpened> opened)
    {
        const PreDeclarationState cleared = PreDeclarationState.Cleared;
        CaseOpened[] cases = [.. opened];
        batch.Add(
            CaseSql,
            Value(Array.ConvertAll(cases, one => one.PreDeclarationId)),
            Value(Array.ConvertAll(cases, one => one.AttemptNo)),
            Value(Array.ConvertAll(cases, one => one.CaseId)),
            Value(Array.ConvertAll(cases, one => one.DueOn)),
            Value(Array.ConvertAll(cases, one => one.OpenedAt)),
            Value(WireCode.Of(cleared)),
            Value(WireCode.Of(PreDeclaration.AfterCaseOpened(cleared, isHeld: false))),
            Value(WireCode.Of(PreDeclaration.AfterCaseOpened(cleared, isHeld: true)))
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

    /// <summary>
    /// Of two approvals of the attempt in a locked row, moves the older one to the former
    /// decisions, in whichever order they came.
    /// </summary>
    /// <returns>
    /// True when the given one is the newest and has to be stored as the decision.
    /// </returns>
    public static async Task<bool> KeepFormerAsync(
        NpgsqlTransaction transaction,
        CaseDecided decided,
        CancellationToken cancel
    )
    {
        const string keepStored = """
            INSERT INTO former_decision (
              pre_declaration_id, attempt_no, decided_at, reason, approved_rebate_cny)
            SELECT id, decision_attempt_no, decided_at, decision_reason, approved_rebate_cny
            FROM pre_declaration
            WHERE id = @PreDeclarationId AND decision_attempt_no = @AttemptNo
              AND (decided_at, approved_rebate_cny) < (@DecidedAt, @ApprovedRebateCny)
            ON CONFLICT DO NOTHING
            """;
        const string keepGiven = """
            INSERT INTO former_decision (
              pre_declaration_id, attempt_no, decided_at, reason, approved_rebate_cny)
            VALUES (@PreDeclarationId, @AttemptNo, @DecidedAt, @Reason, @ApprovedRebateCny)
            ON CONFLICT DO NOTHING
            """;
        var values = new
        {
            decided.PreDeclarationId,
            decided.AttemptNo,
            decided.DecidedAt,
            decided.Reason,
            decided.ApprovedRebateCny,
        };
        var connection = transaction.Connection!;
        var isNewest =
            await connection.ExecuteAsync(
                new CommandDefinition(keepStored, values, transaction, cancellationToken: cancel)
            ) == 1;
        if (!isNewest)
            await connection.ExecuteAsync(
                new CommandDefinition(keepGiven, values, transaction, cancellationToken: cancel)
            );
        return isNewest;
    }

    /// <summary>Stores a decision on a locked row; returns the ids that have a listener.</summary>
    public static Task<IEnumerable<Guid>> DecideAsync(
        NpgsqlTransaction transaction,
        CaseDecided decided,
        string state,
        CancellationToken cancel
    )
    {
        const string sql = $"""
            WITH moved AS (
              UPDATE pre_declaration p SET
                case_id = @CaseId,
                state = @state,
                decision = @Decision,
                decision_attempt_no = @AttemptNo,
                decision_reason = @Reason,
                approved_rebate_cny = @ApprovedRebateCny,
                to_repay_cny = @ToRepayCny,
                set_off_cny = @SetOffCny,
                decided_at = @DecidedAt,
                version = version + 1,
                updated_at = greatest(updated_at, @DecidedAt)
              WHERE id = @PreDeclarationId
              RETURNING {FilingEventSql.Moved}, true AS is_news),
            {FilingEventSql.Noted}
            {FilingEventSql.Heard}
            """;
        return transaction.Connection!.QueryAsync<Guid>(
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
                    ToRepayCny = decided.ToRepayCny ?? 0m,
                    SetOffCny = decided.SetOffCny ?? 0m,
                    decided.DecidedAt,
                    decided.PreDeclarationId,
                },
                transaction,
                cancellationToken: cancel
            )
        );
    }
}
