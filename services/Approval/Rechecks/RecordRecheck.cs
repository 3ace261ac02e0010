using MassTransit;
using Npgsql;
using RebateFlow.Approval.Cases;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Approval.Channels;
using RebateFlow.Contracts.Intake;
using RebateFlow.Messaging.Inbox;
using RebateFlow.Messaging.Outbox;
using RebateFlow.Primitives;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Rechecks;

/// <summary>
/// A filing was compared again: its case takes the new check in and its channel is decided anew;
/// what was approved already is looked at again.
/// </summary>
public sealed class RecordRecheck(
    NpgsqlDataSource database,
    Outbox outbox,
    CaseWriter writer,
    CaseMoves moves,
    AuthorityClock clock
) : IConsumer<PreDeclarationRechecked>
{
    private static readonly Bilingual Reason = new(
        "比对所依据的电子信息有变化",
        "information that it was compared with has changed"
    );

    public async Task Consume(ConsumeContext<PreDeclarationRechecked> context)
    {
        var (message, cancel) = (context.Message, context.CancellationToken);
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        if (!await Inbox.TryEnterAsync(transaction, context, cancel))
            return;

        await WithdrawalSql.LockAsync(transaction, message.PreDeclarationId, cancel);
        var before = await FindCase.OfAsync(transaction, message.PreDeclarationId, cancel);
        if (before is null || before.Case.AttemptNo < message.AttemptNo)
            await EarlyFactsSql.KeepAsync(transaction, message, cancel);
        else
            await TakeAsync(transaction, before, message, cancel);
        await outbox.CommitAsync(transaction, cancel);
    }

    private async Task TakeAsync(
        NpgsqlTransaction transaction,
        StoredCase before,
        PreDeclarationRechecked message,
        CancellationToken cancel
    )
    {
        var some = before.Case;
        var check =
            message.Filing is null || message.AttemptNo != some.AttemptNo
                ? null
                : RecheckedAttemptOf.Message(
                    message,
                    await RecheckSql.ContentAsync(transaction, some, cancel),
                    some.PassedDoubts
                );
        var command = new TakeRecheck(
            message.AttemptNo,
            message.ChangeNo,
            check,
            Guid.CreateVersion7()
        );
        var events = some.Decide(command, clock.Now).OrThrow("a recheck");
        if (events.Count == 0)
            return;
        var isTaken = events.Any(one => one is CaseRechecked);
        await writer.WriteAsync(
            transaction,
            before.After(events),
            cancel,
            batch =>
            {
                if (isTaken)
                    RecheckSql.AddAttempt(batch, some, message, clock.Now);
            }
        );
        if (isTaken)
            await moves.RunAsync(transaction, some.CaseId, new(MoveCause.Facts, Reason), cancel);
    }
}
