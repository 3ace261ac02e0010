using System.Net;
using System.Text.Json.Nodes;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Integration.Tests.Flows;

/// <summary>
/// A filing goes from its exporter through Intake, Risk and Approval to an officer and back. What
/// is compared and computed on the way has tests of its own; here it matters that every stop is
/// reached, once, in whatever order the exporter and the officers act.
/// </summary>
public sealed class LifeOfAFilingTests(SharedInstallation shared)
{
    [Fact]
    public async Task A_clean_filing_is_scored_reviewed_and_approved()
    {
        var (installation, filing) = await shared.WithFilingAsync(pairs: 3);
        var id = await installation.SubmitAsync(filing);

        await installation.StateBecomesAsync(filing, id, "UNDER_REVIEW");
        var seen = await installation.SeenByExporterAsync(filing, id);
        Assert.Equal("CLEAN", seen["feedback"]!["outcome"]!.GetValue<string>());
        Assert.Equal(Two(filing.RebateCny), seen["rebate"]!["rebateDue"]!.GetValue<string>());
        Assert.NotNull(seen["dueOn"]);

        var opened = await installation.CaseOfAsync(id);
        Assert.Equal(Two(filing.RebateCny), opened["rebateDue"]!.GetValue<string>());
        await installation.ApproveAsync(IdOf(opened));

        await installation.StateBecomesAsync(filing, id, "APPROVED");
        var decided = await installation.SeenByExporterAsync(filing, id);
        Assert.Equal(
            Two(filing.RebateCny),
            decided["decision"]!["approvedRebate"]!.GetValue<string>()
        );
    }

    [Fact]
    public async Task Money_that_is_released_later_keeps_both_reasons_and_is_counted_once()
    {
        var (installation, filing) = await shared.WithFilingAsync(pairs: 2);
        var id = await installation.SubmitAsync(filing);
        var caseId = IdOf(await installation.CaseOfAsync(id));
        object hold = new
        {
            ground = "LOW_RATE_GOODS",
            scope = "AMOUNT",
            amount = "1.00",
            reference = "another business",
            reason = "equal amount",
        };
        object approval = new { decision = "APPROVE", reason = "all but one yuan" };
        object release = new { holdNo = 1, reason = "the other business is cleared up" };
        var officer = CaseSteps.Reviewer;
        (await installation.ClaimAndActAsync(officer, caseId, "hold", hold)).Expect(
            HttpStatusCode.OK
        );
        (await installation.ActAsync(officer, caseId, "decision", approval)).Expect(
            HttpStatusCode.OK
        );
        await installation.StateBecomesAsync(filing, id, "APPROVED");

        (await installation.ActAsync(officer, caseId, "hold-release", release)).Expect(
            HttpStatusCode.OK
        );

        var decision = await Eventually.GetAsync(async () =>
            (await installation.SeenByExporterAsync(filing, id))["decision"] is { } told
            && Text(told, "reason") != "all but one yuan"
                ? told
                : null
        );
        Assert.Equal(Two(filing.RebateCny), Text(decision, "approvedRebate"));
        Assert.Equal("the other business is cleared up", Text(decision, "reason"));
        var former = Assert.Single(decision["former"]!.AsArray())!;
        Assert.Equal("all but one yuan", Text(former, "reason"));
        Assert.Equal(Two(filing.RebateCny - 1m), Text(former, "approvedRebate"));
        await Eventually.EqualAsync(
            $"1 {Two(filing.RebateCny)}",
            () =>
                installation.Risk.Database.QueryAsync<string>(
                    "SELECT count(*) || ' ' || max(approved_rebate_cny) FROM attempt_end "
                        + $"WHERE pre_declaration_id = '{id}'"
                )
        );
    }

    [Fact]
    public async Task A_filing_whose_vouchers_come_later_goes_on_by_itself()
    {
        var installation = await shared.GetAsync();
        var filing = shared.NewFiling();
        await installation.FeedReferenceAsync(filing.Exporter);
        var id = await installation.SubmitAsync(filing);
        await installation.StateBecomesAsync(filing, id, "AWAITING_DATA");

        await installation.FeedVouchersAsync(filing);

        await installation.StateBecomesAsync(filing, id, "UNDER_REVIEW");
    }

