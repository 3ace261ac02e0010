using Npgsql;
using RebateFlow.Intake.Checks.PreDeclarations;
using RebateFlow.Messaging.Batching;
using RebateFlow.Primitives;
using static RebateFlow.Messaging.Batching.Statements;

namespace RebateFlow.Intake.Rechecks;

/// <summary>SQL of months of ECR, which stand on each other.</summary>
public static class MonthSql
{
    private const string EndSql = "DELETE FROM ecr_summary WHERE pre_declaration_id = $1";

    /// <summary>
    /// A month that was withdrawn or rejected carries nothing on; those that stood on it are noted
    /// by the next <see cref="StaleChecks"/> of the transaction. Nothing happens to a filing
    /// without a month.
    /// </summary>
    public static async Task EndAsync(
        NpgsqlTransaction transaction,
        Guid preDeclarationId,
        PreDeclarationState state,
        CancellationToken cancel
    )
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        StaleCheckSql.AddSuccessors(batch, preDeclarationId, WireCode.Of(state), 0m);
        batch.Add(EndSql, Value(preDeclarationId));
        await batch.ExecuteNonQueryAsync(cancel);
    }
}
