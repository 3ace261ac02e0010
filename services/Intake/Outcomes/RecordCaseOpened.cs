using Npgsql;
using RebateFlow.Contracts.Approval;
using RebateFlow.Intake.Events;
using RebateFlow.Messaging.Batching;

namespace RebateFlow.Intake.Outcomes;

/// <summary>
/// Records that officers have taken attempts up, and until when they have to decide.
/// </summary>
public sealed class RecordCaseOpened(NpgsqlDataSource database, FilingNotifier notifier)
    : IGroupConsumer<CaseOpened>
{
    /// <inheritdoc/>
    public static Guid KeyOf(CaseOpened message) => message.PreDeclarationId;

    /// <inheritdoc/>
    public async Task ConsumeAsync(MessageGroup<CaseOpened> group, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using var batch = new NpgsqlBatch(connection, transaction);
        group.Enter(batch);
        OutcomeSql.AddCases(batch, group.Members.Select(member => member.Message));
        IReadOnlyList<Guid> heard;
        await using (var reader = await batch.ExecuteReaderAsync(cancel))
        {
            var entered = await group.ReadEnteredAsync(reader, cancel);
            // All had their effect before: the batch, which wrote it again, is rolled back.
            if (entered.Count == 0)
                return;
            if (entered.Count < group.Members.Count)
                throw new TakenApartException("some were done before");
            heard = await FilingEventSql.ReadHeardAsync(reader, cancel);
        }
        await transaction.CommitAsync(cancel);
        await notifier.TellAsync(heard);
    }
}
