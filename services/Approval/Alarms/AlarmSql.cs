using Dapper;
using Npgsql;
using RebateFlow.Approval.Audit;
using RebateFlow.Approval.Casework.Alarms;
using RebateFlow.Approval.Casework.Audit;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Messaging.Batching;
using RebateFlow.Primitives;
using static RebateFlow.Messaging.Batching.Statements;

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
        SELECT c.case_id, '' AS detail, c.legal_due_on AS day FROM approval_case c
        WHERE c.state IN ('WAITING', 'CLAIMED') AND c.legal_due_on <= @lastDay
            AND c.case_id <> ALL(@but)
            AND NOT EXISTS (SELECT FROM case_clock_stop s
                WHERE s.case_id = c.case_id AND s.resumed_on IS NULL)
            AND NOT EXISTS ({Known} AND a.occasion = c.legal_due_on::text)
        ORDER BY c.legal_due_on LIMIT 200
        """;

    private const string AgeQuery = $"""
        SELECT c.case_id, '' AS detail, NULL::date AS day FROM approval_case c
        WHERE c.state = @state AND c.state_since <= @before AND c.case_id <> ALL(@but)
            AND c.state IN ('WAITING', 'CLAIMED', 'HELD', 'RETURNED')
            AND NOT EXISTS ({Known} AND a.occasion = {SinceText})
        ORDER BY c.state_since LIMIT 200
        """;

    // Approved in part: as long as something is withheld.
    private const string WithheldQuery = $"""
        SELECT c.case_id, '' AS detail, NULL::date AS day FROM approval_case c
        WHERE c.state = 'APPROVED' AND c.state_since <= @before AND c.case_id <> ALL(@but)
            AND c.case_id IN (
                SELECT case_id FROM case_hold WHERE released_at IS NULL
                UNION ALL SELECT case_id FROM case_letter WHERE reply IS NULL)
            AND NOT EXISTS ({Known} AND a.occasion = {SinceText})
        ORDER BY c.state_since LIMIT 200
        """;

    private const string LetterQuery = $"""
        SELECT c.case_id, l.letter_no::text AS detail, l.due_on AS day
        FROM case_letter l JOIN approval_case c USING (case_id)
        WHERE l.reply IS NULL AND l.due_on < @today AND c.case_id <> ALL(@but)
            AND c.state NOT IN ('REJECTED', 'WITHDRAWN')
            AND NOT EXISTS ({Known} AND a.occasion = l.letter_no || ' ' || l.due_on)
        ORDER BY l.due_on LIMIT 200
        """;

    private const string SinceText = """
        c.state || ' ' || to_char(c.state_since AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US')
        """;

    // Whoever works on the case keeps it: the next turn comes.
    private const string LockQuery = $"""
        SELECT case_id, attempt_no, state, post, claimed_by, lease_until, tax_authority,
            legal_due_on, state_since, audit_count, audit_head, {SinceText} AS since_text
        FROM approval_case c WHERE case_id = @caseId FOR UPDATE SKIP LOCKED
        """;

    private const string Insert = """
        INSERT INTO case_alarm (
            alarm_id, case_id, attempt_no, stage, occasion, state, post, told_post, told_officer,
            tax_authority, reason_zh, reason_en, raised_at)
        VALUES (@Id, @CaseId, @AttemptNo, @stage, @Occasion, @state, @post, @toldPost,
            @ToldOfficer, @TaxAuthority, @zh, @en, @RaisedAt)
        ON CONFLICT DO NOTHING
        """;

    // The version stays: a warning does not make an officer's next click stale.
    private const string Seal = """
        UPDATE approval_case SET audit_count = $2, audit_head = $3 WHERE case_id = $1
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
                stage = Codes.Of(stage),
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
                stage = Codes.Of(AlarmStage.Age),
                state = Codes.Of(state),
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
                stage = Codes.Of(AlarmStage.Letter),
                today,
                but = but.ToArray(),
            }
        );

    /// <returns>Null while somebody else works on the case.</returns>
    public static Task<WatchedCase?> TryLockAsync(NpgsqlTransaction transaction, Guid caseId) =>
        transaction.Connection!.QuerySingleOrDefaultAsync<WatchedCase>(
            LockQuery,
            new { caseId },
            transaction
        );

    /// <returns>False when it was told before.</returns>
    public static async Task<bool> TryRaiseAsync(NpgsqlTransaction transaction, CaseAlarm alarm) =>
        await transaction.Connection!.ExecuteAsync(
            Insert,
            new
            {
                alarm.Id,
                alarm.CaseId,
                alarm.AttemptNo,
                stage = Codes.Of(alarm.Stage),
                alarm.Occasion,
                state = Codes.Of(alarm.State),
                post = Codes.Of(alarm.Post),
                toldPost = Codes.Of(alarm.ToldPost),
                alarm.ToldOfficer,
                alarm.TaxAuthority,
                zh = alarm.Reason.Zh,
                en = alarm.Reason.En,
                alarm.RaisedAt,
            },
            transaction
        ) == 1;

    public static async Task SealAsync(NpgsqlTransaction transaction, Guid caseId, AuditTrail trail)
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        batch.Add(Seal, Value(caseId), Value(trail.Head.EntryNo), Value(trail.Head.Hash));
        AuditSql.Add(batch, trail);
        await batch.ExecuteNonQueryAsync();
    }

    private static async Task<IReadOnlyList<Candidate>> FindAsync(
        NpgsqlConnection connection,
        string sql,
        object values
    ) => [.. await connection.QueryAsync<Candidate>(sql, values)];
}

/// <summary>A case that something has to be told of.</summary>
/// <param name="Detail">Number of the letter; empty otherwise.</param>
/// <param name="Day">The day that came near or passed.</param>
public sealed record Candidate(Guid CaseId, string Detail, DateOnly? Day);

/// <summary>A case as the scan sees it, locked.</summary>
public sealed record WatchedCase
{
    public Guid CaseId { get; init; }
    public int AttemptNo { get; init; }
    public string State { get; init; } = "";
    public string Post { get; init; } = "";
    public string? ClaimedBy { get; init; }
    public DateTimeOffset? LeaseUntil { get; init; }
    public string TaxAuthority { get; init; } = "";
    public DateOnly LegalDueOn { get; init; }
    public DateTimeOffset StateSince { get; init; }
    public int AuditCount { get; init; }
    public byte[] AuditHead { get; init; } = [];

    /// <summary>State and moment of entering it, as the occasion of an alarm names them.</summary>
    public string SinceText { get; init; } = "";
}

/// <summary>Something that was told of, once.</summary>
/// <param name="Occasion">
/// What it is about: a due date, a state and its beginning, a letter.
/// </param>
public sealed record CaseAlarm(
    Guid Id,
    Guid CaseId,
    int AttemptNo,
    AlarmStage Stage,
    string Occasion,
    DateTimeOffset RaisedAt
)
{
    public required CaseState State { get; init; }
    public required Post Post { get; init; }

    /// <summary>Whose duty it is to act on it.</summary>
    public required Post ToldPost { get; init; }

    /// <summary>Who holds the case; null when nobody does.</summary>
    public required string? ToldOfficer { get; init; }
    public required string TaxAuthority { get; init; }
    public required Bilingual Reason { get; init; }
}
