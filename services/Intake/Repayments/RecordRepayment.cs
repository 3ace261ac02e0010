using MassTransit;
using Npgsql;
using RebateFlow.Contracts.Approval;
using RebateFlow.Messaging.Inbox;

namespace RebateFlow.Intake.Repayments;

/// <summary>Records an entry of the ledger of what exporters owe back.</summary>
/// <remarks>Entries are numbered, so they may come in any order and more than once.</remarks>
public sealed class RecordRepayment(NpgsqlDataSource database) : IConsumer<RepaymentChanged>
{
    /// <inheritdoc/>
    public async Task Consume(ConsumeContext<RepaymentChanged> context)
    {
        var cancel = context.CancellationToken;
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        if (!await Inbox.TryEnterAsync(transaction, context, cancel))
            return;
        await RepaymentSql.AddAsync(transaction, context.Message, cancel);
        await transaction.CommitAsync(cancel);
    }
}
