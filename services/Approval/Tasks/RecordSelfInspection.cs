using MassTransit;
using Npgsql;
using RebateFlow.Approval.Cases;
using RebateFlow.Approval.Casework.Tasks;
using RebateFlow.Contracts.Intake;
using RebateFlow.Messaging.Inbox;
using RebateFlow.Messaging.Outbox;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Tasks;

/// <summary>The exporter handed in the self-inspection form: officers can read it.</summary>
/// <remarks>
/// One of another attempt is kept and changes nothing. Approval asked for it, so the case is there.
/// </remarks>
public sealed class RecordSelfInspection(
    NpgsqlDataSource database,
    Outbox outbox,
    CaseWriter writer,
    AuthorityClock zone
) : IConsumer<SelfInspectionFiled>
{
    public async Task Consume(ConsumeContext<SelfInspectionFiled> context)
    {
        var cancel = context.CancellationToken;
        var message = context.Message;
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        if (!await Inbox.TryEnterAsync(transaction, context, cancel))
            return;

        await SelfInspectionSql.KeepAsync(transaction, message);
        if (
            await ApprovalCaseSql.FindAsync(transaction, message.PreDeclarationId) is { } caseId
            && await ApprovalCaseSql.LoadAsync(transaction, caseId, cancel) is { } before
        )
        {
            var command = new ReceiveSelfInspection(message.AttemptNo, message.RevisionNo);
            if (before.Case.Decide(command, zone.Now).Events is { Count: > 0 } events)
                await writer.WriteAsync(transaction, before.After(events), cancel);
        }
        await outbox.CommitAsync(transaction, cancel);
    }
}
