using Dapper;
using Npgsql;
using RebateFlow.RiskScoring.Rules.RuleSets;

namespace RebateFlow.RiskScoring.Rescreening;

/// <summary>What a look at some live filings came to.</summary>
/// <param name="Filings">Noted that did not wait already.</param>
/// <param name="IsPage">Whether there were any to look at; else the sweep is over.</param>
public sealed record NotedPage(int Filings, bool IsPage);

/// <summary>
/// From a change of the values in force to all live filings that were judged by others, page by
/// page. A pass sweeps over them until a whole sweep has found none, for what is noted may come to
/// nothing: an instance of an earlier release, still running, takes filings and compares hits only.
/// </summary>
/// <remarks>
/// A filing that cannot be scored is put off and holds no pass up: another sweep begins when
/// nothing is due, and what is put off does not ask for one.
/// </remarks>
public static class ReassessmentPassSql
{
    // The first filing of a pass is the one after the lowest id.
    private const string BeginSql = """
        INSERT INTO reassessment_pass AS p (version, values_from, begun_at, after_id)
        VALUES (@Version, @ValuesFrom, @At, '00000000-0000-0000-0000-000000000000')
        ON CONFLICT (is_only) DO UPDATE
        SET version = excluded.version, values_from = excluded.values_from,
            begun_at = excluded.begun_at, after_id = excluded.after_id, has_found = false
        WHERE (p.version, p.values_from) <> (excluded.version, excluded.values_from)
        """;

    // Another sweep begins when all that the last one found have had their turn.
    private const string IsUnderWaySql = """
        WITH again AS (
            UPDATE reassessment_pass
            SET after_id = '00000000-0000-0000-0000-000000000000', has_found = false
            WHERE after_id IS NULL AND has_found
              AND NOT EXISTS (SELECT FROM rescreening WHERE due_at <= @At)
            RETURNING 1)
        SELECT after_id IS NOT NULL OR EXISTS (SELECT FROM again) FROM reassessment_pass
        """;

    // What was scored by the values in force meanwhile is not looked at again. What was put off,
    // for it could not be scored, is no reason for another sweep.
    private const string NoteSql = """
        WITH page AS (
            SELECT f.pre_declaration_id, f.attempt_no
            FROM filing f
            WHERE f.is_live AND f.pre_declaration_id > (SELECT after_id FROM reassessment_pass)
            ORDER BY f.pre_declaration_id
            LIMIT @Limit),
        found AS (
            SELECT k.pre_declaration_id
            FROM page k
            CROSS JOIN LATERAL (
                SELECT rule_set_version, assessed_at FROM assessment a
                WHERE a.pre_declaration_id = k.pre_declaration_id AND a.attempt_no = k.attempt_no
                ORDER BY a.sequence_no DESC LIMIT 1) a
            WHERE a.rule_set_version <> @Version OR a.assessed_at < @ValuesSince),
        noted AS (
            INSERT INTO rescreening (pre_declaration_id, due_at)
            SELECT pre_declaration_id, @At FROM found
            ON CONFLICT DO NOTHING
            RETURNING 1),
        done AS (
            UPDATE reassessment_pass
            SET after_id = (
                    SELECT pre_declaration_id FROM page ORDER BY pre_declaration_id DESC LIMIT 1),
                has_found = has_found OR EXISTS (
                    SELECT FROM found f WHERE NOT EXISTS (
                        SELECT FROM rescreening r
                        WHERE r.pre_declaration_id = f.pre_declaration_id AND r.due_at > @At)))
        SELECT (SELECT count(*) FROM noted)::int AS Filings, EXISTS (SELECT FROM page) AS IsPage
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

    /// <summary>Whether filings are to be noted now.</summary>
    public static Task<bool> IsUnderWayAsync(
        NpgsqlTransaction transaction,
        DateTimeOffset at,
        CancellationToken cancel
    ) =>
        transaction.Connection!.QuerySingleAsync<bool>(
            new CommandDefinition(
                IsUnderWaySql,
                new { At = at },
                transaction,
                cancellationToken: cancel
            )
        );

    /// <summary>Notes live filings of the next page; past the last one the sweep ends.</summary>
    public static Task<NotedPage> NoteAsync(
        NpgsqlTransaction transaction,
        (string Version, DateTimeOffset Since) values,
        (int Limit, DateTimeOffset At) page,
        CancellationToken cancel
    ) =>
        transaction.Connection!.QuerySingleAsync<NotedPage>(
            new CommandDefinition(
                NoteSql,
                new
                {
                    values.Version,
                    ValuesSince = values.Since,
                    page.Limit,
                    page.At,
                },
                transaction,
                cancellationToken: cancel
            )
        );
}
