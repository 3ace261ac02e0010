using System.Data;
using System.Globalization;
using System.Text;
using Npgsql;
using RebateFlow.Approval.Audit;
using RebateFlow.Approval.Policies;
using RebateFlow.Approval.Requests;
using RebateFlow.Primitives;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Reports;

/// <summary>
/// Reports as JSON or CSV: <c>durations</c> (average and 90th-percentile working days by channel
/// and class), <c>backlog</c> (live cases by due date), <c>green-share</c> and <c>rebate</c> (by
/// month of the decision), <c>officers</c> (actions by officer, post and kind), <c>findings</c>
/// (what the random sample found, and what it says of all filings), <c>repayments</c> (what
/// exporters owed at first, claims, set-offs and payments, and what they owe at last).
/// </summary>
/// <remarks>
/// Officers see their own authority, auditors all or the one they name. Each report adds up rows
/// that were written with the changes it tells of; none reads the cases. Errors: RBF-3003 wrong
/// days or format (400), 3005 a token without authority (403), 3050 no such report (404).
/// </remarks>
public static class GetReport
{
    private const int MostDays = 1100;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/v1/reports/{report}", HandleAsync)
            .RequireAuthorization(GetAuditTrail.Readers)
            .Produces<Report>();

    /// <param name="From">First day; the first of this month a year ago without it.</param>
    /// <param name="To">Last day; today without it.</param>
    /// <param name="Authority">Only for auditors.</param>
    /// <param name="Format">json (default) or csv.</param>
    public sealed record Query(DateOnly? From, DateOnly? To, string? Authority, string? Format);

    /// <param name="Rows">Objects whose members are the columns, every value as text.</param>
    public sealed record Report(
        string Name,
        DateOnly From,
        DateOnly To,
        IReadOnlyList<string> Columns,
        IReadOnlyList<IReadOnlyDictionary<string, string>> Rows
    );

    private static async Task<IResult> HandleAsync(
        string report,
        [AsParameters] Query query,
        HttpContext http,
        NpgsqlDataSource database,
        ReferenceCache references,
        AuthorityClock zone
    )
    {
        var to = query.To ?? zone.Today;
        if (!UsableDay.Is(to))
            return Problems.Of(http, Problems.QueryWrong);
        var from = query.From ?? new DateOnly(to.Year, to.Month, 1).AddYears(-1);
        var areDays = from <= to && to.DayNumber - from.DayNumber <= MostDays;
        if (!areDays || query.Format is not (null or "json" or "csv"))
            return Problems.Of(http, Problems.QueryWrong);
        var isAuditor = http.User.IsInRole(Roles.Auditor);
        var authority = isAuditor ? query.Authority : OfficerOf.Token(http.User)?.TaxAuthority;
        if (!isAuditor && authority is null)
            return Problems.Of(http, Problems.NoTaxAuthority);

        await using var connection = await database.OpenConnectionAsync(http.RequestAborted);
        await using var transaction = await connection.BeginTransactionAsync(
            IsolationLevel.RepeatableRead,
            http.RequestAborted
        );
        var table = await ReadAsync(
            report,
            transaction,
            new(from, to, authority),
            (await references.NewestAsync(connection), zone)
        );
        if (table is null)
            return Problems.Of(http, Problems.NoSuchReport);
        return query.Format == "csv"
            ? TypedResults.File(
                // Spreadsheets take UTF-8 for what it is only with the mark.
                [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(table.ToCsv())],
                "text/csv; charset=utf-8",
                $"{report}.csv"
            )
            : TypedResults.Ok(new Report(report, from, to, table.Columns, table.ToObjects()));
    }

    private static async Task<Table?> ReadAsync(
        string report,
        NpgsqlTransaction transaction,
        ReportPeriod period,
        (Reference Reference, AuthorityClock Zone) by
    ) =>
        report switch
        {
            "durations" => ReportTables.Durations(
                await ReportSql.DurationsAsync(transaction, period),
                by.Reference.Calendar
            ),
            "backlog" => ReportTables.Backlog(
                await ReportSql.BacklogAsync(transaction, period),
                by.Reference.Calendar,
                by.Zone.Today
            ),
            "green-share" => ReportTables.GreenShare(
                await ReportSql.MonthsAsync(transaction, period)
            ),
            "rebate" => ReportTables.Rebate(await ReportSql.MonthsAsync(transaction, period)),
            "officers" => ReportTables.Officers(await ReportSql.OfficersAsync(transaction, period)),
            "repayments" => ReportTables.Repayments(
                await RepaymentReportSql.ReadAsync(transaction, period)
            ),
            "findings" => await FindingsAsync(transaction, period, by.Reference, by.Zone),
            _ => null,
        };

    private static async Task<Table> FindingsAsync(
        NpgsqlTransaction transaction,
        ReportPeriod period,
        Reference reference,
        AuthorityClock zone
    )
    {
        var policies = reference.ChannelPolicies.ToDictionary(
            one => one.Value.Version,
            one => one.Value
        );
        var rows = await ReportSql.FindingsAsync(
            transaction,
            (zone.StartOf(period.From), zone.StartOf(period.To.AddDays(1))),
            period.Authority
        );
        return ReportTables.Findings(
            rows,
            row =>
                policies.TryGetValue(row.PolicyVersion, out var policy)
                    ? (
                        row.Kind == "SAMPLE_BEFORE"
                            ? policy.SampleBeforePercent
                            : policy.SampleAfterPercent
                    )
                    : 0m,
            at => zone.DayOf(at).ToString("yyyyMM", CultureInfo.InvariantCulture)
        );
    }
}
