using Dapper;
using Npgsql;
using RebateFlow.Contracts.Intake;
using RebateFlow.Intake.Events;

namespace RebateFlow.Intake.Withdrawals;

/// <summary>SQL of a withdrawal.</summary>
public static class WithdrawalSql
{
    /// <summary>
    /// Stores it on the locked row; returns the lane of the live attempt and whether it has a
    /// listener. A filing that cleared with missing vouchers and is given up claims them when their
    /// data arrive.
    /// </summary>
    public static async Task<(string Lane, bool IsHeard)> StoreAsync(
        NpgsqlTransaction transaction,
        PreDeclarationWithdrawn withdrawal,
        CancellationToken cancel
    )
    {
        const string sql = $"""
            WITH forgotten AS (
              DELETE FROM awaited_information
              WHERE pre_declaration_id = @PreDeclarationId
                AND (@Kind = 'ERROR' OR EXISTS (
                  SELECT FROM pre_declaration
                  WHERE id = @PreDeclarationId
                    AND state IN ('SUBMITTED', 'AWAITING_DATA', 'BLOCKED', 'RETURNED')))),
            moved AS (
              UPDATE pre_declaration p SET
                state = 'WITHDRAWN',
                withdrawal_kind = @Kind,
                withdrawal_reason = @Reason,
                withdrawn_at = @WithdrawnAt,
                version = version + 1,
                updated_at = @WithdrawnAt
              WHERE id = @PreDeclarationId
              RETURNING {FilingEventSql.Moved}, true AS is_news),
            {FilingEventSql.Noted}
            SELECT lane, EXISTS (SELECT FROM told) AS is_heard
            FROM attempt
            WHERE pre_declaration_id = @PreDeclarationId AND attempt_no = @AttemptNo
            """;
        return await transaction.Connection!.QuerySingleAsync<(string, bool)>(
            new CommandDefinition(sql, withdrawal, transaction, cancellationToken: cancel)
        );
    }
}
