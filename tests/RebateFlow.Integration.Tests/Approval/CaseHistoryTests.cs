using System.Net;
using System.Text.Json.Nodes;
using RebateFlow.Contracts.Intake;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;
using RebateFlow.Testing.Servers;

namespace RebateFlow.Integration.Tests.Approval;

/// <summary>
/// The stored trails alone tell everything that the database holds of the cases, after a day on
/// which nearly everything happened.
/// </summary>
public sealed class CaseHistoryTests(TestServers servers) : IAsyncLifetime
{
    private static readonly Bearer First = CaseSteps.Reviewer;
    private static readonly Bearer Second = CaseSteps.Rereviewer;
    private static readonly Bearer Checker = Bearer.Officer("officer-evaluation", "evaluation");

    private readonly ApprovalAlone approval = new(servers);

    public ValueTask InitializeAsync() => approval.InitializeAsync();

    public ValueTask DisposeAsync() => approval.DisposeAsync();

    [Fact]
    public async Task Every_case_is_what_its_stored_trail_makes_of_it()
    {
        await DoubtsAsync();
        await HoldsAndLettersAsync();
        await AttemptsAsync();
        await ChannelsAsync();
        await TaskSteps.WalkAsync(approval);

        var actions = await CaseReplay.CheckAsync(approval.Database);

        string[] expected =
        [
            "CASE_OPENED",
            "CASE_REOPENED",
            "CASE_WITHDRAWN",
            "CHANNEL_MOVED",
            "CHECK_CLAIMED",
            "CHECK_CLOSED",
            "CHECK_OPENED",
            "CLAIMED",
            "DECIDED",
            "DOUBT_PASSED",
            "DOUBT_RAISED",
            "FLAGGED_FOR_RE_REVIEW",
            "HELD_BACK",
            "HOLD_RELEASED",
            "LETTER_ANSWERED",
            "LETTER_EXTENDED",
            "LETTER_SENT",
            "PROPOSED",
            "REFERRED",
            "RELEASED",
            "RETURNED",
            "SELF_INSPECTION_RECEIVED",
            "SENT_BACK",
            "TASK_DONE",
            "TASK_OPENED",
            "TASK_WAIVED",
            "TASK_WITHDRAWN",
        ];
        Assert.Empty(expected.Except(actions));
        var verified = await approval.As(Bearer.Auditor).GetAsync("/v1/audit/verification");
        Assert.True(verified.Json["intact"]!.GetValue<bool>(), verified.Text);
    }

    [Fact]
    public async Task The_trail_reads_in_the_language_of_its_reader()
    {
        var caseId = await approval.OpenAsync(Assessments.Clean());
        await DoAsync(First, caseId, "claim");

        var auditor = approval.As(Bearer.Auditor);
        var path = $"/v1/cases/{caseId}/audit";
        var english = await ReadAsync("en");
        var chinese = await ReadAsync("zh-CN");

        Assert.Equal("claimed", english[1]!["text"]!.GetValue<string>());
        Assert.Equal("领取", chinese[1]!["text"]!.GetValue<string>());
        Assert.Equal(1, english[1]!["detail"]!["attemptNo"]!.GetValue<int>());

        async Task<JsonNode> ReadAsync(string language) =>
            (await auditor.SendAsync(HttpMethod.Get, path, null, ("Accept-Language", language)))
                .Expect(HttpStatusCode.OK)
                .Json["entries"]!;
    }

    /// <summary>
    /// A letter of an earlier attempt that is answered with a problem takes its amount from the
    /// attempt under review.
    /// </summary>
    [Fact]
    public async Task A_problem_that_an_earlier_letter_finds_is_refused_in_the_live_attempt()
    {
        var message = Assessments.Clean().BoughtFrom(("91120000A", 6000m), ("91310000B", 3000m));
        var caseId = await approval.OpenAsync(message);
        await DoAsync(First, caseId, "claim");
        await DoAsync(First, caseId, "letters", LetterTo("91310000B"));
        await DoAsync(First, caseId, "return", new { reason = "mend it" });
        await approval.OpenAsync(message with { Filing = message.Filing with { AttemptNo = 2 } });
        await DoAsync(First, caseId, "claim");

        await DoAsync(First, caseId, "letters/1/reply", new { reply = "PROBLEM", reason = "none" });

        var seen = (await approval.As(First).GetAsync($"/v1/cases/{caseId}")).Json;
        Assert.Equal("6000.00", seen["decidable"]!.GetValue<string>());
    }

