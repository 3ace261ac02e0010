using Dapper;
using Npgsql;
using RebateFlow.Intake.Checking;
using RebateFlow.Intake.Checks.PreDeclarations;
using RebateFlow.Messaging.Batching;
using RebateFlow.Primitives;
using static RebateFlow.Messaging.Batching.Statements;

namespace RebateFlow.Intake.Sandbox;

/// <summary>SQL of filings of sandbox clients.</summary>
public static class SandboxSql
{
    private const string FreeBatchSql = """
        DELETE FROM batch_use WHERE uscc = $1 AND period = $2 AND batch_no = $3
        """;

    private const string FreeFormSql = """
        DELETE FROM no_data_form
        WHERE uscc = $1 AND key = ANY($2) AND pre_declaration_id IS DISTINCT FROM $3
        """;

    private const string PlaySql = """
        INSERT INTO sandbox_play (pre_declaration_id, scenario, reads)
        VALUES ($1, $2, $3)
        ON CONFLICT (pre_declaration_id) DO UPDATE SET
          scenario = excluded.scenario,
          reads = excluded.reads
        """;

    /// <summary>
    /// Stores a check and where its script stands. No voucher is claimed and no message written; a
    /// batch, and a voucher on a form, may be used as often as one likes.
    /// </summary>
    public static async Task StoreAsync(
        NpgsqlTransaction transaction,
        FinishedCheck check,
        SandboxScenario scenario,
        int reads,
        CancellationToken cancel
    )
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        FeedbackSql.AddForgetting(batch, check);
        batch.Add(
            FreeBatchSql,
            Value(check.Subject.Uscc),
            Value(check.Filing.Period),
            Value(check.Filing.BatchNo)
        );
        FeedbackSql.AddAll(batch, [check]);
        AddFreeForms(batch, check);
        batch.Add(PlaySql, Value(check.Subject.Id), Value(WireCode.Of(scenario)), Value(reads));
        await batch.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>The script of a pre-declaration; null when there is none of that id.</summary>
    public static Task<SandboxPlay?> FindAsync(
        NpgsqlTransaction transaction,
        Guid id,
        CancellationToken cancel
    )
    {
        const string sql = """
            SELECT p.id, p.attempt_no, p.uscc, p.state, coalesce(s.scenario, '') AS scenario,
              coalesce(s.reads, 0) AS reads, a.document, a.submitted_at,
              a.export_line_count + a.purchase_line_count AS line_count
            FROM pre_declaration p
            JOIN attempt a ON a.pre_declaration_id = p.id AND a.attempt_no = p.attempt_no
            LEFT JOIN sandbox_play s ON s.pre_declaration_id = p.id
            WHERE p.id = @id
            """;
        return transaction.Connection!.QuerySingleOrDefaultAsync<SandboxPlay>(
            new CommandDefinition(sql, new { id }, transaction, cancellationToken: cancel)
        );
    }

    /// <summary>Takes a step of the script.</summary>
    public static Task StepAsync(
        NpgsqlTransaction transaction,
        Guid id,
        SandboxStep step,
        (DateOnly? DueOn, DateTimeOffset Now) at,
        CancellationToken cancel
    )
    {
        const string sql = """
            WITH played AS (
              UPDATE sandbox_play SET reads = reads + 1 WHERE pre_declaration_id = @id)
            UPDATE pre_declaration p SET
              state = @state,
              is_held = @state = 'HELD',
              case_id = coalesce(p.case_id, gen_random_uuid()),
              due_on = @DueOn,
              decision = coalesce(@Decision, p.decision),
              decision_attempt_no = CASE WHEN @Decision IS NULL THEN p.decision_attempt_no
                ELSE p.attempt_no END,
              decision_reason = CASE WHEN @Decision IS NULL THEN p.decision_reason
                ELSE 'SANDBOX ' || @Decision END,
              approved_rebate_cny = CASE WHEN @Decision IS NULL THEN p.approved_rebate_cny
                WHEN @Decision = 'APPROVED' THEN f.rebate_due_cny
                ELSE 0 END,
              to_repay_cny = CASE WHEN @Decision IS NULL THEN p.to_repay_cny
                WHEN @Decision = 'APPROVED' THEN f.to_repay_cny
                ELSE 0 END,
              decided_at = CASE WHEN @Decision IS NULL THEN p.decided_at ELSE @Now END,
              version = p.version + 1,
              updated_at = @Now
            FROM feedback f
            WHERE p.id = @id AND f.pre_declaration_id = p.id AND f.attempt_no = p.attempt_no
            """;
        return transaction.Connection!.ExecuteAsync(
            new CommandDefinition(
                sql,
                new
                {
                    id,
                    state = WireCode.Of(step.State),
                    at.DueOn,
                    at.Now,
                    step.Decision,
                },
                transaction,
                cancellationToken: cancel
            )
        );
    }

    /// <summary>
    /// Adds what makes forms free for the next filing: nothing is waited for in the tables, as a
    /// read brings it, and what a filing begins to wait for goes off the forms of earlier ones.
    /// </summary>
    private static void AddFreeForms(NpgsqlBatch batch, FinishedCheck check)
    {
        FeedbackSql.AddForgottenWaits(batch, check.Subject);
        if (check.NextState != PreDeclarationState.AwaitingData)
            return;
        batch.Add(
            FreeFormSql,
            Value(check.Subject.Uscc),
            Value(check.Waits.Select(item => item.Key).ToArray()),
            Value(check.Subject.Id)
        );
    }
}
