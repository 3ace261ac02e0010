using Dapper;
using Npgsql;

namespace RebateFlow.Approval.Reports;

public static class ReportSql
{
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
