using MassTransit;
using Npgsql;
using RebateFlow.Approval.Cases;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Contracts.Risk;
using RebateFlow.Messaging.Inbox;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Channels;

/// <summary>
/// Risk looked again at a filing that is under way: its case moves, or is flagged when it was
/// approved already.
/// </summary>
/// <remarks>
/// One that overtakes the assessment which opens the case waits for it. An older attempt, or a
/// number that was seen, changes nothing.
/// </remarks>
public sealed class RecordReassessment(
    NpgsqlDataSource database,
    CaseMoves moves,
    AuthorityClock zone
) : IConsumer<RiskReassessed>
{
    public async Task Consume(ConsumeContext<RiskReassessed> context)
    {
        var cancel = context.CancellationToken;
        var message = context.Message;
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        if (!await Inbox.TryEnterAsync(transaction, context, cancel))
            return;

        await WithdrawalSql.LockAsync(transaction, message.PreDeclarationId, cancel);
        if (
            await CaseMoveSql.TryKeepAsync(transaction, message, zone.Now)
            && await ApprovalCaseSql.FindAsync(transaction, message.PreDeclarationId) is { } caseId
            && await CaseMoveSql.AttemptAsync(transaction, caseId) == message.AttemptNo
        )
            await moves.RunAsync(
                transaction,
                caseId,
                new(MoveCause.Risk, new(message.ReasonZh, message.ReasonEn)),
                cancel
            );
        await transaction.CommitAsync(cancel);
    }
}
