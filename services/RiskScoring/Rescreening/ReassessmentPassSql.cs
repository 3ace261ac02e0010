using Dapper;
using Npgsql;
using RebateFlow.RiskScoring.RuleSets;
using RebateFlow.RiskScoring.Scoring;

namespace RebateFlow.RiskScoring.Rescreening;

/// <summary>
/// From a change of the values in force to all live filings that were judged by others, page by
/// page.
/// </summary>
public static class ReassessmentPassSql
{
    // The first filing of a pass is the one after the lowest id.
    private const string BeginSql = """
        INSERT INTO reassessment_pass AS p (version, values_from, begun_at, after_id)
        VALUES (@Version, @ValuesFrom, @At, '00000000-0000-0000-0000-000000000000')
        ON CONFLICT (is_only) DO UPDATE
        SET version = excluded.version, values_from = excluded.values_from,
            begun_at = excluded.begun_at, after_id = excluded.after_id
        WHERE (p.version, p.values_from) <> (excluded.version, excluded.values_from)
        """;

    private const string IsUnderWaySql = "SELECT after_id IS NOT NULL FROM reassessment_pass";

    // What was scored by the values in force meanwhile is not looked at again.
    private const string NoteSql = """
        WITH page AS (
            SELECT f.pre_declaration_id, f.attempt_no
            FROM filing f
            WHERE f.is_live AND f.pre_declaration_id > (SELECT after_id FROM reassessment_pass)
            ORDER BY f.pre_declaration_id
            LIMIT @Limit),
        noted AS (
            INSERT INTO rescreening (pre_declaration_id, due_at)
            SELECT k.pre_declaration_id, @At
            FROM page k
            CROSS JOIN LATERAL (
                SELECT rule_set_version, assessed_at FROM assessment a
                WHERE a.pre_declaration_id = k.pre_declaration_id AND a.attempt_no = k.attempt_no
                ORDER BY a.sequence_no DESC LIMIT 1) a
            WHERE a.rule_set_version <> @Version OR a.assessed_at < @ValuesSince
            ON CONFLICT DO NOTHING
            RETURNING 1),
        done AS (
            UPDATE reassessment_pass SET after_id = (
                SELECT pre_declaration_id FROM page ORDER BY pre_declaration_id DESC LIMIT 1))
        SELECT count(*)::int FROM noted
        """;

    /// <summary>Begins a pass when other values are in force than those of the last one.</summary>
    /// <returns>Whether it began here.</returns>
    public static async Task<bool> TryBeginAsync(
        NpgsqlTransaction transaction,
        RuleSetValues values,
        DateTimeOffset at,
        CancellationToken cancel
    ) =>
        await transaction.Connection!.ExecuteAsync(
            new CommandDefinition(
                BeginSql,
                new
                {
                    values.Version,
                    ValuesFrom = values.Start,
                    At = at,
                },
                transaction,
                cancellationToken: cancel
            )
        ) == 1;

    /// <summary>Whether filings are still to be noted.</summary>
    public static Task<bool> IsUnderWayAsync(
        NpgsqlTransaction transaction,
        CancellationToken cancel
    ) =>
        transaction.Connection!.QuerySingleAsync<bool>(
            new CommandDefinition(
                IsUnderWaySql,
                transaction: transaction,
                cancellationToken: cancel
            )
        );

    /// <summary>Notes the live filings of the next page; past the last one the pass ends.</summary>
    /// <returns>How many were noted that did not wait already.</returns>
    public static Task<int> NoteAsync(
        NpgsqlTransaction transaction,
        RuleSetValues values,
        (int Limit, DateTimeOffset At) page,
        CancellationToken cancel
    ) =>
        transaction.Connection!.QuerySingleAsync<int>(
            new CommandDefinition(
                NoteSql,
                new
                {
                    values.Version,
                    ValuesSince = BusinessDay.StartOf(values.Start),
                    page.Limit,
                    page.At,
                },
                transaction,
                cancellationToken: cancel
            )
        );
}
