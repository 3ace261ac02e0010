using Dapper;
using Npgsql;

namespace RebateFlow.Approval.Channels;

public static class DailySeedSql
{
    private const string Add = """
        INSERT INTO sample_seed (day, seed, created_at) VALUES (@day, @seed, @now)
        ON CONFLICT (day) DO NOTHING
        """;

    private const string Query = "SELECT seed FROM sample_seed WHERE day = @day";

    public static async Task<byte[]> GetOrAddAsync(
        NpgsqlDataSource database,
        DateOnly day,
        byte[] seed,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await connection.ExecuteAsync(
            Add,
            new
            {
                day,
                seed,
                now,
            }
        );
        return await connection.QuerySingleAsync<byte[]>(Query, new { day });
    }
}
