using Dapper;
using Npgsql;
using RebateFlow.Approval.Casework.Calendars;
using RebateFlow.Messaging.Batching;

namespace RebateFlow.Approval.Cases;

/// <summary>What stopped a clock: a reason and, for holds and letters, its number.</summary>
public readonly record struct StopCause(string Reason, int No = 0);

public static class ClockStopSql
{
    public const string Return = "RETURN";
    public const string Hold = "HOLD";
    public const string Letter = "LETTER";

    private const string Stop = """
        INSERT INTO case_clock_stop (case_id, stop_no, reason, cause_no, stopped_on)
        SELECT $1, coalesce(max(stop_no), 0) + 1, $2, $3, $4
        FROM case_clock_stop WHERE case_id = $1
        """;

    private const string Resume = """
        UPDATE case_clock_stop SET resumed_on = greatest(stopped_on, $4)
        WHERE case_id = $1 AND reason = $2 AND cause_no = $3 AND resumed_on IS NULL
        """;

    private const string Query = """
        SELECT reason, stopped_on AS "From", resumed_on AS "To" FROM case_clock_stop
        WHERE case_id = @caseId ORDER BY stop_no
        """;

    private const string SaveDeadlines = """
        UPDATE approval_case SET
            legal_due_on = @legal, due_on = @due, goal_on = @goal, due_is_provisional = @provisional
        WHERE case_id = @caseId
        """;

    public static void AddStop(NpgsqlBatch batch, Guid caseId, StopCause cause, DateOnly day) =>
        batch.Add(Stop, caseId, cause.Reason, cause.No, day);

    public static void AddResume(NpgsqlBatch batch, Guid caseId, StopCause cause, DateOnly day) =>
        batch.Add(Resume, caseId, cause.Reason, cause.No, day);

    /// <summary>Lets the clock of a returned case run again.</summary>
    /// <returns>All stops of the case.</returns>
    public static async Task<IReadOnlyList<ClockStop>> ResumeReturnedAsync(
        NpgsqlTransaction transaction,
        Guid caseId,
        DateOnly day
    )
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        AddResume(batch, caseId, new(Return), day);
        await batch.ExecuteNonQueryAsync();
        return await ListAsync(transaction.Connection!, caseId);
    }

    public static async Task<IReadOnlyList<ClockStop>> ListAsync(
        NpgsqlConnection connection,
        Guid caseId
    ) => [.. await connection.QueryAsync<ClockStop>(Query, new { caseId })];

    public static Task SaveAsync(NpgsqlTransaction transaction, Guid caseId, Deadlines deadlines) =>
        transaction.Connection!.ExecuteAsync(
            SaveDeadlines,
            new
            {
                caseId,
                legal = deadlines.Legal.DueOn,
                due = deadlines.Due.DueOn,
                goal = deadlines.Goal.DueOn,
                provisional = deadlines.Provisional,
            },
            transaction
        );
}
