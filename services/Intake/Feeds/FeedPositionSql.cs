using Dapper;
using Npgsql;

namespace RebateFlow.Intake.Feeds;

/// <summary>How far a feed has come.</summary>
public sealed record FeedPosition
{
    /// <summary>Name of the feed.</summary>
    public required string Feed { get; init; }

    /// <summary>Highest version that was taken; 0 when nothing was.</summary>
    public required long LastVersion { get; init; }

    /// <summary>Rows taken in all, changes of a row counted again.</summary>
    public required long RowsTaken { get; init; }

    /// <summary>When the last row was taken, UTC; null when none was.</summary>
    public required DateTimeOffset? TakenAt { get; init; }
}

/// <summary>SQL of how far feeds have come.</summary>
public static class FeedPositionSql
{
    /// <summary>Notes rows that this transaction takes.</summary>
    public static async Task NoteAsync(
        NpgsqlTransaction transaction,
        string feed,
        long version,
        int taken,
        CancellationToken cancel
    )
    {
        const string sql = """
            INSERT INTO feed_position AS p (feed, last_version, rows_taken, taken_at)
            VALUES (@feed, @version, @taken, now())
            ON CONFLICT (feed) DO UPDATE SET
              last_version = greatest(p.last_version, excluded.last_version),
              rows_taken = p.rows_taken + excluded.rows_taken,
              taken_at = excluded.taken_at
            """;
        await transaction.Connection!.ExecuteAsync(
            new CommandDefinition(
                sql,
                new
                {
                    feed,
                    version,
                    taken,
                },
                transaction,
                cancellationToken: cancel
            )
        );
    }

    /// <summary>How far a feed has come.</summary>
    public static async Task<FeedPosition> FindAsync(
        NpgsqlConnection connection,
        string feed,
        CancellationToken cancel
    )
    {
        const string sql = """
            SELECT feed, last_version, rows_taken, taken_at FROM feed_position WHERE feed = @feed
            """;
        return await connection.QuerySingleOrDefaultAsync<FeedPosition>(
                new CommandDefinition(sql, new { feed }, cancellationToken: cancel)
            )
            ?? new FeedPosition
            {
                Feed = feed,
                LastVersion = 0,
                RowsTaken = 0,
                TakenAt = null,
            };
    }
}
