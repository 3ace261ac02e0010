using Dapper;
using Npgsql;
using RebateFlow.Contracts.Approval;

namespace RebateFlow.RiskScoring.Simulation;

/// <summary>What Approval told of its policy and of enrolled filers.</summary>
public static class ChannelLimitsSql
{
    private const string PolicySql = """
        INSERT INTO channel_policy (
            version, valid_from, minimum_rebate_cny, last_green_class, barring_watchlist_level,
            score_limit, gravest_green_doubt, enhanced_watchlist_level, enhanced_grade,
            enhanced_class)
        VALUES (
            @Version, @ValidFrom, @MinimumRebateCny, @LastGreenClass, @BarringWatchlistLevel,
            @ScoreLimit, @GravestGreenDoubt, @EnhancedWatchlistLevel, @EnhancedGrade,
            @EnhancedClass)
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
        SELECT version, minimum_rebate_cny AS MinimumRebateCny,
            last_green_class::int AS LastGreenClass,
            barring_watchlist_level::int AS BarringWatchlistLevel, score_limit::int AS ScoreLimit,
            gravest_green_doubt AS GravestGreenDoubt,
            enhanced_watchlist_level::int AS EnhancedWatchlistLevel,
            enhanced_grade AS EnhancedGrade, enhanced_class::int AS EnhancedClass
        FROM channel_policy WHERE valid_from <= @Day ORDER BY valid_from DESC LIMIT 1
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

    /// <summary>The limits in force on a day; null when Approval has told of none.</summary>
    public static async Task<ChannelLimits?> InForceOnAsync(
        NpgsqlDataSource database,
        DateOnly day,
        CancellationToken cancel
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        return await connection.QuerySingleOrDefaultAsync<ChannelLimits>(
            new CommandDefinition(InForceSql, new { Day = day }, cancellationToken: cancel)
        );
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
