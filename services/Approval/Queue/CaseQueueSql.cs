using Dapper;
using Npgsql;
using RebateFlow.Approval.Alarms;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Primitives;

namespace RebateFlow.Approval.Queue;

/// <summary>The queue: which case is next, and the list of cases in its order.</summary>
public static class CaseQueueSql
{
    // As ApprovalCaseSql.LoadNextAsync, whoever will get it; some are left out.
    private const string LockFree = """
        SELECT case_id FROM approval_case
        WHERE tax_authority = @taxAuthority AND post = @post
            AND state IN ('WAITING', 'CLAIMED')
            AND (state = 'WAITING' OR lease_until <= @now)
            AND case_id <> ALL(@but)
        ORDER BY due_on, rebate_due_cny DESC, case_id
        LIMIT 1
        FOR UPDATE SKIP LOCKED
        """;

    private const string FirstHeld = """
        SELECT case_id FROM approval_case
        WHERE tax_authority = @TaxAuthority AND state = 'CLAIMED' AND claimed_by = @Id
            AND lease_until > @now AND post = ANY(@posts)
        ORDER BY due_on, rebate_due_cny DESC, case_id
        LIMIT 1
        """;

    private const string LockAuthority = """
        SELECT pg_advisory_xact_lock(hashtextextended(@taxAuthority, 2))
        """;

    private const string Columns = $"""
        SELECT case_id, pre_declaration_id, attempt_no, uscc, exporter_name, method, period,
            batch_no, channel, state, post, rebate_due_cny, clock_started_on, due_on,
            legal_due_on, goal_on, claimed_by, lease_until, later_check, version,
            (SELECT a.stage FROM case_alarm a WHERE a.case_id = c.case_id AND {AlarmSql.IsOpen}
             ORDER BY array_position(ARRAY['ESCALATION', 'AGE', 'LETTER', 'WARNING'], a.stage)
             LIMIT 1) AS alarm
        FROM approval_case c
        WHERE tax_authority = @TaxAuthority
        """;

    private const string CountColumns = """
        SELECT channel, post, width_bucket(due_on, @bounds) AS bucket,
            CASE WHEN state = 'CLAIMED' AND lease_until <= @Now THEN 'WAITING' ELSE state END
                AS state,
            count(*) AS cases, sum(rebate_due_cny) AS rebate_due_cny
        FROM approval_case
        WHERE tax_authority = @TaxAuthority
        """;

    private const string Order = """

        ORDER BY due_on, rebate_due_cny DESC, case_id
        LIMIT @Take
        """;

    private const string Groups = "\nGROUP BY 1, 2, 3, 4";

    private const string After = """
         AND due_on >= @AfterDueOn AND (due_on > @AfterDueOn OR rebate_due_cny < @AfterRebate
            OR (rebate_due_cny = @AfterRebate AND case_id > @AfterId))
        """;

    /// <summary>The next free case of a post, whoever may act on it.</summary>
    public static Task<Guid?> LockFreeAsync(
        NpgsqlTransaction transaction,
        string taxAuthority,
        Post post,
        DateTimeOffset now,
        IReadOnlyCollection<Guid> but
    ) =>
        transaction.Connection!.QuerySingleOrDefaultAsync<Guid?>(
            LockFree,
            new
            {
                taxAuthority,
                post = WireCode.Of(post),
                now,
                but = but.ToArray(),
            },
            transaction
        );

    /// <summary>The first of the cases in an officer's hands.</summary>
    public static Task<Guid?> FirstHeldAsync(
        NpgsqlTransaction transaction,
        Officer officer,
        IEnumerable<Post> posts,
        DateTimeOffset now
    ) =>
        transaction.Connection!.QuerySingleOrDefaultAsync<Guid?>(
            FirstHeld,
            new
            {
                officer.Id,
                officer.TaxAuthority,
                posts = posts.Select(WireCode.Of).ToArray(),
                now,
            },
            transaction
        );

    /// <summary>Draws of one authority follow each other.</summary>
    public static Task LockAuthorityAsync(NpgsqlTransaction transaction, string taxAuthority) =>
        transaction.Connection!.ExecuteAsync(LockAuthority, new { taxAuthority }, transaction);

    public static async Task<IReadOnlyList<QueueRow>> ListAsync(
        NpgsqlConnection connection,
        QueueFilter filter,
        QueuePage page
    )
    {
        var values = new DynamicParameters(filter);
        values.AddDynamicParams(
            new
            {
                AfterDueOn = page.After?.DueOn,
                AfterRebate = page.After?.RebateDue,
                AfterId = page.After?.CaseId,
                page.Take,
            }
        );
        var sql = Columns + Clauses(filter) + (page.After is null ? "" : After) + Order;
        return [.. await connection.QueryAsync<QueueRow>(sql, values)];
    }

