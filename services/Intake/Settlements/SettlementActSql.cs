using Dapper;
using Npgsql;

namespace RebateFlow.Intake.Settlements;

/// <summary>An act on a settlement.</summary>
public sealed record SettlementAct
{
    public required Guid SettlementId { get; init; }

    /// <summary>HANDED_IN, REGISTERED or REFUSED.</summary>
    public required string Act { get; init; }
    public required string Reason { get; init; }
    public required string DoneBy { get; init; }
    public required DateTimeOffset DoneAt { get; init; }

    /// <summary>Whose keys they are: the exporter's code, or the officer.</summary>
    public required string KeyOwner { get; init; }
    public required string IdempotencyKey { get; init; }

    /// <summary>SHA-256 of address and body.</summary>
    public required byte[] RequestHash { get; init; }
}

/// <summary>SQL of the history of settlements; it guards the keys as well.</summary>
public static class SettlementActSql
{
    private const string Columns = """
        settlement_id, act, reason, done_by, done_at, key_owner, idempotency_key, request_hash
        """;

    /// <summary>Notes an act; false when its owner used the key meanwhile.</summary>
    public static async Task<bool> TryAddAsync(
        NpgsqlTransaction transaction,
        SettlementAct act,
        CancellationToken cancel
    )
    {
        const string sql = $"""
            INSERT INTO settlement_act ({Columns})
            VALUES (@SettlementId, @Act, @Reason, @DoneBy, @DoneAt, @KeyOwner, @IdempotencyKey,
              @RequestHash)
            ON CONFLICT DO NOTHING
            """;
        return await transaction.Connection!.ExecuteAsync(
                new CommandDefinition(sql, act, transaction, cancellationToken: cancel)
            ) == 1;
    }

    /// <summary>What was done under a key; null when it is new.</summary>
    public static Task<SettlementAct?> FindByKeyAsync(
        NpgsqlConnection connection,
        string owner,
        string key,
        CancellationToken cancel
    )
    {
        const string sql = $"""
            SELECT {Columns}
            FROM settlement_act
            WHERE key_owner = @owner AND idempotency_key = @key
            """;
        return connection.QuerySingleOrDefaultAsync<SettlementAct>(
            new CommandDefinition(sql, new { owner, key }, cancellationToken: cancel)
        );
    }

    /// <summary>The acts on a settlement, the first one first.</summary>
    public static async Task<IReadOnlyList<SettlementAct>> ListAsync(
        NpgsqlConnection connection,
        Guid settlementId,
        CancellationToken cancel
    )
    {
        const string sql = $"""
            SELECT {Columns}
            FROM settlement_act
            WHERE settlement_id = @settlementId
            ORDER BY act_no
            """;
        var acts = await connection.QueryAsync<SettlementAct>(
            new CommandDefinition(sql, new { settlementId }, cancellationToken: cancel)
        );
        return acts.AsList();
    }
}
