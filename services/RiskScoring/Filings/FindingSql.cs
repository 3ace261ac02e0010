using MassTransit;
using Npgsql;
using RebateFlow.Contracts.Approval;
using RebateFlow.Messaging.Batching;
using RebateFlow.Messaging.Inbox;
using static RebateFlow.Messaging.Batching.Statements;

namespace RebateFlow.RiskScoring.Filings;

/// <summary>What officers found about attempts under review.</summary>
public static class FindingSql
{
    private const string AddSql = """
        INSERT INTO attempt_finding (
            pre_declaration_id, attempt_no, kind, ground, supplier_tax_id, amount_cny, found_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        """;

    // Counted later and many at a time: see Learning.
    private const string CountLaterSql = """
        INSERT INTO outcome_due (pre_declaration_id, attempt_no, outcome) VALUES ($1, $2, $3)
        """;

    /// <summary>Records a finding; the same message again changes nothing.</summary>
    public static async Task RecordAsync(
        NpgsqlDataSource database,
        ConsumeContext context,
        CaseWithheld withheld
    )
    {
        var cancel = context.CancellationToken;
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        if (!await Inbox.TryEnterAsync(transaction, context, cancel))
            return;

        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.Add(
            AddSql,
            Value(withheld.PreDeclarationId),
            Value(withheld.AttemptNo),
            Value(withheld.Kind),
            Value(withheld.Ground),
            Value(withheld.SupplierTaxId),
            Value(withheld.AmountCny),
            Value(withheld.WithheldAt)
        );
        batch.Add(
            CountLaterSql,
            Value(withheld.PreDeclarationId),
            Value(withheld.AttemptNo),
            Value(withheld.Kind)
        );
        await batch.ExecuteNonQueryAsync(cancel);
        await transaction.CommitAsync(cancel);
    }
}