    /// <param name="bounds">First days of the buckets after the first, in order.</param>
    public static async Task<IReadOnlyList<CountRow>> CountAsync(
        NpgsqlConnection connection,
        QueueFilter filter,
        DateOnly[] bounds
    )
    {
        var values = new DynamicParameters(filter);
        values.AddDynamicParams(new { bounds });
        var sql = CountColumns + Clauses(filter) + Groups;
        return [.. await connection.QueryAsync<CountRow>(sql, values)];
    }

    private const string Live = " AND state IN ('WAITING', 'CLAIMED')";

    private static string Clauses(QueueFilter filter)
    {
        (bool IsGiven, string Clause)[] clauses =
        [
            (filter.Channel is not null, "channel = @Channel"),
            (filter.Post is not null, "post = @Post"),
            (filter.PeriodFrom is not null, "period >= @PeriodFrom"),
            (filter.PeriodTo is not null, "period <= @PeriodTo"),
            (filter.RebateFrom is not null, "rebate_due_cny >= @RebateFrom"),
            (filter.RebateTo is not null, "rebate_due_cny <= @RebateTo"),
            (filter.EnterpriseClass is not null, "enterprise_class = @EnterpriseClass"),
            (
                filter.DoubtCode is not null,
                "doubt_codes @> ARRAY[@DoubtCode] AND doubt_codes <> '{}'"
            ),
            (filter.Overdue == true, "due_on < @Today"),
            (filter.Overdue == false, "due_on >= @Today"),
            (filter.DueBefore is not null, "due_on < @DueBefore"),
            (filter.Uscc is not null, "uscc = @Uscc"),
            (filter.PreDeclarationId is not null, "pre_declaration_id = @PreDeclarationId"),
            (filter.Officer is not null, OfficerClause(filter)),
        ];
        return StateClause(filter)
            + string.Concat(
                clauses.Where(one => one.IsGiven).Select(one => $"\n    AND {one.Clause}")
            );
    }

    // One column a state, so that the index judges it: nobody holds what was decided.
    private static string OfficerClause(QueueFilter filter) =>
        filter.State is not (null or CaseState.Waiting or CaseState.Claimed)
            ? "decided_by = @Officer"
        : filter is { State: null, PreDeclarationId: not null }
            ? "(claimed_by = @Officer OR decided_by = @Officer)"
        : "claimed_by = @Officer AND lease_until > @Now";

    // Each clause names the states as the partial indexes do, so that the planner takes them.
    private static string StateClause(QueueFilter filter) =>
        filter.State is { } state ? StateClause(state)
        : filter.PreDeclarationId is null ? Live
        : "";

    private static string StateClause(CaseState state) =>
        state switch
        {
            CaseState.Waiting => $"{Live} AND (state = 'WAITING' OR lease_until <= @Now)",
            CaseState.Claimed => $"{Live} AND state = 'CLAIMED' AND lease_until > @Now",
            CaseState.Held => " AND state = 'HELD'",
            CaseState.Returned => " AND state = 'RETURNED'",
            CaseState.Approved => " AND state = 'APPROVED'",
            CaseState.Rejected => " AND state = 'REJECTED'",
            CaseState.Withdrawn => " AND state = 'WITHDRAWN'",
        };
}

public sealed record QueueRow
{
    public Guid CaseId { get; init; }
    public Guid PreDeclarationId { get; init; }
    public int AttemptNo { get; init; }
    public string Uscc { get; init; } = "";
    public string ExporterName { get; init; } = "";
    public string Method { get; init; } = "";
    public string Period { get; init; } = "";
    public int BatchNo { get; init; }
    public string Channel { get; init; } = "";
    public string State { get; init; } = "";
    public string Post { get; init; } = "";
    public decimal RebateDueCny { get; init; }
    public DateOnly ClockStartedOn { get; init; }
    public DateOnly DueOn { get; init; }
    public DateOnly LegalDueOn { get; init; }
    public DateOnly GoalOn { get; init; }
    public string? ClaimedBy { get; init; }
    public DateTimeOffset? LeaseUntil { get; init; }
    public bool LaterCheck { get; init; }
    public long Version { get; init; }

    /// <summary>The gravest alarm that is open; null when there is none.</summary>
    public string? Alarm { get; init; }
}

/// <summary>How many cases share channel, state, post and bucket of due dates.</summary>
public sealed record CountRow
{
    public string Channel { get; init; } = "";
    public string State { get; init; } = "";
    public string Post { get; init; } = "";
    public int Bucket { get; init; }
    public long Cases { get; init; }
    public decimal RebateDueCny { get; init; }
}
