using MassTransit;
using Npgsql;
using RebateFlow.Contracts.Approval;
using RebateFlow.Messaging.Inbox;

namespace RebateFlow.Intake.Enterprises;

/// <summary>Keeps the copy of green-channel enrolments that decides the lane of a filing.</summary>
public sealed class RecordEnrolment(NpgsqlDataSource database)
    : IConsumer<GreenChannelEnrolmentChanged>
{
    /// <inheritdoc/>
    public async Task Consume(ConsumeContext<GreenChannelEnrolmentChanged> context)
    {
        var cancel = context.CancellationToken;
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        if (!await Inbox.TryEnterAsync(transaction, context, cancel))
            return;
        await EnterpriseSql.RecordEnrolmentAsync(transaction, context.Message, cancel);
        await transaction.CommitAsync(cancel);
    }
}
