using Dapper;
using Npgsql;
using RebateFlow.Approval.Casework.Cases;
using static RebateFlow.Messaging.Batching.Statements;

namespace RebateFlow.Approval.Checks;

public static class CaseCheckSql
{
    // The decision is the finding where the sample alone stood between a case and green. A green
    // one that was drawn for later is paid now and looked at afterwards.
    private const string AddOfDecision = """
        INSERT INTO case_check (
            check_id, version, case_id, attempt_no, kind, state, reason_zh, reason_en,
            tax_authority, rebate_cny, opened_at, outcome, found_cny, note, closed_by, closed_at)
        SELECT $2, 1, c.case_id, c.attempt_no, 'SAMPLE_AFTER', 'OPEN', '事后抽查',
            'drawn for a check after the decision', c.tax_authority, c.approved_rebate_cny,
            c.decided_at, NULL, NULL, NULL, NULL, NULL
        FROM approval_case c
        WHERE c.case_id = $1 AND c.decided_at = $3 AND c.state = 'APPROVED'
            AND c.channel = 'GREEN' AND c.later_check
        UNION ALL
        SELECT $2, 1, c.case_id, c.attempt_no, 'SAMPLE_BEFORE', 'CLOSED', '事前抽查',
            'drawn for a check before the decision', c.tax_authority, c.rebate_due_cny,
            c.decided_at,
            CASE WHEN c.approved_rebate_cny < c.rebate_due_cny THEN 'IRREGULAR' ELSE 'CLEAN' END,
            c.rebate_due_cny - c.approved_rebate_cny, c.decision_reason, c.decided_by, c.decided_at
        FROM approval_case c
        JOIN case_attempt a ON a.case_id = c.case_id AND a.attempt_no = c.attempt_no
        WHERE c.case_id = $1 AND c.decided_at = $3 AND c.state IN ('APPROVED', 'REJECTED')
            AND c.sample_drawn AND NOT EXISTS (
                SELECT FROM jsonb_array_elements(a.conditions::jsonb) x
                WHERE x ->> 'code' <> 'RANDOM_SAMPLE' AND (x ->> 'outcome' <> 'MET')
                    = (x ->> 'for' = 'GREEN'))
        ON CONFLICT DO NOTHING
        """;

    // What was withheld at the decision and approved later was not irregular after all.
    private const string FollowLaterApproval = """
        UPDATE case_check k SET
            found_cny = c.rebate_due_cny - c.approved_rebate_cny,
            outcome = CASE
                WHEN c.approved_rebate_cny < c.rebate_due_cny THEN 'IRREGULAR' ELSE 'CLEAN' END
        FROM approval_case c
        WHERE c.case_id = $1 AND k.case_id = c.case_id AND k.attempt_no = c.attempt_no
            AND k.kind = 'SAMPLE_BEFORE'
        """;

    private const string Columns = """
        SELECT k.check_id, k.version, k.case_id, k.attempt_no, k.kind, k.state, k.reason_zh,
            k.reason_en, k.tax_authority, k.rebate_cny, k.opened_at, k.claimed_by, k.lease_until,
            k.outcome, k.found_cny, k.note, k.closed_by, k.closed_at
        FROM case_check k
        """;

    private const string ListQuery = $"""
        {Columns}
        WHERE k.tax_authority = @authority AND k.state = @state
            AND (@kind::text IS NULL OR k.kind = @kind)
            AND (@at::timestamptz IS NULL OR (k.opened_at, k.check_id) > (@at, @id))
        ORDER BY k.opened_at, k.check_id LIMIT @take
        """;

    private const string LoadQuery = $"{Columns} WHERE k.check_id = @id FOR UPDATE";

    // Nobody checks a case that they acted on.
    private const string NextQuery = $"""
        {Columns}
        WHERE k.tax_authority = @authority AND k.state = 'OPEN'
            AND (k.lease_until IS NULL OR k.lease_until <= @now OR k.claimed_by = @officer)
            AND NOT EXISTS (
                SELECT FROM case_actor a WHERE a.case_id = k.case_id AND a.officer = @officer)
        ORDER BY k.opened_at, k.check_id LIMIT 1
        FOR UPDATE OF k SKIP LOCKED
        """;

    private const string ActedQuery = """
        SELECT EXISTS (SELECT FROM case_actor WHERE case_id = @caseId AND officer = @officer)
        """;

    private const string Claim = """
        UPDATE case_check SET version = version + 1, claimed_by = @officer, lease_until = @until
        WHERE check_id = @id
        """;

    private const string Close = """
        UPDATE case_check SET
            version = version + 1, state = 'CLOSED', claimed_by = NULL, lease_until = NULL,
            outcome = $2, found_cny = $3, note = $4, closed_by = $5, closed_at = $6
        WHERE check_id = $1
        """;

