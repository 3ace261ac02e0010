using Npgsql;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Messaging.Batching;
using RebateFlow.Primitives;

namespace RebateFlow.Approval.Cases;

public static class ClockStopSql
{
    private const string Stop = """
        INSERT INTO case_clock_stop (case_id, stop_no, reason, cause_no, stopped_on)
        SELECT $1, coalesce(max(stop_no), 0) + 1, $2, $3, $4
        FROM case_clock_stop WHERE case_id = $1
        """;

    private const string Resume = """
        UPDATE case_clock_stop SET resumed_on = greatest(stopped_on, $4)
        WHERE case_id = $1 AND reason = $2 AND cause_no = $3 AND resumed_on IS NULL
        """;

    /// <summary>All stops of <c>@caseId</c>.</summary>
    public const string Query = """
        SELECT reason, stopped_on AS "From", resumed_on AS "To" FROM case_clock_stop
        WHERE case_id = @caseId ORDER BY stop_no
        """;

    public static void AddStop(
        NpgsqlBatch batch,
        Guid caseId,
        StopReason reason,
        int causeNo,
        DateOnly day
    ) => batch.Add(Stop, caseId, WireCode.Of(reason), causeNo, day);

    public static void AddResume(
        NpgsqlBatch batch,
        Guid caseId,
        StopReason reason,
        int causeNo,
        DateOnly day
    ) => batch.Add(Resume, caseId, WireCode.Of(reason), causeNo, day);
}
