using System.Globalization;
using System.Runtime.CompilerServices;
using Npgsql;
using RebateFlow.GreenChannel;

namespace RebateFlow.RiskScoring.Simulation;

/// <summary>Streams stored assessments; rows come as they are read, never all at once.</summary>
public static class SimulationSql
{
    private const string FilingsSql = """
        SELECT a.id, a.pre_declaration_id, a.uscc, a.rebate_due_cny, a.grade, a.score,
            a.has_unjudged_rule, a.rule_set_version,
            n.valid_from, n.valid_to,
            coalesce((
                SELECT e.outcome FROM attempt_end e
                WHERE e.pre_declaration_id = a.pre_declaration_id AND e.attempt_no = a.attempt_no
                    AND e.outcome IN ('APPROVED', 'REJECTED', 'RETURNED')
                ORDER BY e.ended_at DESC LIMIT 1), ''),
            coalesce((
                SELECT string_agg(DISTINCT f.kind, ',') FROM attempt_finding f
                WHERE f.pre_declaration_id = a.pre_declaration_id
                    AND f.attempt_no = a.attempt_no), ''),
            EXISTS (
                SELECT FROM check_finding c
                WHERE c.pre_declaration_id = a.pre_declaration_id
                    AND c.attempt_no = a.attempt_no AND c.outcome = 'IRREGULAR'),
            EXISTS (
                SELECT FROM filing f
                WHERE f.pre_declaration_id = a.pre_declaration_id
                    AND f.attempt_no = a.attempt_no AND f.is_live),
            a.content, a.background
        FROM assessment a
        LEFT JOIN enrolment n ON n.uscc = a.uscc
        WHERE a.assessed_at >= $1 AND a.assessed_at < $2
            AND NOT EXISTS (
                SELECT FROM assessment l
                WHERE l.pre_declaration_id = a.pre_declaration_id
                    AND (l.attempt_no, l.sequence_no) > (a.attempt_no, a.sequence_no))
        """;

    /// <summary>The last assessments of all filings of a range.</summary>
    public static IAsyncEnumerable<SimulatedFiling> FilingsAsync(
        NpgsqlDataSource database,
        (DateTimeOffset From, DateTimeOffset To) range,
        CancellationToken cancel
    ) => ReadAsync(database, FilingsSql, range, cancel);

    /// <summary>The same of the newest ones only.</summary>
    public static IAsyncEnumerable<SimulatedFiling> NewestAsync(
        NpgsqlDataSource database,
        (DateTimeOffset From, DateTimeOffset To) range,
        int limit,
        CancellationToken cancel
    ) =>
        ReadAsync(
            database,
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                {FilingsSql} AND a.pre_declaration_id IN (
                    SELECT pre_declaration_id FROM filing ORDER BY assessed_at DESC LIMIT {limit})
                """
            ),
            range,
            cancel
        );

    private static async IAsyncEnumerable<SimulatedFiling> ReadAsync(
        NpgsqlDataSource database,
        string sql,
        (DateTimeOffset From, DateTimeOffset To) range,
        [EnumeratorCancellation] CancellationToken cancel
    )
    {
        await using var command = database.CreateCommand(sql);
        command.CommandTimeout = 0;
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = range.From });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = range.To });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
            yield return new SimulatedFiling(
                reader.GetGuid(0),
                reader.GetGuid(1),
                reader.GetString(2),
                reader.GetDecimal(3),
                reader.GetString(4),
                reader.GetInt16(5),
                reader.GetBoolean(6),
                reader.GetString(7),
                ReadEnrolment(reader, 8),
                reader.GetString(10),
                reader.GetString(11),
                reader.GetBoolean(13),
                reader.GetFieldValue<byte[]>(14),
                reader.GetFieldValue<byte[]>(15)
            )
            {
                IsFoundIrregular = reader.GetBoolean(12),
            };
    }

    /// <summary>First and last day of an enrolment; null when the filer has none.</summary>
    /// <param name="reader">A row.</param>
    /// <param name="column">Column of the first day; the one after it has the last day.</param>
    public static EnrolmentPeriod? ReadEnrolment(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column)
            ? null
            : new(
                reader.GetFieldValue<DateOnly>(column),
                reader.IsDBNull(column + 1) ? null : reader.GetFieldValue<DateOnly>(column + 1)
            );
}
