using MassTransit;
using Npgsql;
using NpgsqlTypes;

namespace RebateFlow.Messaging;

/// <summary>
/// Remembers which message had its effect. Entering is the first statement of a consumer's
/// transaction, so the effect and the memory of it commit together: every effect happens once,
/// however often the message comes.
/// </summary>
public static class Inbox
{
    private const string EnterSql = """
        INSERT INTO inbox (consumer, message_id) VALUES ($1, $2) ON CONFLICT DO NOTHING
        """;

    private const string EnterAllSql = """
        INSERT INTO inbox (consumer, message_id)
        SELECT $1, id FROM unnest($2::uuid[]) AS m (id)
        ON CONFLICT DO NOTHING
        RETURNING message_id
        """;

    /// <summary>
    /// False when this consumer has committed the message's effect before: do nothing then.
    /// </summary>
    /// <remarks>
    /// A duplicate that is in work elsewhere waits here until the other transaction ends.
    /// </remarks>
    public static async Task<bool> TryEnterAsync(
        NpgsqlTransaction transaction,
        ConsumeContext context,
        CancellationToken cancel
    )
    {
        await using var command = new NpgsqlCommand(EnterSql, transaction.Connection, transaction);
        AddParameters(command.Parameters, context);
        return await command.ExecuteNonQueryAsync(cancel) == 1;
    }

    /// <summary>
    /// The same as the first statement of a batch, to spare a round trip. After the batch ran,
    /// entered means <c>RecordsAffected == 1</c> of the returned command.
    /// </summary>
    public static NpgsqlBatchCommand Enter(NpgsqlBatch batch, ConsumeContext context)
    {
        var command = new NpgsqlBatchCommand(EnterSql);
        AddParameters(command.Parameters, context);
        batch.BatchCommands.Add(command);
        return command;
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
            new NpgsqlBatchCommand(EnterAllSql)
            {
                Parameters =
                {
                    new NpgsqlParameter<string> { TypedValue = consumer },
                    new NpgsqlParameter<Guid[]> { TypedValue = messageIds },
                },
            }
        );
    }

    private static void AddParameters(NpgsqlParameterCollection parameters, ConsumeContext context)
    {
        parameters.Add(new NpgsqlParameter<string> { TypedValue = context.ConsumerName() });
        parameters.Add(
            new NpgsqlParameter<Guid>
            {
                TypedValue =
                    context.MessageId
                    ?? throw new InvalidOperationException("The message has no MessageId."),
                NpgsqlDbType = NpgsqlDbType.Uuid,
            }
        );
    }
}
