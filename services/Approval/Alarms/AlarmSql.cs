using Dapper;
using Npgsql;
using RebateFlow.Approval.Casework.Alarms;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Primitives;

namespace RebateFlow.Approval.Alarms;

/// <summary>Finds what has to be told of, tells it once, and lists it.</summary>
public static class AlarmSql
{
    /// <summary>Cases taken at a time.</summary>
    public const int Page = 200;

    private const string Known = """
        SELECT FROM case_alarm a
        WHERE a.case_id = c.case_id AND a.attempt_no = c.attempt_no AND a.stage = @stage
        """;

    // A clock that stands still has no due date to warn of.
    private const string DeadlineQuery = $"""
        SELECT c.case_id, NULL::integer AS letter_no, c.legal_due_on AS day FROM approval_case c
        WHERE c.state IN ('WAITING', 'CLAIMED') AND c.legal_due_on <= @lastDay
            AND c.case_id <> ALL(@but)
            AND NOT EXISTS (SELECT FROM case_clock_stop s
                WHERE s.case_id = c.case_id AND s.resumed_on IS NULL)
            AND NOT EXISTS ({Known} AND a.occasion = c.legal_due_on::text)
        ORDER BY c.legal_due_on LIMIT 200
        """;

    private const string AgeQuery = $"""
        SELECT c.case_id, NULL::integer AS letter_no, NULL::date AS day FROM approval_case c
        WHERE c.state = @state AND c.state_since <= @before AND c.case_id <> ALL(@but)
            AND c.state IN ('WAITING', 'CLAIMED', 'HELD', 'RETURNED')
            AND NOT EXISTS ({Known} AND a.occasion = {SinceText})
        ORDER BY c.state_since LIMIT 200
        """;

    // Approved in part: as long as something is withheld.
    private const string WithheldQuery = $"""
        SELECT c.case_id, NULL::integer AS letter_no, NULL::date AS day FROM approval_case c
        WHERE c.state = 'APPROVED' AND c.state_since <= @before AND c.case_id <> ALL(@but)
            AND c.case_id IN (
                SELECT case_id FROM case_hold WHERE released_at IS NULL
                UNION ALL SELECT case_id FROM case_letter WHERE reply IS NULL)
            AND NOT EXISTS ({Known} AND a.occasion = {SinceText})
        ORDER BY c.state_since LIMIT 200
        """;

    private const string LetterQuery = $"""
        SELECT c.case_id, l.letter_no, l.due_on AS day
        FROM case_letter l JOIN approval_case c USING (case_id)
        WHERE l.reply IS NULL AND l.due_on < @today AND c.case_id <> ALL(@but)
            AND c.state NOT IN ('REJECTED', 'WITHDRAWN')
            AND NOT EXISTS ({Known} AND a.occasion = l.letter_no || ' ' || l.due_on)
        ORDER BY l.due_on LIMIT 200
        """;

    private const string SinceText = """
        c.state || ' ' || to_char(c.state_since AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US')
        """;

    private const string KnownQuery = """
        SELECT EXISTS (SELECT FROM case_alarm
            WHERE case_id = @caseId AND attempt_no = @AttemptNo AND stage = @stage
                AND occasion = @Occasion)
        """;

    /// <summary>True while the case is still in what the alarm tells of.</summary>
    public const string IsOpen = $"""
        (c.attempt_no = a.attempt_no AND CASE a.stage
            WHEN 'AGE' THEN a.occasion = {SinceText}
            WHEN 'LETTER' THEN c.state NOT IN ('REJECTED', 'WITHDRAWN') AND EXISTS (
                SELECT FROM case_letter l WHERE l.case_id = c.case_id AND l.reply IS NULL
                    AND a.occasion = l.letter_no || ' ' || l.due_on)
            ELSE c.state IN ('WAITING', 'CLAIMED') AND a.occasion = c.legal_due_on::text
        END)
        """;

    public static Task<IReadOnlyList<Candidate>> NearDeadlineAsync(
        NpgsqlConnection connection,
        AlarmStage stage,
        DateOnly lastDay,
        IReadOnlyCollection<Guid> but
    ) =>
        FindAsync(
            connection,
            DeadlineQuery,
            new
            {
                stage = WireCode.Of(stage),
                lastDay,
                but = but.ToArray(),
            }
        );

    public static Task<IReadOnlyList<Candidate>> TooOldAsync(
        NpgsqlConnection connection,
        CaseState state,
        DateTimeOffset before,
        IReadOnlyCollection<Guid> but
    ) =>
        FindAsync(
            connection,
            state == CaseState.Approved ? WithheldQuery : AgeQuery,
            new
            {
                stage = WireCode.Of(AlarmStage.Age),
                state = WireCode.Of(state),
                before,
                but = but.ToArray(),
            }
        );

    public static Task<IReadOnlyList<Candidate>> UnansweredAsync(
        NpgsqlConnection connection,
        DateOnly today,
        IReadOnlyCollection<Guid> but
    ) =>
        FindAsync(
            connection,
            LetterQuery,
            new
            {
                stage = WireCode.Of(AlarmStage.Letter),
                today,
                but = but.ToArray(),
            }
        );

    /// <summary>True when it was told before; the case is locked, so the answer stays.</summary>
    public static Task<bool> IsKnownAsync(
        NpgsqlTransaction transaction,
        Guid caseId,
        AlarmRaised alarm
    ) =>
        transaction.Connection!.QuerySingleAsync<bool>(
            KnownQuery,
            new
            {
                caseId,
                alarm.AttemptNo,
                stage = WireCode.Of(alarm.Stage),
                alarm.About.Occasion,
            },
            transaction
        );

    private static async Task<IReadOnlyList<Candidate>> FindAsync(
        NpgsqlConnection connection,
        string sql,
        object values
    ) => [.. await connection.QueryAsync<Candidate>(sql, values)];
}

/// <summary>A case that something has to be told of.</summary>
/// <param name="LetterNo">Null where it is not about a letter.</param>
/// <param name="Day">The day that came near or passed.</param>
public sealed record Candidate(Guid CaseId, int? LetterNo, DateOnly? Day);
