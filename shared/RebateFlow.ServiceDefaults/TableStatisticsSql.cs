using Npgsql;

namespace RebateFlow.ServiceDefaults;

/// <summary>
/// What the planner knows of a table that many rows were just written to (ADR 0019).
/// </summary>
public static class TableStatisticsSql
{
    // relpages is the size at which the planner last looked. Below 32 pages it does not matter how
    // a table is read.
    private const string HasGrownSql = """
        SELECT pg_relation_size(oid) / current_setting('block_size')::integer
          > 2 * relpages::bigint + 32
        FROM pg_class
        WHERE oid = to_regclass($1)
        """;

    /// <summary>
    /// Seconds; reading the sample of a large table from a slow disk takes a while.
    /// </summary>
    private const int AnalyzeTimeout = 300;

    /// <summary>
    /// Renews the statistics of a table that has doubled since they were taken. Statements that any
    /// connection prepared while the table was small are then planned anew, at once and not only
    /// when autovacuum comes by. A table that somebody else analyzes at the moment is left to them.
    /// </summary>
    /// <param name="connection">Open, in no transaction: its writes must be committed.</param>
    /// <param name="table">Name of a table that the role of the connection owns.</param>
    public static async Task RenewIfGrownAsync(
        NpgsqlConnection connection,
        string table,
        CancellationToken cancel
    )
    {
        await using var look = new NpgsqlCommand(HasGrownSql, connection);
        look.Parameters.Add(new NpgsqlParameter<string> { TypedValue = table });
        if (await look.ExecuteScalarAsync(cancel) is not true)
            return;
        await using var analyze = new NpgsqlCommand($"ANALYZE (SKIP_LOCKED) {table}", connection);
        analyze.CommandTimeout = AnalyzeTimeout;
        await analyze.ExecuteNonQueryAsync(cancel);
    }
}
