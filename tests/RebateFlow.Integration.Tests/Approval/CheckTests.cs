using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using RebateFlow.Approval.Channels;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;
using RebateFlow.Testing.Servers;

namespace RebateFlow.Integration.Tests.Approval;

/// <summary>
/// Pay now, audit later: the sample of the green channel, its queue and what it measures, and the
/// reports that the same decisions leave.
/// </summary>
/// <remarks>It has an Approval of its own: it moves the clock past midnight.</remarks>
public sealed class CheckTests(TestServers servers) : IAsyncLifetime
{
    private static readonly Bearer Checker = Bearer.Officer("officer-evaluation", "evaluation");

    private readonly ApprovalAlone approval = new(servers);

    public ValueTask InitializeAsync() => approval.InitializeAsync();

    public ValueTask DisposeAsync() => approval.DisposeAsync();

    [Fact]
    public async Task A_drawn_green_case_is_paid_first_and_checked_afterwards_by_another()
    {
        var caseId = await ApprovedAsync(91, (2m, 7m));

        var mine = await approval.As(CaseSteps.Reviewer).PostAsync("/v1/checks/claim");
        Assert.Equal(HttpStatusCode.NoContent, mine.Status);
        var claimed = await approval.As(Checker).PostAsync("/v1/checks/claim");

        var check = claimed.Expect(HttpStatusCode.OK).Json;
        Assert.Equal(caseId, check["caseId"]!.GetValue<Guid>());
        Assert.Equal("SAMPLE_AFTER", check["kind"]!.GetValue<string>());
        var finding = await approval
            .As(Checker)
            .PostAsync(
                $"/v1/checks/{check["id"]}/finding",
                new
                {
                    outcome = "IRREGULAR",
                    found = 600m,
                    reason = "运单缺失",
                },
                ("If-Match", claimed.ETag!)
            );
        Assert.Equal("600.00", finding.Expect(HttpStatusCode.OK).Json["found"]!.GetValue<string>());
        Assert.Equal("SAMPLE_AFTER 5 IRREGULAR 600.00", await ToldAsync(caseId));
        var trail = await approval.As(Bearer.Auditor).GetAsync($"/v1/cases/{caseId}/audit");
        Assert.Equal(
            "CHECK_CLOSED",
            trail.Json["entries"]!.AsArray()[^1]!["action"]!.GetValue<string>()
        );
        var findings = await approval.As(Bearer.Auditor).GetAsync("/v1/reports/findings");
        var row = findings.Expect(HttpStatusCode.OK).Json["rows"]![0]!;
        Assert.Equal("SAMPLE_AFTER", row["kind"]!.GetValue<string>());
        Assert.Equal("1", row["irregular"]!.GetValue<string>());
        // One of twenty is drawn: 600 found there stand for 12,000 over all.
        Assert.Equal("12000.00", row["estimated"]!.GetValue<string>());
        var intact = await approval.As(Bearer.Auditor).GetAsync("/v1/audit/verification");
        Assert.True(intact.Json["intact"]!.GetValue<bool>(), intact.Text);
    }

    [Fact]
    public async Task A_case_drawn_before_the_decision_finds_what_the_decision_found()
    {
        var caseId = await ApprovedAsync(92, (0m, 2m));

        Assert.Equal(
            "SAMPLE_BEFORE CLEAN",
            await approval.Database.QueryAsync<string>(
                $"SELECT kind || ' ' || outcome FROM case_check WHERE case_id = '{caseId}'"
            )
        );
        Assert.Equal("SAMPLE_BEFORE 2 CLEAN 0.00", await ToldAsync(caseId));
    }

    /// <summary>What Risk is told of the check of a case.</summary>
    private async Task<string> ToldAsync(Guid caseId)
    {
        var of = (await approval.SeeAsync(caseId))["preDeclarationId"]!.GetValue<Guid>();
        var told = (await approval.HearAsync(of, "checkVersion"))[^1];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{told["kind"]} {told["chancePercent"]!.GetValue<decimal>():0.##} {told["outcome"]} "
                + $"{told["foundCny"]!.GetValue<decimal>():0.00}"
        );
    }

    [Fact]
    public async Task The_seed_is_a_secret_today_and_repeats_every_draw_tomorrow()
    {
        var (caseId, message) = await approval.OpenUndrawnAsync(
            await EnrolledAsync(93),
            6_000_000m
        );
        var auditor = approval.As(Bearer.Auditor);
        var today = (await auditor.GetAsync("/v1/green-channel/samples/2026-04-20"))
            .Expect(HttpStatusCode.OK)
            .Json;
        Assert.Null(today["seed"]);
        Assert.Empty(today["draws"]!.AsArray());

        approval.Clock.Advance(TimeSpan.FromDays(1));

        var over = (await auditor.GetAsync("/v1/green-channel/samples/2026-04-20"))
            .Expect(HttpStatusCode.OK)
            .Json;
        var seed = Convert.FromHexString(over["seed"]!.GetValue<string>());
        Assert.Equal(
            today["commitment"]!.GetValue<string>(),
            Convert.ToHexStringLower(SHA256.HashData(seed))
        );
        var draw = over["draws"]!
            .AsArray()
            .Single(one => one!["caseId"]!.GetValue<Guid>() == caseId)!;
        var repeated = RandomSample.DrawPercent(seed, message.Filing.PreDeclarationId);
        Assert.Equal(
            repeated.ToString("0.000000", System.Globalization.CultureInfo.InvariantCulture),
            draw["percent"]!.GetValue<string>()
        );
    }

    [Fact]
    public async Task Decisions_and_actions_stand_in_the_reports()
    {
        await ApprovedAsync(94, (7m, 100m));
        var auditor = approval.As(Bearer.Auditor);

        var durations = await auditor.GetAsync("/v1/reports/durations");
        var rebate = await auditor.GetAsync("/v1/reports/rebate");
        var share = await auditor.GetAsync("/v1/reports/green-share?format=csv");
        var officers = await approval.As(CaseSteps.Reviewer).GetAsync("/v1/reports/officers");
        var none = await auditor.GetAsync("/v1/reports/lottery");

        var row = durations.Expect(HttpStatusCode.OK).Json["rows"]![0]!;
        Assert.Equal("GREEN", row["channel"]!.GetValue<string>());
        Assert.Equal("0.00", row["averageDays"]!.GetValue<string>());
        Assert.Equal("6000000.00", rebate.Json["rows"]![0]!["approved"]!.GetValue<string>());
        Assert.Contains("202604,1,1,100.00,6000000.00", share.Text, StringComparison.Ordinal);
        Assert.Contains(
            officers.Json["rows"]!.AsArray(),
            one => one!["action"]!.GetValue<string>() == "CLAIMED"
        );
        Assert.Equal("RBF-3050", none.ProblemCode);
    }

    /// <summary>
    /// A case that two officers approve, with a draw as the test needs it: below 2 it is looked at
    /// before the decision, below 7 after it.
    /// </summary>
    private async Task<Guid> ApprovedAsync(int number, (decimal From, decimal Below) draw)
    {
        var uscc = await EnrolledAsync(number);
        var caseId = await approval.OpenDrawnAsync(uscc, 6_000_000m, draw);
        await approval.ApproveAsync(caseId);
        return caseId;
    }

    private async Task<string> EnrolledAsync(int number)
    {
        var uscc = new SampleExporter(number).Uscc;
        await approval.EnrolAsync(uscc);
        return uscc;
    }
}
