using System.Globalization;
using System.Net;
using RebateFlow.Approval.Reports;
using RebateFlow.Testing.Hosts;
using RebateFlow.Testing.Servers;

namespace RebateFlow.Integration.Tests.Approval;

/// <summary>
/// Reports are added up from rows that were written with each change; here they are recomputed from
/// the cases themselves after random histories.
/// </summary>
/// <remarks>It has an Approval of its own: all that is in it counts.</remarks>
public sealed class ReportTests(TestServers servers) : IAsyncLifetime
{
    private const int Outcomes = 15;

    private readonly ApprovalAlone approval = new(servers);

    public ValueTask InitializeAsync() => approval.InitializeAsync();

    public ValueTask DisposeAsync() => approval.DisposeAsync();

    [Theory]
    [InlineData(1)]
    public async Task Every_report_is_what_the_cases_themselves_add_up_to(int seed)
    {
        var history = new ReportHistory(approval, seed);
        for (var step = 0; history.Outcomes.Count < Outcomes && step < 1_000; step++)
        {
            await history.StepAsync();
            if (step % 50 == 49)
                await FoldReports.FoldAsync(approval.Database.Direct, CancellationToken.None);
        }

        // Histories in which nothing happened would prove nothing.
        Assert.Equal(
            ["APPROVED", "REJECTED", "RETURNED"],
            history.Outcomes.Select(one => one.Decision).Distinct().Order()
        );
        for (var round = 0; round < 2; round++)
        {
            Assert.Equal(DurationsOf(history), await RowsAsync("durations"));
            Assert.Equal(RebateOf(history), await RowsAsync("rebate"));
            Assert.Equal(GreenShareOf(history), await RowsAsync("green-share"));
            Assert.Equal(await BacklogAsync(), await RowsAsync("backlog", leftOut: 1));
            Assert.Equal(await OfficersAsync(), await RowsAsync("officers"));
            Assert.True(
                await FoldReports.FoldAsync(approval.Database.Direct, CancellationToken.None)
            );
        }
        Assert.Equal(0, await approval.Database.CountAsync("report_action WHERE NOT folded"));
    }

    [Fact]
    public async Task Wrong_days_formats_and_names_are_refused_and_CSV_is_a_file()
    {
        var auditor = approval.As(Bearer.Auditor);
        foreach (
            var wrong in new[]
            {
                "rebate?from=2026-02-01&to=2026-01-01",
                "rebate?from=2020-01-01",
                "rebate?format=pdf",
            }
        )
            Assert.Equal("RBF-3003", (await auditor.GetAsync($"/v1/reports/{wrong}")).ProblemCode);
        var unknown = await auditor.GetAsync("/v1/reports/lottery");
        Assert.Equal((HttpStatusCode.NotFound, "RBF-3050"), (unknown.Status, unknown.ProblemCode));

        var csv = (await auditor.GetAsync("/v1/reports/officers?format=csv")).Expect(
            HttpStatusCode.OK
        );
        Assert.EndsWith("officer,post,action,actions\r\n", csv.Text, StringComparison.Ordinal);
    }

    private static string[] DurationsOf(ReportHistory history) =>
        [
            .. history
                .Outcomes.Where(one => one.Cases > 0 && one.Decision != "RETURNED")
                .GroupBy(one => (one.Channel, one.Class))
                .OrderBy(group => group.Key)
                .Select(group =>
                {
                    int[] days = [.. group.Select(one => one.Days).Order()];
                    var p90 = days[(int)Math.Ceiling(days.Length * 0.9) - 1];
                    var mean = Text((decimal)days.Sum() / days.Length);
                    return $"{group.Key.Channel}|{group.Key.Class}|{days.Length}|{mean}|{p90}";
                }),
        ];

    private static string[] RebateOf(ReportHistory history) =>
        [
            .. history
                .Outcomes.GroupBy(one => (Month(one.Day), one.Channel, one.Decision))
                .OrderBy(group => group.Key)
                .Select(group =>
                    $"{group.Key.Item1}|{group.Key.Channel}|{group.Key.Decision}"
                    + $"|{group.Sum(one => one.Cases)}|{Text(group.Sum(one => one.Claimed))}"
                    + $"|{Text(group.Sum(one => one.Approved))}"
                ),
        ];

    private static string[] GreenShareOf(ReportHistory history) =>
        [
            .. history
                .Outcomes.GroupBy(one => Month(one.Day))
                .OrderBy(group => group.Key)
                .Select(group =>
                    $"{group.Key}|{group.Sum(one => one.Cases)}|0|0.00"
                    + $"|{Text(group.Sum(one => one.Claimed))}|0.00"
                ),
        ];

    private async Task<string[]> BacklogAsync() =>
        await approval.Database.QueryAsync<string[]>(
            """
            SELECT coalesce(array_agg(concat_ws('|', due_on, channel, post, n, rebate)), '{}')
            FROM (
                SELECT due_on, channel, post, count(*) AS n, sum(rebate_due_cny) AS rebate
                FROM approval_case WHERE state IN ('WAITING', 'CLAIMED')
                GROUP BY 1, 2, 3 ORDER BY 1, 2, 3) AS live
            """
        );

    private async Task<string[]> OfficersAsync() =>
        await approval.Database.QueryAsync<string[]>(
            """
            SELECT array_agg(concat_ws('|', actor, post, action, n))
            FROM (
                SELECT actor, post, action, count(*) AS n
                FROM audit_entry WHERE actor <> 'system'
                GROUP BY 1, 2, 3 ORDER BY 1, 2, 3) AS acted
            """
        );

    /// <param name="leftOut">A column that the comparison does without; 0 for none.</param>
    private async Task<string[]> RowsAsync(string report, int leftOut = 0)
    {
        var answer = await approval
            .As(Bearer.Auditor)
            .GetAsync($"/v1/reports/{report}?from=2026-04-01&to=2027-12-31");
        var json = answer.Expect(HttpStatusCode.OK).Json;
        return
        [
            .. json["rows"]!
                .AsArray()
                .Select(row =>
                    string.Join(
                        '|',
                        row!
                            .AsObject()
                            .Where((_, column) => leftOut == 0 || column != leftOut)
                            .Select(cell => cell.Value!.GetValue<string>())
                    )
                ),
        ];
    }

    private static string Month(DateOnly day) =>
        day.ToString("yyyyMM", CultureInfo.InvariantCulture);

    private static string Text(decimal value) =>
        value.ToString("0.00", CultureInfo.InvariantCulture);
}
