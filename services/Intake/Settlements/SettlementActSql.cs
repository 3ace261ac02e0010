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
}

/// <summary>SQL of the history of settlements.</summary>
public static class SettlementActSql
{
    private const string Columns = "settlement_id, act, reason, done_by, done_at";

    /// <summary>Notes an act.</summary>
    public static Task AddAsync(
        NpgsqlTransaction transaction,
        SettlementAct act,
        CancellationToken cancel
    )
    {
        const string sql = $"""
            INSERT INTO settlement_act ({Columns})
            VALUES (@SettlementId, @Act, @Reason, @DoneBy, @DoneAt)
            """;
        return transaction.Connection!.ExecuteAsync(
            new CommandDefinition(sql, act, transaction, cancellationToken: cancel)
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
