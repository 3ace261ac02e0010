using Dapper;
using Npgsql;
using RebateFlow.Approval.Cases;
using RebateFlow.Approval.Casework.Calendars;
using RebateFlow.Approval.Repayments;
using RebateFlow.Approval.Tasks;

namespace RebateFlow.Approval.Reading;

public static class CaseViewSql
{
    private const string Query = """
        SELECT c.case_id, c.pre_declaration_id, c.version, c.attempt_no, c.lane, c.state, c.post,
            c.route, c.claimed_by, c.lease_until, c.proposal_decision, c.proposal_by,
            c.proposal_reason, c.proposal_amount_cny, c.decision, c.decision_reason, c.decided_by,
            c.decided_at,
            c.approved_rebate_cny, c.set_off_cny, c.to_repay_cny, c.channel, c.policy_version,
            c.later_check,
            c.clock_started_on, c.legal_days, c.due_days, c.goal_days, c.legal_due_on, c.due_on,
            c.goal_on, c.check_no, c.stale_no, c.checked_no, c.tax_authority, c.opened_at,
            a.message,
            r.message AS reassessment,
            coalesce((
                SELECT m.conditions FROM channel_move m
                WHERE m.case_id = c.case_id AND m.attempt_no = c.attempt_no
                ORDER BY m.move_no DESC LIMIT 1), a.conditions) AS conditions,
            CASE WHEN c.doubt_count > 0 THEN a.content END AS content
        FROM approval_case c
        JOIN case_attempt a ON a.case_id = c.case_id AND a.attempt_no = c.attempt_no
            AND a.check_no = c.check_no
        LEFT JOIN reassessment r
            ON r.pre_declaration_id = c.pre_declaration_id AND r.attempt_no = c.attempt_no
        WHERE c.case_id = @caseId AND c.tax_authority = @taxAuthority
        """;

    private const string PassesQuery = """
        SELECT p.doubt_no, p.passed_by, p.post, p.passed_at, p.reason
        FROM approval_case c
        JOIN doubt_pass p ON p.case_id = c.case_id AND p.attempt_no = c.attempt_no
            AND p.check_no = c.check_no
        WHERE c.case_id = @caseId
        """;

    private const string ChangesQuery = """
        SELECT a.check_no, a.changes, a.opened_at
        FROM approval_case c
        JOIN case_attempt a ON a.case_id = c.case_id AND a.attempt_no = c.attempt_no
        WHERE c.case_id = @caseId AND c.check_no > 1 AND a.changes IS NOT NULL
        ORDER BY a.check_no
        """;

    // One round trip: an officer who claims a case waits for all of it.
    private const string WholeQuery = $"""
        {Query};
        {PassesQuery};
        {ChangesQuery};
        {ClockStopSql.Query};
        {WithholdingSql.Query};
        {PrerequisiteSql.OfCaseQuery};
        {TaskSql.Query};
        {SelfInspectionSql.NewestOfCaseQuery}
        """;

    private const string ContentQuery = """
        SELECT a.content
        FROM approval_case c
        JOIN case_attempt a ON a.case_id = c.case_id AND a.attempt_no = c.attempt_no
            AND a.check_no = c.check_no
        WHERE c.case_id = @caseId AND c.tax_authority = @taxAuthority
        """;

    /// <returns>Null when the authority has no such case.</returns>
    public static async Task<StoredView?> ReadAsync(
        NpgsqlConnection connection,
        Guid caseId,
        string taxAuthority
    )
    {
        StoredView view;
        List<PrerequisiteRow> prerequisites;
        await using (
            var results = await connection.QueryMultipleAsync(
                WholeQuery,
                new { caseId, taxAuthority }
            )
        )
        {
            if (await results.ReadSingleOrDefaultAsync<CaseViewRow>() is not { } row)
                return null;
            var passes = await results.ReadAsync<PassRow>();
            var changes = await results.ReadAsync<ChangesRow>();
            var stops = await results.ReadAsync<ClockStop>();
            var withheld = await WithholdingSql.ReadAsync(results);
            prerequisites = (await results.ReadAsync<PrerequisiteRow>()).AsList();
            view = new(row, [.. stops], passes.ToDictionary(pass => pass.DoubtNo), withheld)
            {
                Changes = [.. changes],
                Tasks = await TaskSql.ReadAsync(results),
                SelfInspection = await results.ReadSingleOrDefaultAsync<SelfInspectionRow>(),
            };
        }
        return view with
        {
            Prerequisites = await PrerequisiteSql.ListAsync(connection, prerequisites),
        };
    }

