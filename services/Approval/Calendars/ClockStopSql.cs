using Dapper;
using Npgsql;

namespace RebateFlow.Approval.Calendars;

public static class ClockStopSql
{
    private const string Stop = """
        INSERT INTO case_clock_stop (case_id, stop_no, reason, stopped_on)
        SELECT $1, coalesce(max(stop_no), 0) + 1, $2, $3 FROM case_clock_stop WHERE case_id = $1
        """;

    private const string Resume = """
        UPDATE case_clock_stop SET resumed_on = greatest(stopped_on, @day)
        WHERE case_id = @caseId AND resumed_on IS NULL
        """;

    private const string Query = """
        SELECT reason, stopped_on AS "From", resumed_on AS "To" FROM case_clock_stop
        WHERE case_id = @caseId ORDER BY stop_no
        """;

    public static void AddStop(NpgsqlBatch batch, Guid caseId, string reason, DateOnly day) =>
        batch.Add(Stop, caseId, reason, day);

    /// <summary>Lets the clock run again.</summary>
    /// <returns>All stops of the case.</returns>
    public static async Task<IReadOnlyList<ClockStop>> ResumeAsync(
        NpgsqlTransaction transaction,
        Guid caseId,
        DateOnly day
    )
    {
        var connection = transaction.Connection!;
        await connection.ExecuteAsync(Resume, new { caseId, day }, transaction);
        return await ListAsync(connection, caseId);
    }

    public static async Task<IReadOnlyList<ClockStop>> ListAsync(
        NpgsqlConnection connection,
        Guid caseId
    ) => [.. await connection.QueryAsync<ClockStop>(Query, new { caseId })];
}
