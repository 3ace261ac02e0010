using System.Net;
using Npgsql;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Integration.Tests.Approval;

/// <summary>Two posts mean two people, whatever roles one person may hold.</summary>
[Collection(nameof(ApprovalCollection))]
public sealed class SegregationTests(ApprovalAlone approval)
{
    private static readonly Bearer Everything = new(
        "holds-every-post",
        ["officer.review", "officer.rereview", "officer.approval"],
        null,
        Bearer.Tianjin
    );

    [Fact]
    public async Task The_one_who_proposed_cannot_agree_on_the_next_post()
    {
        var caseId = await ProposedAsync(Everything);

        var again = await approval.ActAsync(Everything, caseId, "claim");

        Assert.Equal(HttpStatusCode.Forbidden, again.Status);
        Assert.Equal("RBF-3016", again.ProblemCode);
    }

    [Fact]
    public async Task The_database_itself_gives_a_person_one_post_of_a_case()
    {
        var caseId = await ProposedAsync(CaseSteps.Reviewer);

        var refused = await Assert.ThrowsAsync<PostgresException>(() =>
            approval.Database.QueryAsync<string>(
                $"""
                INSERT INTO case_actor (case_id, officer, post)
                VALUES ('{caseId}', '{CaseSteps.Reviewer.Subject}', 'RE_REVIEW') RETURNING post
                """
            )
        );

        Assert.Equal(PostgresErrorCodes.UniqueViolation, refused.SqlState);
    }

    [Fact]
    public async Task Two_people_decide_a_large_case_and_Intake_hears_it_once()
    {
        var message = Assessments.Clean().Claiming(1_000_000m);
        var caseId = await approval.OpenAsync(message);

        await DecideAsync(CaseSteps.Reviewer, caseId);
        var final = await DecideAsync(CaseSteps.Rereviewer, caseId);

        Assert.Equal("APPROVED", final.Json["state"]!.GetValue<string>());
        var heard = (await approval.HearAsync(message.Filing.PreDeclarationId, "decision"))[^1];
        Assert.Equal("APPROVED", heard["decision"]!.GetValue<string>());
        Assert.Equal(1_000_000m, heard["approvedRebateCny"]!.GetValue<decimal>());
    }

    [Fact]
    public async Task A_doubt_for_the_re_reviewer_is_passed_on_that_post()
    {
        var caseId = await approval.OpenAsync(Assessments.Clean().WithDoubts());
        await ClaimAsync(CaseSteps.Reviewer, caseId);
        var early = await approval.ActAsync(CaseSteps.Reviewer, caseId, "decision", Approve);
        Assert.Equal("RBF-3020", early.ProblemCode);
        var mine = await PassAsync(CaseSteps.Reviewer, caseId, 1);
        mine.Expect(HttpStatusCode.OK);
        Assert.Equal("RBF-3019", (await PassAsync(CaseSteps.Reviewer, caseId, 2)).ProblemCode);

        (await approval.ActAsync(CaseSteps.Reviewer, caseId, "decision", Approve)).Expect(
            HttpStatusCode.OK
        );
        await ClaimAsync(CaseSteps.Rereviewer, caseId);
        (await PassAsync(CaseSteps.Rereviewer, caseId, 2)).Expect(HttpStatusCode.OK);
        var final = await approval.ActAsync(CaseSteps.Rereviewer, caseId, "decision", Approve);

        Assert.Equal("APPROVED", final.Expect(HttpStatusCode.OK).Json["state"]!.GetValue<string>());
    }

    private static readonly object Approve = new { decision = "APPROVE" };

    private Task<ApiAnswer> PassAsync(Bearer officer, Guid caseId, int doubtNo) =>
        approval.ActAsync(officer, caseId, $"doubts/{doubtNo}/pass", new { reason = "已核对运费" });

    private async Task<Guid> ProposedAsync(Bearer officer)
    {
        var caseId = await approval.OpenAsync(Assessments.Clean().Claiming(1_000_000m));
        await DecideAsync(officer, caseId);
        return caseId;
    }

    private async Task<ApiAnswer> DecideAsync(Bearer officer, Guid caseId)
    {
        await ClaimAsync(officer, caseId);
        return (await approval.ActAsync(officer, caseId, "decision", Approve)).Expect(
            HttpStatusCode.OK
        );
    }

    private async Task ClaimAsync(Bearer officer, Guid caseId) =>
        (await approval.ActAsync(officer, caseId, "claim")).Expect(HttpStatusCode.OK);
}
