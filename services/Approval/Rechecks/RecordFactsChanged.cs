using MassTransit;
using Npgsql;
using RebateFlow.Approval.Cases;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Contracts.Intake;
using RebateFlow.Messaging.Inbox;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Rechecks;

/// <summary>
/// Facts of a filing have changed: its case is neither claimed nor decided until it has been
/// compared again.
/// </summary>
/// <remarks>One that overtakes the assessment which opens the case waits for it.</remarks>
public sealed class RecordFactsChanged(
    NpgsqlDataSource database,
    CaseWriter writer,
    AuthorityClock clock
) : IConsumer<PreDeclarationFactsChanged>
{
    public async Task Consume(ConsumeContext<PreDeclarationFactsChanged> context)
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
        {
            var note = new NoteFacts(message.AttemptNo, message.ChangeNo);
            var events = before.Case.Decide(note, clock.Now).OrThrow("changed facts");
            if (events.Count > 0)
                await writer.WriteAsync(transaction, before.After(events), cancel);
        }
        await transaction.CommitAsync(cancel);
    }
}

/// <summary>Finds the case of a filing for a message about it.</summary>
internal static class FindCase
{
    /// <summary>Locked; null when the filing has none yet.</summary>
    public static async Task<StoredCase?> OfAsync(
        NpgsqlTransaction transaction,
        Guid preDeclarationId,
        CancellationToken cancel
    ) =>
        await ApprovalCaseSql.FindAsync(transaction, preDeclarationId) is { } caseId
            ? await ApprovalCaseSql.LoadAsync(transaction, caseId, cancel)
            : null;
}
