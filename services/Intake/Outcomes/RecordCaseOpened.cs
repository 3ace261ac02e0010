using MassTransit;
using Npgsql;
using RebateFlow.Contracts.Approval;
using RebateFlow.Messaging;

namespace RebateFlow.Intake.Outcomes;

/// <summary>
/// Records that officers have taken an attempt up, and until when they have to decide.
/// </summary>
public sealed class RecordCaseOpened(NpgsqlDataSource db) : IConsumer<CaseOpened>
{
    /// <inheritdoc/>
    public async Task Consume(ConsumeContext<CaseOpened> context)
    {
        var cancel = context.CancellationToken;
        await using var connection = await db.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using var batch = new NpgsqlBatch(connection, transaction);
        var entering = Inbox.Enter(batch, context);
        OutcomeSql.AddCase(batch, context.Message);
        await batch.ExecuteNonQueryAsync(cancel);
        // A message that was done before has been written a second time: that is taken back.
        if (entering.RecordsAffected == 1)
            await transaction.CommitAsync(cancel);
    }
}
