using System.Runtime.CompilerServices;
using Npgsql;

namespace RebateFlow.RiskScoring.Simulation;

/// <summary>Streams stored assessments; rows come as they are read, never all at once.</summary>
public static class SimulationSql
{
    private const string FilingsSql = """
        SELECT a.id, a.pre_declaration_id, a.uscc, a.rebate_due_cny, a.grade, a.score,
            a.has_unjudged_rule, a.rule_set_version,
            EXISTS (
                SELECT FROM enrolment n
                WHERE n.uscc = a.uscc AND n.valid_from <= $3
                    AND coalesce(n.valid_to, 'infinity') >= $3),
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
                SELECT FROM filing f
                WHERE f.pre_declaration_id = a.pre_declaration_id
                    AND f.attempt_no = a.attempt_no AND f.is_live),
            a.content, a.background
        FROM assessment a
        WHERE a.assessed_at >= $1 AND a.assessed_at < $2
            AND NOT EXISTS (
                SELECT FROM assessment l
                WHERE l.pre_declaration_id = a.pre_declaration_id
                    AND (l.attempt_no, l.sequence_no) > (a.attempt_no, a.sequence_no))
        """;

    /// <summary>The last assessments of all filings of a range.</summary>
    /// <param name="today">Day on which filers have to be enrolled.</param>
    public static async IAsyncEnumerable<SimulatedFiling> FilingsAsync(
        NpgsqlDataSource database,
        (DateTimeOffset From, DateTimeOffset To) range,
        DateOnly today,
        [EnumeratorCancellation] CancellationToken cancel
    )
    {
        await using var command = database.CreateCommand(FilingsSql);
        command.CommandTimeout = 0;
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = range.From });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = range.To });
        command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = today });
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
                reader.GetBoolean(8),
                reader.GetString(9),
                reader.GetString(10),
                reader.GetBoolean(11),
                reader.GetFieldValue<byte[]>(12),
                reader.GetFieldValue<byte[]>(13)
            );
    }
}
