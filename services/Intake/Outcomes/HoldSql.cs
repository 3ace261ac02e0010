using Dapper;
using Npgsql;
using RebateFlow.Contracts.Approval;
using RebateFlow.Intake.Events;

namespace RebateFlow.Intake.Outcomes;

/// <summary>SQL of holds.</summary>
public static class HoldSql
{
    /// <summary>
    /// Stores a change on a locked row unless a later one is there; returns the ids that have a
    /// listener.
    /// </summary>
    public static Task<IEnumerable<Guid>> ChangeAsync(
        NpgsqlTransaction transaction,
        CaseHoldChanged changed,
        string state,
        bool isNews,
        CancellationToken cancel
    )
    {
        const string sql = $"""
            WITH moved AS (
              UPDATE pre_declaration p SET
                case_id = @CaseId,
                state = @state,
                is_held = @IsHeld,
                hold_version = @CaseVersion,
                version = version + 1,
                updated_at = greatest(updated_at, @ChangedAt)
              WHERE id = @PreDeclarationId AND hold_version < @CaseVersion
              RETURNING {FilingEventSql.Moved}, @isNews AS is_news),
            {FilingEventSql.Noted}
            {FilingEventSql.Heard}
            """;
        return transaction.Connection!.QueryAsync<Guid>(
            new CommandDefinition(
                sql,
                new
                {
                    changed.CaseId,
                    state,
                    changed.IsHeld,
                    changed.CaseVersion,
                    changed.ChangedAt,
                    changed.PreDeclarationId,
                    isNews,
                },
                transaction,
                cancellationToken: cancel
            )
        );
    }
}
