using Dapper;
using Npgsql;

namespace RebateFlow.ServiceDefaults.Idempotency;

/// <summary>SQL of the keys of requests and of the answers they were given.</summary>
public static class OnceOnlySql
{
    private const string Enter = """
        INSERT INTO idempotent_request (client, key, request_hash, created_at)
        VALUES (@Client, @Key, @RequestHash, @now)
        ON CONFLICT (client, key) DO NOTHING
        """;

    private const string Keep = """
        UPDATE idempotent_request
        SET status = @Status, etag = @ETag, location = @Location, body = @Body
        WHERE client = @Client AND key = @Key
        """;

    private const string Query = """
        SELECT request_hash, status, etag, location, body FROM idempotent_request
        WHERE client = @Client AND key = @Key
        """;

    private const string Forget = "DELETE FROM idempotent_request WHERE created_at < @before";

    /// <returns>
    /// False when the key is known. Waits while another request with it is at work.
    /// </returns>
    public static async Task<bool> TryEnterAsync(
        NpgsqlTransaction transaction,
        KeyEntry entry,
        DateTimeOffset now
    ) =>
        await transaction.Connection!.ExecuteAsync(
            Enter,
            new
            {
                entry.Client,
                entry.Key,
                entry.RequestHash,
                now,
            },
            transaction
        ) == 1;

    /// <summary>Keeps the answer with the key.</summary>
    public static Task KeepAsync(
        NpgsqlTransaction transaction,
        KeyEntry entry,
        StoredAnswer answer
    ) =>
        transaction.Connection!.ExecuteAsync(
            Keep,
            new
            {
                entry.Client,
                entry.Key,
                answer.Status,
                answer.ETag,
                answer.Location,
                answer.Body,
            },
            transaction
        );

    /// <summary>What a known key was given.</summary>
    public static async Task<(byte[] RequestHash, StoredAnswer Answer)> ReadAsync(
        NpgsqlTransaction transaction,
        KeyEntry entry
    )
    {
        var row = await transaction.Connection!.QuerySingleAsync<Row>(
            Query,
            new { entry.Client, entry.Key },
            transaction
        );
        return (row.RequestHash, new(row.Status, row.Etag, row.Location, row.Body));
    }

    /// <summary>Forgets keys that are older. Returns how many.</summary>
    public static async Task<int> ForgetAsync(NpgsqlDataSource database, DateTimeOffset before)
    {
        await using var connection = await database.OpenConnectionAsync();
        return await connection.ExecuteAsync(Forget, new { before });
    }

    private sealed record Row
    {
        public byte[] RequestHash { get; init; } = [];
        public int Status { get; init; }
        public string? Etag { get; init; }
        public string? Location { get; init; }
        public string? Body { get; init; }
    }
}