    private const string DrawsQuery = """
        SELECT pre_declaration_id, case_id, sample_draw_percent AS draw_percent, sample_drawn,
            later_check, policy_version
        FROM approval_case WHERE sample_day = @day
            AND (@authority::text IS NULL OR tax_authority = @authority)
        ORDER BY sample_draw_percent LIMIT 10000
        """;

    private const string SeedQuery = "SELECT seed FROM sample_seed WHERE day = @day";

    /// <summary>What an outcome means for the sample, with the outcome itself.</summary>
    public static void AddOfOutcome(NpgsqlBatch batch, CaseChange change)
    {
        if (change.IsLaterApproval)
            batch.Add(FollowLaterApproval, Value(change.After.CaseId));
        else if (change.IsOutcome)
            batch.Add(
                AddOfDecision,
                Value(change.After.CaseId),
                Value(Guid.CreateVersion7()),
                Value(change.At)
            );
    }

    public static async Task<IReadOnlyList<CheckRow>> ListAsync(
        NpgsqlConnection connection,
        string authority,
        (string State, string? Kind) filter,
        CheckKey? after,
        int take
    ) =>
        [
            .. await connection.QueryAsync<CheckRow>(
                ListQuery,
                new
                {
                    authority,
                    state = filter.State,
                    kind = filter.Kind,
                    at = after?.OpenedAt,
                    id = after?.CheckId,
                    take,
                }
            ),
        ];

    public static Task<CheckRow?> NextAsync(
        NpgsqlTransaction transaction,
        Officer officer,
        DateTimeOffset now
    ) =>
        transaction.Connection!.QuerySingleOrDefaultAsync<CheckRow?>(
            NextQuery,
            new
            {
                officer = officer.Id,
                authority = officer.TaxAuthority,
                now,
            },
            transaction
        );

    public static Task<CheckRow?> LoadAsync(NpgsqlTransaction transaction, Guid id) =>
        transaction.Connection!.QuerySingleOrDefaultAsync<CheckRow?>(
            LoadQuery,
            new { id },
            transaction
        );

    public static Task<bool> HasActedAsync(
        NpgsqlTransaction transaction,
        Guid caseId,
        string officer
    ) =>
        transaction.Connection!.QuerySingleAsync<bool>(
            ActedQuery,
            new { caseId, officer },
            transaction
        );

    public static Task ClaimAsync(
        NpgsqlTransaction transaction,
        Guid id,
        string officer,
        DateTimeOffset until
    ) =>
        transaction.Connection!.ExecuteAsync(
            Claim,
            new
            {
                id,
                officer,
                until,
            },
            transaction
        );

    public static void AddClose(
        NpgsqlBatch batch,
        Guid id,
        CheckFinding finding,
        string officer,
        DateTimeOffset at
    ) =>
        batch.Add(
            Close,
            Value(id),
            Value(finding.Outcome),
            Value(finding.FoundCny),
            Value(finding.Note),
            Value(officer),
            Value(at)
        );

    public static async Task<IReadOnlyList<DrawRow>> DrawsAsync(
        NpgsqlConnection connection,
        DateOnly day,
        string? authority
    ) => [.. await connection.QueryAsync<DrawRow>(DrawsQuery, new { day, authority })];

    /// <returns>Null when nothing was drawn on that day.</returns>
    public static Task<byte[]?> SeedAsync(NpgsqlConnection connection, DateOnly day) =>
        connection.QuerySingleOrDefaultAsync<byte[]?>(SeedQuery, new { day });
}

public sealed record CheckKey(DateTimeOffset OpenedAt, Guid CheckId);

/// <param name="Outcome">CLEAN or IRREGULAR.</param>
/// <param name="FoundCny">What should not have been paid, CNY yuan; 0 when clean.</param>
public sealed record CheckFinding(string Outcome, decimal FoundCny, string Note);

public sealed record CheckRow
{
    public Guid CheckId { get; init; }
    public long Version { get; init; }
    public Guid CaseId { get; init; }
    public int AttemptNo { get; init; }
    public string Kind { get; init; } = "";
    public string State { get; init; } = "";
    public string ReasonZh { get; init; } = "";
    public string ReasonEn { get; init; } = "";
    public string TaxAuthority { get; init; } = "";
    public decimal RebateCny { get; init; }
    public DateTimeOffset OpenedAt { get; init; }
    public string? ClaimedBy { get; init; }
    public DateTimeOffset? LeaseUntil { get; init; }
    public string? Outcome { get; init; }
    public decimal? FoundCny { get; init; }
    public string? Note { get; init; }
    public string? ClosedBy { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }
}

public sealed record DrawRow
{
    public Guid PreDeclarationId { get; init; }
    public Guid CaseId { get; init; }
    public decimal DrawPercent { get; init; }
    public bool SampleDrawn { get; init; }
    public bool LaterCheck { get; init; }
    public string PolicyVersion { get; init; } = "";
}
