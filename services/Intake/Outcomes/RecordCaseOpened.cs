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
        if (!await Inbox.TryEnterAsync(transaction, context, cancel))
            return;
        await OutcomeSql.OpenCaseAsync(transaction, context.Message, cancel);
        await transaction.CommitAsync(cancel);
    }
}
