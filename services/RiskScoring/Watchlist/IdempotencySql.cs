using Dapper;
using Npgsql;

namespace RebateFlow.RiskScoring.Watchlist;

/// <summary>A key as a client used it.</summary>
public sealed record KeyUse(
    string Subject,
    string Key,
    byte[] RequestHash,
    Guid EntryId,
    DateTimeOffset CreatedAt
);

/// <summary>What a key stood for when it was used first.</summary>
public sealed record EarlierUse(byte[] RequestHash, Guid EntryId);

/// <summary>Keys by which a repeated request is recognised.</summary>
public static class IdempotencySql
{
    private const string TakeSql = """
        INSERT INTO idempotency_key (subject, key, request_hash, entry_id, created_at)
        VALUES (@Subject, @Key, @RequestHash, @EntryId, @CreatedAt)
        ON CONFLICT DO NOTHING
        """;

    private const string FindSql = """
        SELECT request_hash AS RequestHash, entry_id AS EntryId
        FROM idempotency_key WHERE subject = @Subject AND key = @Key
        """;

    /// <summary>
    /// Takes a key. The earlier use when somebody had it; null when it is ours now.
    /// </summary>
    /// <remarks>A request of the same key that is in work elsewhere is waited for.</remarks>
    public static async Task<EarlierUse?> FindOtherAsync(
        NpgsqlTransaction transaction,
        KeyUse use,
        CancellationToken cancel
    )
    {
        var taken = await transaction.Connection!.ExecuteAsync(
            new CommandDefinition(TakeSql, use, transaction, cancellationToken: cancel)
        );
        return taken == 1
            ? null
            : await transaction.Connection!.QuerySingleAsync<EarlierUse>(
                new CommandDefinition(FindSql, use, transaction, cancellationToken: cancel)
            );
    }
}
