using MassTransit;
using Npgsql;

namespace RebateFlow.Messaging.Inbox;

/// <summary>
/// Remembers which messages had their effect. Entering is the first statement of a consumer's
/// transaction, so the effect and its record commit together: every effect happens once, however
/// often the message comes.
/// </summary>
public static class Inbox
{
    private const string EnterSql = """
        INSERT INTO inbox (consumer, message_id)
        SELECT $1, id FROM unnest($2::uuid[]) AS m (id)
        ON CONFLICT DO NOTHING
        RETURNING message_id
        """;

    /// <summary>
    /// False when this consumer has committed the message's effect before: do nothing then.
    /// </summary>
    /// <remarks>
    /// A duplicate waits here until the transaction that works on the first delivery ends.
    /// </remarks>
    public static async Task<bool> TryEnterAsync(
        NpgsqlTransaction transaction,
        ConsumeContext context,
        CancellationToken cancel
    )
    {
        var id =
            context.MessageId
            ?? throw new InvalidOperationException("The message has no MessageId.");
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        EnterAll(batch, context.ConsumerName(), [id]);
        return await batch.ExecuteNonQueryAsync(cancel) == 1;
    }

    /// <summary>
    /// Enters several messages of one consumer as one statement of a batch; it answers with the ids
    /// of those that had no effect before.
    /// </summary>
    public static void EnterAll(NpgsqlBatch batch, string consumer, Guid[] messageIds)
    {
        // In one order, so that two groups with the same messages wait for each other in turn.
        Array.Sort(messageIds);
        batch.BatchCommands.Add(
            new NpgsqlBatchCommand(EnterSql)
            {
                Parameters =
                {
                    new NpgsqlParameter<string> { TypedValue = consumer },
                    new NpgsqlParameter<Guid[]> { TypedValue = messageIds },
                },
            }
        );
    }
}