    private async Task DoubtsAsync()
    {
        var caseId = await approval.OpenAsync(Assessments.Clean().WithDoubts());
        await DoAsync(First, caseId, "claim");
        await DoAsync(First, caseId, "doubts/1/pass", new { reason = "seen" });
        await DoAsync(First, caseId, "decision", new { decision = "APPROVE" });
        await DoAsync(Second, caseId, "claim");
        await DoAsync(Second, caseId, "decision", new { decision = "REJECT", reason = "price" });
        await DoAsync(First, caseId, "claim");
        await DoAsync(First, caseId, "release");
    }

    private async Task HoldsAndLettersAsync()
    {
        var message = Assessments.Clean().BoughtFrom(("91120000A", 6000m), ("91310000B", 3000m));
        var caseId = await approval.OpenAsync(message);
        await DoAsync(First, caseId, "claim");
        await DoAsync(
            First,
            caseId,
            "hold",
            new
            {
                ground = "LOW_RATE_GOODS",
                scope = "AMOUNT",
                amount = "500.00",
                reference = "another business",
                reason = "rate",
            }
        );
        await DoAsync(First, caseId, "letters", LetterTo("91310000B"));
        var later = new { dueOn = "2026-06-30", reason = "they asked" };
        await DoAsync(First, caseId, "letters/1/extension", later);
        await DoAsync(First, caseId, "decision", new { decision = "APPROVE" });
        await DoAsync(First, caseId, "letters/1/reply", new { reply = "PROBLEM", reason = "none" });
        await DoAsync(First, caseId, "hold-release", new { holdNo = 1, reason = "cleared" });

        var other = await approval.OpenAsync(Assessments.Clean());
        await DoAsync(First, other, "claim");
        await DoAsync(First, other, "referral", new { reference = "file 1", reason = "fraud" });
        approval.Clock.Advance(TimeSpan.FromDays(3));
        await DoAsync(Second, other, "hold-release", new { holdNo = 1, reason = "closed" });
    }

    private async Task AttemptsAsync()
    {
        var message = Assessments.Clean();
        var caseId = await approval.OpenAsync(message);
        await DoAsync(First, caseId, "claim");
        await DoAsync(First, caseId, "return", new { reason = "mend it" });
        await approval.OpenAsync(message with { Filing = message.Filing with { AttemptNo = 2 } });
        await approval.PublishAsync(
            new PreDeclarationWithdrawn
            {
                PreDeclarationId = message.Filing.PreDeclarationId,
                AttemptNo = 2,
                Kind = "ERROR",
                Reason = "typed wrong",
                WithdrawnAt = approval.Clock.GetUtcNow(),
            }
        );
        await Eventually.EqualAsync(
            "WITHDRAWN",
            () =>
                approval.Database.QueryAsync<string>(
                    $"SELECT state FROM approval_case WHERE case_id = '{caseId}'"
                )
        );
    }

    private async Task ChannelsAsync()
    {
        var uscc = new SampleExporter(65).Uscc;
        await approval.EnrolAsync(uscc);
        var (live, moving) = await approval.OpenUndrawnAsync(uscc, 6_000_000m);
        await approval.PublishAsync(moving.WithGraveHit());
        var (caseId, message) = await approval.OpenUndrawnAsync(uscc, 6_000_000m);
        await approval.ApproveAsync(caseId);
        await approval.PublishAsync(message.WithGraveHit());
        await Eventually.EqualAsync(
            1L,
            () =>
                approval.Database.CountAsync(
                    $"case_check WHERE case_id = '{caseId}' AND kind = 'RE_REVIEW'"
                )
        );
        await Eventually.EqualAsync("ENHANCED", () => approval.ChannelOfAsync(live));
        var claimed = await approval.As(Checker).PostAsync("/v1/checks/claim");
        var check = claimed.Expect(HttpStatusCode.OK).Json["id"];
        var finding = new { outcome = "CLEAN", reason = "all there" };
        (
            await approval
                .As(Checker)
                .PostAsync($"/v1/checks/{check}/finding", finding, ("If-Match", claimed.ETag!))
        ).Expect(HttpStatusCode.OK);
    }

    private static object LetterTo(string supplier) =>
        new
        {
            supplierTaxId = supplier,
            authority = "13100000000",
            reason = "real supply?",
        };

    private async Task DoAsync(Bearer officer, Guid caseId, string action, object? body = null) =>
        (await approval.ActAsync(officer, caseId, action, body)).Expect(HttpStatusCode.OK);
}
