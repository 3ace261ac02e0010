using Dapper;
using Npgsql;

namespace RebateFlow.Intake.Attachments;

/// <summary>SQL of what attachments hold, in chunks.</summary>
public static class AttachmentContentSql
{
    private const int ChunkBytes = 512 * 1024;

    /// <summary>Stores a content, a chunk after the other.</summary>
    public static async Task WriteAsync(
        NpgsqlTransaction transaction,
        Guid id,
        Stream content,
        CancellationToken cancel
    )
    {
        const string sql = """
            INSERT INTO attachment_chunk (attachment_id, chunk_no, content)
            VALUES (@id, @number, @bytes)
            """;
        var buffer = new byte[ChunkBytes];
        for (var number = 0; ; number++)
        {
            var read = await content.ReadAtLeastAsync(buffer, ChunkBytes, false, cancel);
            if (read == 0)
                return;
            var bytes = read == ChunkBytes ? buffer : buffer[..read];
            await transaction.Connection!.ExecuteAsync(
                new CommandDefinition(
                    sql,
                    new
                    {
                        id,
                        number,
                        bytes,
                    },
                    transaction,
                    cancellationToken: cancel
                )
            );
        }
    }

    /// <summary>
    /// Sends a content, a chunk after the other; a slow reader holds no connection meanwhile.
    /// </summary>
    public static async Task SendAsync(
        NpgsqlDataSource database,
        AttachmentRow row,
        Stream to,
        CancellationToken cancel
    )
    {
        const string sql = """
            SELECT content FROM attachment_chunk WHERE attachment_id = @Id AND chunk_no = @number
            """;
        var chunks = (row.ByteCount + ChunkBytes - 1) / ChunkBytes;
        for (var number = 0; number < chunks; number++)
        {
            byte[] bytes;
            await using (var connection = await database.OpenConnectionAsync(cancel))
                bytes = await connection.QuerySingleAsync<byte[]>(
                    new CommandDefinition(sql, new { row.Id, number }, cancellationToken: cancel)
                );
            await to.WriteAsync(bytes, cancel);
        }
    }
}
