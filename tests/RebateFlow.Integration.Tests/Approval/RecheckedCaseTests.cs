using System.Net;
using System.Text.Json.Nodes;
using RebateFlow.Contracts.Intake;
using RebateFlow.Contracts.Risk;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;
using RebateFlow.Testing.Servers;

namespace RebateFlow.Integration.Tests.Approval;

/// <summary>
/// Facts change under a case, in whatever order Intake's messages come; and what turns out not to
/// have been due is claimed back and kept back of the next approval.
/// </summary>
public sealed class RecheckedCaseTests(TestServers servers) : IAsyncLifetime
{
    private static readonly Bearer Officer = CaseSteps.Reviewer;
    private static readonly Bearer Checker = Bearer.Officer("officer-evaluation", "evaluation");

    private readonly ApprovalAlone approval = new(servers);

    public ValueTask InitializeAsync() => approval.InitializeAsync();

    public ValueTask DisposeAsync() => approval.DisposeAsync();

    [Fact]
    public async Task A_stale_case_is_neither_claimed_nor_decided_until_it_is_compared_again()
    {
        var message = Assessments.Clean();
        var caseId = await approval.OpenAsync(message);
        await ActAsync(caseId, "claim");

        await ChangedAsync(message, changeNo: 7);
        await SeenAsync(caseId, seen => seen["isStale"]!.GetValue<bool>());

        var decided = await approval.ActAsync(
            Officer,
            caseId,
            "decision",
            new { decision = "APPROVE" }
        );
        Assert.Equal("RBF-3083", Code(decided.Expect(HttpStatusCode.Conflict)));
        await ActAsync(caseId, "release");
        var claimed = await approval.ActAsync(Officer, caseId, "claim", null);
        Assert.Equal("RBF-3083", Code(claimed.Expect(HttpStatusCode.Conflict)));
        var next = await approval.As(Officer).PostAsync("/v1/cases/claim", new { post = "REVIEW" });
        Assert.NotEqual(caseId.ToString(), next.Status == HttpStatusCode.OK ? IdIn(next) : "");

        await ComparedAsync(message, changeNo: 7, checkNo: 1, filing: null);
        await SeenAsync(caseId, seen => !seen["isStale"]!.GetValue<bool>());
        await ActAsync(caseId, "claim");
    }

    [Fact]
    public async Task Messages_about_facts_may_overtake_the_case_and_each_other()
    {
        var message = Assessments.Clean();
        // The comparison comes before the change that it is about, and both before the case.
        await ComparedAsync(
            message,
            changeNo: 3,
            checkNo: 2,
            message.Filing with
            {
                RebateDueCny = 1_000m,
            }
        );
        await ChangedAsync(message, changeNo: 3);
        await ChangedAsync(message, changeNo: 5);
        await Eventually.EqualAsync(
            "5 3",
            () =>
                approval.Database.QueryAsync<string>(
                    "SELECT concat_ws(' ', stale_no, checked_no) FROM early_facts "
                        + $"WHERE pre_declaration_id = '{message.Filing.PreDeclarationId}'"
                )
        );

        var caseId = await approval.OpenAsync(message);

        var seen = await SeenAsync(caseId, one => one["isStale"]!.GetValue<bool>());
        Assert.Equal("1000.00", seen["rebateDue"]!.GetValue<string>());
        await ComparedAsync(message, changeNo: 5, checkNo: 2, filing: null);
        await SeenAsync(caseId, one => !one["isStale"]!.GetValue<bool>());
    }

    [Fact]
    public async Task What_was_not_due_is_claimed_back_and_kept_back_of_the_next_approval()
    {
        var message = Assessments.Clean();
        var caseId = await ApprovedAsync(message);
        var granted = message.Filing.RebateDueCny;

        await ChangedAsync(message, changeNo: 1);
        await ComparedAsync(message, 1, 2, message.Filing, entitledCny: granted - 2_600m);
        await SeenAsync(caseId, seen => seen["checkNo"]!.GetValue<int>() == 2);
        var claimed = await approval.As(Checker).PostAsync("/v1/checks/claim");
        var check = claimed.Expect(HttpStatusCode.OK).Json;
        Assert.Equal(caseId, check["caseId"]!.GetValue<Guid>());
        Assert.Equal("2600.00", check["proposed"]!.GetValue<string>());
        (
            await approval
                .As(Checker)
                .PostAsync(
                    $"/v1/checks/{check["id"]}/finding",
                    new
                    {
                        outcome = "IRREGULAR",
                        found = 2_600m,
                        reason = "发票已红冲",
                    },
                    ("If-Match", claimed.ETag!)
                )
        ).Expect(HttpStatusCode.OK);

        Assert.Equal("2600.00", await OwedAsync(message));
        var next = Assessments.Clean();
        var nextId = await ApprovedAsync(next);

        Assert.Equal("0.00", await OwedAsync(message));
        var decision = (await approval.As(Officer).GetAsync($"/v1/cases/{nextId}"))
            .Expect(HttpStatusCode.OK)
            .Json["decision"]!;
        Assert.Equal("2600.00", decision["setOff"]!.GetValue<string>());
        var verified = await approval.As(Bearer.Auditor).GetAsync("/v1/audit/verification");
        Assert.True(verified.Json["intact"]!.GetValue<bool>(), verified.Text);
    }

    private async Task<string> OwedAsync(RiskAssessed message) =>
        (await approval.As(Officer).GetAsync($"/v1/repayments/{message.Filing.Declarant.Uscc}"))
            .Expect(HttpStatusCode.OK)
            .Json["balance"]!.GetValue<string>();

    private async Task<Guid> ApprovedAsync(RiskAssessed message)
    {
        var caseId = await approval.OpenAsync(message);
        await ActAsync(caseId, "claim");
        await ActAsync(caseId, "decision", new { decision = "APPROVE" });
        return caseId;
    }

    private async Task ActAsync(Guid caseId, string action, object? body = null) =>
        (await approval.ActAsync(Officer, caseId, action, body)).Expect(HttpStatusCode.OK);

    private Task ChangedAsync(RiskAssessed message, long changeNo) =>
        approval.PublishAsync(
            "rebateflow.intake.pre-declaration-facts-changed.v1",
            new PreDeclarationFactsChanged
            {
                PreDeclarationId = message.Filing.PreDeclarationId,
                AttemptNo = message.Filing.AttemptNo,
                ChangeNo = changeNo,
                ChangedAt = TestClock.Start,
            },
            Guid.CreateVersion7()
        );

    private Task ComparedAsync(
        RiskAssessed message,
        long changeNo,
        int checkNo,
        Filing? filing,
        decimal entitledCny = 0m
    ) =>
        approval.PublishAsync(
            "rebateflow.intake.pre-declaration-rechecked.v1",
            new PreDeclarationRechecked
            {
                PreDeclarationId = message.Filing.PreDeclarationId,
                AttemptNo = message.Filing.AttemptNo,
                CheckNo = checkNo,
                ChangeNo = changeNo,
                Filing = filing,
                Changes = [],
                EntitledCny = entitledCny,
                CheckedAt = TestClock.Start,
            },
            Guid.CreateVersion7()
        );

    private Task<JsonNode> SeenAsync(Guid caseId, Func<JsonNode, bool> isSo) =>
        Eventually.GetAsync(async () =>
            (await approval.As(Officer).GetAsync($"/v1/cases/{caseId}")).Json is var seen
            && isSo(seen)
                ? seen
                : null
        );

    private static string Code(ApiAnswer answer) => answer.Json["code"]!.GetValue<string>();

    private static string IdIn(ApiAnswer answer) => answer.Json["id"]!.ToString();
}
