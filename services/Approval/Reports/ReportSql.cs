using Dapper;
using Npgsql;
using RebateFlow.Approval.Casework.Audit;
using RebateFlow.Approval.Casework.Calendars;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.GreenChannel;
using RebateFlow.Messaging.Batching;
using RebateFlow.Primitives;
using RebateFlow.ServiceDefaults;
using static RebateFlow.Messaging.Batching.Statements;

namespace RebateFlow.Approval.Reports;

public static class ReportSql
{
    // Clock stops as from/to pairs: working days are counted by the calendar when they are read.
    private static readonly RowInsert decisions = new(
        """
        INSERT INTO report_decision (
            decided_on, tax_authority, channel, enterprise_class, decision, started_on, stops,
            cases, claimed_cny, approved_cny)
        """,
        columns: 10
    );

    private static readonly RowInsert actions = new(
        """
        INSERT INTO report_action (acted_on, tax_authority, officer, post, action, actions)
        """,
        columns: 6
    );

    private const string FoldDecisions = """
        WITH single AS (
            DELETE FROM report_decision WHERE decided_on IN (
                SELECT decided_on FROM report_decision WHERE NOT folded)
            RETURNING *)
        INSERT INTO report_decision
        SELECT decided_on, tax_authority, channel, enterprise_class, decision, started_on, stops,
            sum(cases), sum(claimed_cny), sum(approved_cny), true
        FROM single GROUP BY 1, 2, 3, 4, 5, 6, 7
        """;

    private const string FoldActions = """
        WITH single AS (
            DELETE FROM report_action WHERE acted_on IN (
                SELECT acted_on FROM report_action WHERE NOT folded)
            RETURNING *)
        INSERT INTO report_action
        SELECT acted_on, tax_authority, officer, post, action, sum(actions), true
        FROM single GROUP BY 1, 2, 3, 4, 5
        """;

    private const string FoldBacklog = """
        WITH single AS (
            DELETE FROM report_backlog WHERE (tax_authority, due_on) IN (
                SELECT tax_authority, due_on FROM report_backlog WHERE NOT folded)
            RETURNING *)
        INSERT INTO report_backlog
        SELECT tax_authority, due_on, channel, post, sum(cases), sum(rebate_cny), true
        FROM single GROUP BY 1, 2, 3, 4 HAVING sum(cases) <> 0 OR sum(rebate_cny) <> 0
        """;

    private const string InPeriod = """
        WHERE decided_on BETWEEN @From AND @To
            AND (@Authority::text IS NULL OR tax_authority = @Authority)
        """;

    private const string DurationsQuery = $"""
        SELECT channel, enterprise_class, started_on, decided_on, stops,
            sum(cases)::integer AS cases
        FROM report_decision {InPeriod} AND decision IN ('APPROVED', 'REJECTED') AND cases > 0
        GROUP BY 1, 2, 3, 4, 5
        """;

    private const string MonthsQuery = $"""
        SELECT to_char(decided_on, 'YYYYMM') AS month, channel, decision,
            sum(cases)::integer AS cases, sum(claimed_cny) AS claimed_cny,
            sum(approved_cny) AS approved_cny
        FROM report_decision {InPeriod}
        GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
        """;

    private const string OfficersQuery = """
        SELECT officer, post, action, sum(actions)::integer AS actions
        FROM report_action
        WHERE acted_on BETWEEN @From AND @To
            AND (@Authority::text IS NULL OR tax_authority = @Authority)
        GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
        """;

    private const string BacklogQuery = """
        SELECT due_on, channel, post, sum(cases)::integer AS cases, sum(rebate_cny) AS rebate_cny
        FROM report_backlog
        WHERE @Authority::text IS NULL OR tax_authority = @Authority
        GROUP BY 1, 2, 3 HAVING sum(cases) > 0 ORDER BY 1, 2, 3
        """;

    // The sample is a small share of the cases and has an index of its own.
    private const string FindingsQuery = """
        SELECT k.kind, k.opened_at, k.found_cny, c.policy_version
        FROM case_check k JOIN approval_case c ON c.case_id = k.case_id
        WHERE k.kind <> 'RE_REVIEW' AND k.opened_at >= @from AND k.opened_at < @until
            AND (@authority::text IS NULL OR k.tax_authority = @authority)
        """;

    /// <summary>Adds what reports keep of events, with the events themselves.</summary>
    public static void AddAll(
        NpgsqlBatch batch,
        IReadOnlyList<CaseChange> changes,
        AuthorityClock zone
    )
    {
        decisions.Add(
            batch,
            [
                .. from change in changes
                from happened in change.Events
                let row = DecisionOf(change.After, happened, zone.DayOf(happened.At))
                where row is not null
                select row,
            ]
        );
        actions.Add(
            batch,
            [
                .. from change in changes
                from happened in change.Events
                where happened.By != AuditActor.System
                select ActionOf(change.After, happened, zone.DayOf(happened.At)),
            ]
        );
    }