    [Fact]
    public async Task A_returned_filing_comes_back_as_a_second_attempt_of_the_same_case()
    {
        var (installation, filing) = await shared.WithFilingAsync();
        var id = await installation.SubmitAsync(filing);
        var first = await installation.CaseOfAsync(id);
        (
            await installation.ClaimAndActAsync(
                CaseSteps.Reviewer,
                IdOf(first),
                "return",
                new { reason = "请核对第1行的数量" }
            )
        ).Expect(HttpStatusCode.OK);
        await installation.StateBecomesAsync(filing, id, "RETURNED");

        await installation.SubmitAgainAsync(filing, id);

        var second = await installation.CaseOfAsync(id, attemptNo: 2);
        Assert.Equal(IdOf(first), IdOf(second));
        await installation.ApproveAsync(IdOf(second));
        await installation.StateBecomesAsync(filing, id, "APPROVED");
    }

    [Fact]
    public async Task A_late_message_about_an_older_attempt_changes_nothing()
    {
        var (installation, filing) = await shared.WithFilingAsync();
        var id = await installation.SubmitAsync(filing);
        var opened = await installation.CaseOfAsync(id);
        await installation.ClaimAndActAsync(
            CaseSteps.Reviewer,
            IdOf(opened),
            "return",
            new { reason = "请更正" }
        );
        await installation.StateBecomesAsync(filing, id, "RETURNED");
        await installation.SubmitAgainAsync(filing, id);
        await installation.CaseOfAsync(id, attemptNo: 2);
        await installation.StateBecomesAsync(filing, id, "UNDER_REVIEW");

        // The first attempt's messages come once more, as new messages that no inbox knows.
        var submitted = await installation.PublishAsync(
            "rebateflow.intake.pre-declaration-submitted.v1",
            new
            {
                preDeclarationId = id,
                attemptNo = 1,
                submittedAt = TestClock.Start,
            }
        );
        var decided = await installation.PublishAsync(
            "rebateflow.approval.case-decided.v1",
            new
            {
                caseId = IdOf(opened),
                preDeclarationId = id,
                attemptNo = 1,
                decision = "APPROVED",
                reason = "",
                approvedRebateCny = 1.00m,
                channel = "STANDARD",
                decidedAt = TestClock.Start,
            }
        );
        await installation.Intake.IsDoneWithAsync(submitted);
        await installation.Intake.IsDoneWithAsync(decided);

        var seen = await installation.SeenByExporterAsync(filing, id);
        Assert.Equal("UNDER_REVIEW", seen["state"]!.GetValue<string>());
        Assert.Equal(2, seen["attemptNo"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_filing_withdrawn_in_error_frees_its_vouchers_for_another()
    {
        var (installation, filing) = await shared.WithFilingAsync();
        var id = await installation.SubmitAsync(filing);

        await installation.WithdrawAsync(filing, id, "ERROR");

        await installation.StateBecomesAsync(filing, id, "WITHDRAWN");
        var again = filing with { Serial = filing.Serial + 500 };
        var second = await installation.SubmitAsync(again);
        await installation.StateBecomesAsync(again, second, "UNDER_REVIEW");
    }

    [Fact]
    public async Task A_filing_withdrawn_under_review_leaves_the_officers_queue()
    {
        var (installation, filing) = await shared.WithFilingAsync();
        var id = await installation.SubmitAsync(filing);
        var opened = await installation.CaseOfAsync(id);

        await installation.WithdrawAsync(filing, id, "WAIVER");

        await Eventually.EqualAsync(
            "WITHDRAWN",
            async () =>
                (
                    await installation
                        .As(CaseSteps.Reviewer, installation.Approval)
                        .GetAsync($"/v1/cases/{IdOf(opened)}")
                ).Json["state"]!.GetValue<string>()
        );
        var refused = await installation.ClaimAsync(CaseSteps.Reviewer, IdOf(opened));
        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
    }

    [Fact]
    public async Task A_stale_click_of_an_officer_is_refused()
    {
        var (installation, filing) = await shared.WithFilingAsync();
        var id = await installation.SubmitAsync(filing);
        var opened = await installation.CaseOfAsync(id);
        var api = installation.As(CaseSteps.Reviewer, installation.Approval);
        var seen = await api.GetAsync($"/v1/cases/{IdOf(opened)}");
        await installation.ClaimAsync(CaseSteps.Reviewer, IdOf(opened));

        var stale = await api.PostAsync(
            $"/v1/cases/{IdOf(opened)}/decision",
            new { decision = "APPROVE" },
            ("If-Match", seen.ETag!)
        );

        Assert.Equal(HttpStatusCode.PreconditionFailed, stale.Status);
        Assert.Equal("RBF-0412", stale.ProblemCode);
    }

    private static Guid IdOf(JsonNode opened) => opened["id"]!.GetValue<Guid>();

    private static string Two(decimal value) =>
        value.ToString("F2", System.Globalization.CultureInfo.InvariantCulture);

    private static string Text(JsonNode node, string property) =>
        node[property]!.GetValue<string>();
}
