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