    /// <returns>Null when the authority has no such case.</returns>
    public static Task<byte[]?> ContentAsync(
        NpgsqlConnection connection,
        Guid caseId,
        string taxAuthority
    ) => connection.QuerySingleOrDefaultAsync<byte[]?>(ContentQuery, new { caseId, taxAuthority });
}

/// <summary>What the database holds of a case, for its page.</summary>
public sealed record StoredView(
    CaseViewRow Row,
    IReadOnlyList<ClockStop> Stops,
    IReadOnlyDictionary<int, PassRow> Passes,
    StoredWithholding Withheld
)
{
    /// <summary>What changed for each check after the first.</summary>
    public IReadOnlyList<ChangesRow> Changes { get; init; } = [];
    public IReadOnlyList<ViewedPrerequisite> Prerequisites { get; init; } = [];
    public required StoredTasks Tasks { get; init; }

    /// <summary>The newest of the attempt; null while none came.</summary>
    public SelfInspectionRow? SelfInspection { get; init; }
}

/// <param name="Changes">JSON.</param>
public sealed record ChangesRow(int CheckNo, string Changes, DateTimeOffset OpenedAt);

public sealed record CaseViewRow
{
    public Guid CaseId { get; init; }
    public Guid PreDeclarationId { get; init; }
    public long Version { get; init; }
    public int AttemptNo { get; init; }
    public int CheckNo { get; init; }
    public long StaleNo { get; init; }
    public long CheckedNo { get; init; }
    public string Lane { get; init; } = "";
    public string State { get; init; } = "";
    public string Post { get; init; } = "";
    public string[] Route { get; init; } = [];
    public string? ClaimedBy { get; init; }
    public DateTimeOffset? LeaseUntil { get; init; }
    public string? ProposalDecision { get; init; }
    public string? ProposalBy { get; init; }
    public string? ProposalReason { get; init; }
    public decimal? ProposalAmountCny { get; init; }
    public string? Decision { get; init; }
    public string? DecisionReason { get; init; }
    public string? DecidedBy { get; init; }
    public DateTimeOffset? DecidedAt { get; init; }
    public decimal? ApprovedRebateCny { get; init; }
    public decimal? SetOffCny { get; init; }
    public decimal? ToRepayCny { get; init; }
    public string Channel { get; init; } = "";
    public string PolicyVersion { get; init; } = "";
    public bool LaterCheck { get; init; }
    public DateOnly ClockStartedOn { get; init; }
    public int LegalDays { get; init; }
    public int DueDays { get; init; }
    public int GoalDays { get; init; }
    public DateOnly LegalDueOn { get; init; }
    public DateOnly DueOn { get; init; }
    public DateOnly GoalOn { get; init; }
    public DateTimeOffset OpenedAt { get; init; }
    public string Message { get; init; } = "";

    /// <summary>The newest assessment after the first; null when there is none.</summary>
    public string? Reassessment { get; init; }
    public string Conditions { get; init; } = "";

    /// <summary>Null when the attempt has no doubts.</summary>
    public byte[]? Content { get; init; }
}

public sealed record PassRow
{
    public int DoubtNo { get; init; }
    public string PassedBy { get; init; } = "";
    public string Post { get; init; } = "";
    public DateTimeOffset PassedAt { get; init; }
    public string Reason { get; init; } = "";
}