    /// <summary>A decision; what is approved later adds to its rebate and is no case.</summary>
    /// <param name="day">The authority's business day.</param>
    private static NpgsqlParameter[]? DecisionOf(
        ApprovalCase some,
        CaseEvent happened,
        DateOnly day
    ) =>
        happened switch
        {
            Decided { ApprovedCny: var approved } => RowOf(
                some,
                day,
                1,
                some.RebateDueCny,
                approved
            ),
            Returned => RowOf(some, day, 1, some.RebateDueCny, 0m),
            HoldReleased { ApprovedCny: > 0 and var approved } => RowOf(some, day, 0, 0m, approved),
            LetterAnswered { ApprovedCny: > 0 and var approved } => RowOf(
                some,
                day,
                0,
                0m,
                approved
            ),
            _ => null,
        };

    private static NpgsqlParameter[] RowOf(
        ApprovalCase some,
        DateOnly day,
        int cases,
        decimal claimedCny,
        decimal approvedCny
    ) =>
        [
            Value(day),
            Value(some.Filing.TaxAuthority),
            Value(WireCode.Of(some.Placement.Channel)),
            Value(some.Filing.EnterpriseClass),
            Value(WireCode.Of(some.Outcome!.State)),
            Value(some.ClockStartedOn),
            Value(
                cases == 0
                    ? ""
                    : string.Join(
                        ',',
                        some.Stops.Select(one => $"{one.StoppedOn:O}/{one.ResumedOn:O}")
                    )
            ),
            Value(cases),
            Value(claimedCny),
            Value(approvedCny),
        ];

    private static NpgsqlParameter[] ActionOf(
        ApprovalCase some,
        CaseEvent happened,
        DateOnly day
    ) =>
        [
            Value(day),
            Value(some.Filing.TaxAuthority),
            Value(happened.By.Id),
            Value(happened.By.Post is { } post ? WireCode.Of(post) : ""),
            Value(CaseEventJson.ActionOf(happened)),
            Value(1),
        ];

    /// <summary>Makes one row of those that can be told together; no sum changes.</summary>
    public static async Task FoldAsync(NpgsqlTransaction transaction)
    {
        var connection = transaction.Connection!;
        foreach (var fold in (string[])[FoldDecisions, FoldActions, FoldBacklog])
            await connection.ExecuteAsync(fold, transaction: transaction);
    }

    public static Task<IReadOnlyList<DurationRow>> DurationsAsync(
        NpgsqlTransaction transaction,
        ReportPeriod period
    ) => ListAsync<DurationRow>(transaction, DurationsQuery, period);

    public static Task<IReadOnlyList<MonthRow>> MonthsAsync(
        NpgsqlTransaction transaction,
        ReportPeriod period
    ) => ListAsync<MonthRow>(transaction, MonthsQuery, period);

    public static Task<IReadOnlyList<OfficerRow>> OfficersAsync(
        NpgsqlTransaction transaction,
        ReportPeriod period
    ) => ListAsync<OfficerRow>(transaction, OfficersQuery, period);

    public static Task<IReadOnlyList<BacklogRow>> BacklogAsync(
        NpgsqlTransaction transaction,
        ReportPeriod period
    ) => ListAsync<BacklogRow>(transaction, BacklogQuery, period);

    /// <param name="times">First instant of the period, and the first one after it.</param>
    public static async Task<IReadOnlyList<FindingRow>> FindingsAsync(
        NpgsqlTransaction transaction,
        (DateTimeOffset From, DateTimeOffset Until) times,
        string? authority
    ) =>
        [
            .. await transaction.Connection!.QueryAsync<FindingRow>(
                FindingsQuery,
                new
                {
                    from = times.From,
                    until = times.Until,
                    authority,
                },
                transaction
            ),
        ];

    private static async Task<IReadOnlyList<T>> ListAsync<T>(
        NpgsqlTransaction transaction,
        string sql,
        ReportPeriod period
    ) => [.. await transaction.Connection!.QueryAsync<T>(sql, period, transaction)];
}

/// <param name="From">First business day.</param>
/// <param name="To">Last business day.</param>
/// <param name="Authority">Null for all.</param>
public sealed record ReportPeriod(DateOnly From, DateOnly To, string? Authority);

public sealed record DurationRow
{
    public string Channel { get; init; } = "";
    public int EnterpriseClass { get; init; }
    public DateOnly StartedOn { get; init; }
    public DateOnly DecidedOn { get; init; }

    /// <summary><c>from/to</c> pairs, comma-separated; no to while the clock stands.</summary>
    public string Stops { get; init; } = "";
    public int Cases { get; init; }
}

public sealed record MonthRow
{
    public string Month { get; init; } = "";
    public string Channel { get; init; } = "";
    public string Decision { get; init; } = "";
    public int Cases { get; init; }
    public decimal ClaimedCny { get; init; }
    public decimal ApprovedCny { get; init; }
}

public sealed record OfficerRow
{
    public string Officer { get; init; } = "";
    public string Post { get; init; } = "";
    public string Action { get; init; } = "";
    public int Actions { get; init; }
}

public sealed record BacklogRow
{
    public DateOnly DueOn { get; init; }
    public string Channel { get; init; } = "";
    public string Post { get; init; } = "";
    public int Cases { get; init; }
    public decimal RebateCny { get; init; }
}

/// <summary>A filing that the random sample drew.</summary>
public sealed record FindingRow
{
    public string Kind { get; init; } = "";
    public DateTimeOffset OpenedAt { get; init; }

    /// <summary>CNY yuan; null while the check is open.</summary>
    public decimal? FoundCny { get; init; }
    public string PolicyVersion { get; init; } = "";
}
