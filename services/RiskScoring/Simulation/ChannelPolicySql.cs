using Dapper;
using Npgsql;
using RebateFlow.Contracts.Approval;
using RebateFlow.GreenChannel;

namespace RebateFlow.RiskScoring.Simulation;

/// <summary>What Approval told of its policy and of enrolled filers.</summary>
public static class ChannelPolicySql
{
    private const string PolicySql = """
        INSERT INTO channel_policy (version, valid_from, document)
        VALUES (@Version, @ValidFrom, @Document)
        ON CONFLICT DO NOTHING
        """;

    private const string EnrolmentSql = """
        INSERT INTO enrolment AS e (uscc, version, valid_from, valid_to)
        VALUES (@Uscc, @Version, @ValidFrom, @ValidTo)
        ON CONFLICT (uscc) DO UPDATE
        SET version = excluded.version, valid_from = excluded.valid_from,
            valid_to = excluded.valid_to
        WHERE e.version < excluded.version
        """;

    private const string InForceSql = """
        SELECT document FROM channel_policy
        WHERE valid_from <= @Day
        ORDER BY valid_from DESC LIMIT 1
        """;

    public static Task RecordAsync(
        NpgsqlDataSource database,
        GreenChannelPolicyChanged changed,
        CancellationToken cancel
    ) => ExecuteAsync(database, PolicySql, changed, cancel);

    public static Task RecordAsync(
        NpgsqlDataSource database,
        GreenChannelEnrolmentChanged changed,
        CancellationToken cancel
    ) => ExecuteAsync(database, EnrolmentSql, changed, cancel);

    /// <summary>The policy in force on a day; null when Approval has told of none.</summary>
    public static async Task<ChannelPolicy?> InForceOnAsync(
        NpgsqlDataSource database,
        DateOnly day,
        CancellationToken cancel
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        var document = await connection.QuerySingleOrDefaultAsync<string>(
            new CommandDefinition(InForceSql, new { Day = day }, cancellationToken: cancel)
        );
        return document is null ? null : ChannelPolicy.Parse(document);
    }

    private static async Task ExecuteAsync(
        NpgsqlDataSource database,
        string sql,
        object values,
        CancellationToken cancel
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await connection.ExecuteAsync(
            new CommandDefinition(sql, values, cancellationToken: cancel)
        );
    }
}
