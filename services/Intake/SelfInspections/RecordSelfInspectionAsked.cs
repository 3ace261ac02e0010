using MassTransit;
using Npgsql;
using RebateFlow.Contracts.Approval;
using RebateFlow.Messaging.Inbox;

namespace RebateFlow.Intake.SelfInspections;

/// <summary>The authority asks for a self-inspection form, or no longer does.</summary>
/// <remarks>A message older than the last one changes nothing.</remarks>
public sealed class RecordSelfInspectionAsked(NpgsqlDataSource database)
    : IConsumer<SelfInspectionAsked>
{
    /// <inheritdoc/>
    public async Task Consume(ConsumeContext<SelfInspectionAsked> context)
    {
        var cancel = context.CancellationToken;
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        if (!await Inbox.TryEnterAsync(transaction, context, cancel))
            return;
        await SelfInspectionSql.AskAsync(transaction, context.Message, cancel);
        await transaction.CommitAsync(cancel);
    }
}
