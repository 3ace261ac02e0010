using MassTransit;
using Npgsql;
using RebateFlow.Contracts.Approval;
using RebateFlow.Intake.Checks.PreDeclarations;
using RebateFlow.Intake.Events;
using RebateFlow.Messaging.Inbox;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Outcomes;

/// <summary>Records that the officers' case is on hold as a whole, or no longer.</summary>
/// <remarks>
/// A hold belongs to the case and outlives an attempt. A message older than the last one changes
/// nothing.
/// </remarks>
public sealed class RecordHold(NpgsqlDataSource database, FilingNotifier notifier)
    : IConsumer<CaseHoldChanged>
{
    /// <inheritdoc/>
    public async Task Consume(ConsumeContext<CaseHoldChanged> context)
    {
        var (changed, cancel) = (context.Message, context.CancellationToken);
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        if (!await Inbox.TryEnterAsync(transaction, context, cancel))
            return;

        var head = await OutcomeSql.LockAsync(transaction, changed.PreDeclarationId, cancel);
        IEnumerable<Guid> heard = [];
        if (head is not null)
        {
            var next = PreDeclaration.AfterHoldChange(head.StateValue, changed.IsHeld);
            heard = await HoldSql.ChangeAsync(
                transaction,
                changed,
                WireCode.Of(next),
                next != head.StateValue,
                cancel
            );
        }
        await transaction.CommitAsync(cancel);
        await notifier.TellAsync([.. heard]);
    }
}
