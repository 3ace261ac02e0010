using System.Runtime.CompilerServices;
using Dapper;
using Npgsql;
using RebateFlow.RiskScoring.Simulation;

namespace RebateFlow.RiskScoring.Learning;

/// <summary>An assessment that waits for a draft in shadow.</summary>
/// <param name="Version">The draft.</param>
/// <param name="Document">Its text.</param>
/// <param name="Result">Packed bytes of the score by the set in force.</param>
public sealed record ShadowedFiling(
    string Version,
    string Document,
    SimulatedFiling Filing,
    byte[] Result
);

/// <summary>Assessments that wait for a shadow, and what came of them.</summary>
public static class ShadowSql
{
    private const string TakeSql = """
        WITH taken AS (
            DELETE FROM shadow_due
            WHERE id IN (SELECT id FROM shadow_due ORDER BY id LIMIT $1)
            RETURNING version, assessment_id)
        SELECT t.version, d.document, a.id, a.pre_declaration_id, a.uscc, a.rebate_due_cny,
            a.grade, a.score, a.has_unjudged_rule, a.rule_set_version,
            n.valid_from, n.valid_to,
            a.content, a.background, a.result
        FROM taken t
        JOIN rule_set_draft d ON d.version = t.version
        JOIN assessment a ON a.id = t.assessment_id
        LEFT JOIN enrolment n ON n.uscc = a.uscc
        """;

    private const string AddGradesSql = """
        INSERT INTO shadow_comparison AS c (version, grade, new_grade, filings, rebate_cny)
        SELECT * FROM unnest(@Versions, @Befores, @Afters, @Filings, @Rebates)
        ON CONFLICT (version, grade, new_grade) DO UPDATE
        SET filings = c.filings + excluded.filings, rebate_cny = c.rebate_cny + excluded.rebate_cny
        """;

    private const string AddChannelsSql = """
        INSERT INTO shadow_channel AS c (version, channel, new_channel, filings, rebate_cny)
        SELECT * FROM unnest(@Versions, @Befores, @Afters, @Filings, @Rebates)
        ON CONFLICT (version, channel, new_channel) DO UPDATE
        SET filings = c.filings + excluded.filings, rebate_cny = c.rebate_cny + excluded.rebate_cny
        """;

    private const string AddRulesSql = """
        INSERT INTO shadow_rule AS r (version, rule_id, both_sets, only_active, only_shadow)
        SELECT * FROM unnest(@Versions, @Rules, @Both, @Active, @Shadow)
        ON CONFLICT (version, rule_id) DO UPDATE
        SET both_sets = r.both_sets + excluded.both_sets,
            only_active = r.only_active + excluded.only_active,
            only_shadow = r.only_shadow + excluded.only_shadow
        """;

    private const string GradesSql = """
        SELECT grade, new_grade AS NewGrade, filings, rebate_cny AS RebateCny
        FROM shadow_comparison WHERE version = @Version ORDER BY grade, new_grade
        """;

    private const string ChannelsSql = """
        SELECT channel, new_channel AS NewChannel, filings, rebate_cny AS RebateCny
        FROM shadow_channel WHERE version = @Version ORDER BY channel, new_channel
        """;

    private const string RulesSql = """
        SELECT rule_id AS RuleId, both_sets AS BothSets, only_active AS OnlyActive,
            only_shadow AS OnlyShadow
        FROM shadow_rule WHERE version = @Version ORDER BY rule_id
        """;

    /// <summary>Takes assessments that wait; rows come as they are read.</summary>
    public static async IAsyncEnumerable<ShadowedFiling> TakeAsync(
        NpgsqlTransaction transaction,
        int limit,
        [EnumeratorCancellation] CancellationToken cancel
    )
    {
        await using var command = new NpgsqlCommand(TakeSql, transaction.Connection, transaction);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
            yield return new ShadowedFiling(
                reader.GetString(0),
                reader.GetString(1),
                new SimulatedFiling(
                    reader.GetGuid(2),
                    reader.GetGuid(3),
                    reader.GetString(4),
                    reader.GetDecimal(5),
                    reader.GetString(6),
                    reader.GetInt16(7),
                    reader.GetBoolean(8),
                    reader.GetString(9),
                    SimulationSql.ReadEnrolment(reader, 10),
                    Outcome: "",
                    Findings: "",
                    // As of the day on which the set in force judged it.
                    IsLive: false,
                    reader.GetFieldValue<byte[]>(12),
                    reader.GetFieldValue<byte[]>(13)
                ),
                reader.GetFieldValue<byte[]>(14)
            );
    }

    /// <summary>Adds sums to those of before.</summary>
    public static async Task AddAsync(
        NpgsqlTransaction transaction,
        ShadowSums sums,
        CancellationToken cancel
    )
    {
        await AddAsync(transaction, AddGradesSql, sums.Grades, cancel);
        await AddAsync(transaction, AddChannelsSql, sums.Channels, cancel);
        await ExecuteAsync(
            transaction,
            AddRulesSql,
            new
            {
                Versions = sums.Rules.Keys.Select(key => key.Version).ToArray(),
                Rules = sums.Rules.Keys.Select(key => key.RuleId).ToArray(),
                Both = sums.Rules.Values.Select(sum => sum.Both).ToArray(),
                Active = sums.Rules.Values.Select(sum => sum.Active).ToArray(),
                Shadow = sums.Rules.Values.Select(sum => sum.Shadow).ToArray(),
            },
            cancel
        );
    }

    /// <summary>What a draft said in shadow, beside the set in force.</summary>
    public static async Task<ShadowComparison> ComparisonAsync(
        NpgsqlConnection connection,
        string version,
        CancellationToken cancel
    )
    {
        return new ShadowComparison(
            await ListAsync<GradeMove>(GradesSql),
            await ListAsync<ChannelShift>(ChannelsSql),
            await ListAsync<RuleAgreement>(RulesSql)
        );

        async Task<IReadOnlyList<T>> ListAsync<T>(string sql) =>
            (
                await connection.QueryAsync<T>(
                    new CommandDefinition(sql, new { Version = version }, cancellationToken: cancel)
                )
            ).AsList();
    }

    private static Task<int> AddAsync(
        NpgsqlTransaction transaction,
        string sql,
        IReadOnlyDictionary<(string Version, string, string), (long Filings, decimal Cny)> sums,
        CancellationToken cancel
    ) =>
        ExecuteAsync(
            transaction,
            sql,
            new
            {
                Versions = sums.Keys.Select(key => key.Version).ToArray(),
                Befores = sums.Keys.Select(key => key.Item2).ToArray(),
                Afters = sums.Keys.Select(key => key.Item3).ToArray(),
                Filings = sums.Values.Select(sum => sum.Filings).ToArray(),
                Rebates = sums.Values.Select(sum => sum.Cny).ToArray(),
            },
            cancel
        );

    private static Task<int> ExecuteAsync(
        NpgsqlTransaction transaction,
        string sql,
        object values,
        CancellationToken cancel
    ) =>
        transaction.Connection!.ExecuteAsync(
            new CommandDefinition(sql, values, transaction, cancellationToken: cancel)
        );
}
