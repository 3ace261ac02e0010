using Dapper;
using Npgsql;

namespace RebateFlow.Messaging.ParkedMessages;

/// <summary>What operators did with parked messages, and why; it is written before they do it.
/// </summary>
internal static class MessageActionSql
{
    private const string AddSql = """
        INSERT INTO message_action (id, queue, message_id, action, reason, acted_by, fault, body)
        VALUES (@Id, @Queue, @MessageId, @Action, @Reason, @ActedBy, @Fault, @Body)
        """;

    public static async Task AddAsync(
        NpgsqlDataSource database,
        string queue,
        ParkedMessage message,
        byte[] body,
        ParkedMessageAction action,
        CancellationToken cancel
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await connection.ExecuteAsync(
            AddSql,
            new
            {
                Id = Guid.CreateVersion7(),
                Queue = queue,
                message.MessageId,
                Action = action.Kind,
                action.Reason,
                action.ActedBy,
                message.Fault,
                Body = body,
            }
        );
    }
}
