using Dapper;
using Npgsql;

namespace RebateFlow.Approval.Cases;

/// <summary>The queue: which case is next, and the list of cases in its order.</summary>
public static class CaseQueueSql
{
    // The index approval_case_queue gives the order; locked and claimed rows are stepped over.
    private const string LockNext = """
        SELECT c.case_id FROM approval_case c
        WHERE c.tax_authority = @TaxAuthority AND c.post = @post
            AND c.state IN ('WAITING', 'CLAIMED')
            AND (c.state = 'WAITING' OR c.lease_until <= @now)
            AND NOT EXISTS (
                SELECT FROM case_actor a
                WHERE a.case_id = c.case_id AND a.officer = @Id AND a.post <> c.post)
        ORDER BY c.due_on, c.rebate_due_cny DESC, c.case_id
        LIMIT 1
        FOR UPDATE OF c SKIP LOCKED
        """;

    private const string Columns = """
        SELECT case_id, pre_declaration_id, attempt_no, uscc, exporter_name, method, period,
            batch_no, channel, state, post, rebate_due_cny, clock_started_on, due_on,
            legal_due_on, goal_on, claimed_by, lease_until, later_check, version
        FROM approval_case
        WHERE tax_authority = @TaxAuthority
        """;

    private const string Order = """

        ORDER BY due_on, rebate_due_cny DESC, case_id
        LIMIT @Take
        """;

    public static Task<Guid?> LockNextAsync(
        NpgsqlTransaction transaction,
        Officer officer,
        Post post,
        DateTimeOffset now
    ) =>
        transaction.Connection!.QuerySingleOrDefaultAsync<Guid?>(
            LockNext,
            new
            {
                officer.Id,
                officer.TaxAuthority,
                post = Codes.Of(post),
                now,
            },
            transaction
        );

    public static async Task<IReadOnlyList<QueueRow>> ListAsync(
        NpgsqlConnection connection,
        QueueFilter filter
    )
    {
        var sql = Columns + StateClause(filter);
        if (filter.Channel is not null)
            sql += " AND channel = @Channel";
        if (filter.Post is not null)
            sql += " AND post = @Post";
        if (filter.Uscc is not null)
            sql += " AND uscc = @Uscc";
        if (filter.PreDeclarationId is not null)
            sql += " AND pre_declaration_id = @PreDeclarationId";
        if (filter.After is not null)
            sql += """
                 AND due_on >= @DueOn AND (due_on > @DueOn OR rebate_due_cny < @RebateDue
                    OR (rebate_due_cny = @RebateDue AND case_id > @CaseId))
                """;
        return
        [
            .. await connection.QueryAsync<QueueRow>(
                sql + Order,
                new
                {
                    filter.TaxAuthority,
                    filter.Channel,
                    filter.Post,
                    filter.Uscc,
                    filter.PreDeclarationId,
                    filter.Now,
                    filter.Take,
                    filter.After?.DueOn,
                    filter.After?.RebateDue,
                    filter.After?.CaseId,
                }
            ),
        ];
    }

    private const string Live = " AND state IN ('WAITING', 'CLAIMED')";

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

/// <summary>What the list is narrowed down to.</summary>
/// <param name="State">Null for every live case; for any state of a named pre-declaration.</param>
public sealed record QueueFilter(string TaxAuthority, CaseState? State, DateTimeOffset Now)
{
    public string? Channel { get; init; }
    public string? Post { get; init; }
    public string? Uscc { get; init; }
    public Guid? PreDeclarationId { get; init; }

    /// <summary>Sort key of the last row of the page before.</summary>
    public QueueKey? After { get; init; }
    public required int Take { get; init; }
}

public sealed record QueueKey(DateOnly DueOn, decimal RebateDue, Guid CaseId)
{
    public static QueueKey Of(QueueRow row) => new(row.DueOn, row.RebateDueCny, row.CaseId);
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
}
