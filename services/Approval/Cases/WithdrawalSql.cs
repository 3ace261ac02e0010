using Dapper;
using Npgsql;
using RebateFlow.Contracts.Intake;
using RebateFlow.Messaging.Batching;

namespace RebateFlow.Approval.Cases;

public static class WithdrawalSql
{
    private const string Keep = """
        INSERT INTO withdrawal (pre_declaration_id, attempt_no, kind, reason, withdrawn_at)
        VALUES (@PreDeclarationId, @AttemptNo, @Kind, @Reason, @WithdrawnAt)
        ON CONFLICT (pre_declaration_id) DO UPDATE SET
            attempt_no = EXCLUDED.attempt_no, kind = EXCLUDED.kind, reason = EXCLUDED.reason,
            withdrawn_at = EXCLUDED.withdrawn_at
        WHERE withdrawal.attempt_no < EXCLUDED.attempt_no
        """;

    public static async Task LockAsync(
        NpgsqlTransaction transaction,
        Guid preDeclarationId,
        CancellationToken cancel
    )
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        batch.AddLocks([preDeclarationId]);
        await batch.ExecuteNonQueryAsync(cancel);
    }

    public static Task KeepAsync(
        NpgsqlTransaction transaction,
        PreDeclarationWithdrawn withdrawal
    ) => transaction.Connection!.ExecuteAsync(Keep, withdrawal, transaction);
}
