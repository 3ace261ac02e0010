using MassTransit;
using Npgsql;
using RebateFlow.Contracts.Approval;
using RebateFlow.Intake.Checks.PreDeclarations;
using RebateFlow.Intake.Feeds;
using RebateFlow.Intake.Rechecks;
using RebateFlow.Intake.Vouchers;
using RebateFlow.Messaging.Inbox;
using RebateFlow.Messaging.Outbox;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Outcomes;

/// <summary>Records what the officers decided, for the exporter to see.</summary>
/// <remarks>
/// Vouchers stay in use whatever the decision: after a rejection they are not declared again, and
/// after a return the next attempt takes them over. What an offset gave back is in use again when
/// the offset is rejected.
/// </remarks>
public sealed partial class RecordDecision(
    NpgsqlDataSource database,
    Outbox outbox,
    CheckFollowers followers,
    ILogger<RecordDecision> log
) : IConsumer<CaseDecided>
{
    /// <inheritdoc/>
    public async Task Consume(ConsumeContext<CaseDecided> context)
    {
        var (decided, cancel) = (context.Message, context.CancellationToken);
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        if (!await Inbox.TryEnterAsync(transaction, context, cancel))
            return;

        var head = await OutcomeSql.LockAsync(transaction, decided.PreDeclarationId, cancel);
        var next =
            head is null || head.AttemptNo != decided.AttemptNo
                ? null
                : PreDeclaration.AfterDecision(head.StateValue, decided.Decision);
        IEnumerable<Guid> heard = [];
        if (next is { } state)
        {
            // More money after an approval: both reasons stay, the newest one is the decision.
            var isFirst = !PreDeclaration.HasReceipt(head!.StateValue);
            if (isFirst || await OutcomeSql.KeepFormerAsync(transaction, decided, cancel))
                heard = await OutcomeSql.DecideAsync(
                    transaction,
                    decided,
                    WireCode.Of(state),
                    cancel
                );
            if (state == PreDeclarationState.Rejected)
            {
                await GivenBackSql.EndAsync(transaction, decided.PreDeclarationId, cancel);
                await MonthSql.EndAsync(transaction, decided.PreDeclarationId, cancel);
                await followers.Stale.NoteAsync(transaction, cancel);
            }
        }
        else
            LogNotApplied(log, decided.PreDeclarationId, decided.AttemptNo, head?.State ?? "-");
        if (next is { } end && PreDeclaration.IsDecided(end))
            await SplitLineWaitsSql.WakeAsync(transaction, outbox, head!.Id, cancel);
        await outbox.CommitAsync(transaction, cancel);
        await followers.Notifier.TellAsync([.. heard]);
    }

    [LoggerMessage(
        EventId = 1101,
        Level = LogLevel.Warning,
        Message = "Decision on {PreDeclarationId}, attempt {AttemptNo}, changes nothing: {State}"
    )]
    private static partial void LogNotApplied(
        ILogger log,
        Guid preDeclarationId,
        int attemptNo,
        string state
    );
}
