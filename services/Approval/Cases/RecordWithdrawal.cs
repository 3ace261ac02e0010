using MassTransit;
using Npgsql;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Approval.Repayments;
using RebateFlow.Contracts.Intake;
using RebateFlow.Messaging.Inbox;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Cases;

/// <summary>The exporter took a pre-declaration back: its case closes.</summary>
/// <remarks>
/// A withdrawal that overtakes the assessment waits for it. One that crosses an officer's decision
/// wins, as Intake accepted it before it knew of the decision. One of an older attempt changes
/// nothing.
/// </remarks>
public sealed class RecordWithdrawal(
    NpgsqlDataSource database,
    CaseWriter writer,
    RepaymentBook repayments,
    AuthorityClock zone
) : IConsumer<PreDeclarationWithdrawn>
{
    public async Task Consume(ConsumeContext<PreDeclarationWithdrawn> context)
    {
        var cancel = context.CancellationToken;
        var message = context.Message;
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        if (!await Inbox.TryEnterAsync(transaction, context, cancel))
            return;

        await WithdrawalSql.LockAsync(transaction, message.PreDeclarationId, cancel);
        var caseId = await ApprovalCaseSql.FindAsync(transaction, message.PreDeclarationId);
        if (caseId is { } known)
            await CloseAsync(transaction, known, message, cancel);
        else
            await WithdrawalSql.KeepAsync(transaction, message);
        await transaction.CommitAsync(cancel);
    }

    private async Task CloseAsync(
        NpgsqlTransaction transaction,
        Guid caseId,
        PreDeclarationWithdrawn message,
        CancellationToken cancel
    )
    {
        var before =
            await ApprovalCaseSql.LoadAsync(transaction, caseId, cancel)
            ?? throw new InvalidOperationException("The case is gone.");
        // An attempt that is still on its way would otherwise open the case again.
        await WithdrawalSql.KeepAsync(transaction, message);
        var withdraw = new Withdraw(message.AttemptNo, message.Kind, message.Reason);
        if (before.Case.Decide(withdraw, zone.Now).Events is not { } events)
            return;
        var change = before.After(events);
        await writer.WriteAsync(transaction, change, cancel);
        if (before.Case.State == CaseState.Approved)
            await repayments.FollowAsync(transaction, change, cancel);
    }
}
