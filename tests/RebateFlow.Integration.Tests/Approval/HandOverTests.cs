using System.Net;
using Npgsql;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Integration.Tests.Approval;

/// <summary>
/// Cases that change hands: by their holder, by the head of the post, by an absence.
/// </summary>
[Collection(nameof(ApprovalCollection))]
public sealed class HandOverTests(ApprovalAlone approval)
{
    private const string Authority = "14700000000";

    private static readonly Bearer Holder = Of("holder", "review");
    private static readonly Bearer Colleague = Of("colleague-of-holder", "review");
    private static readonly Bearer Head = Of("head", "rereview");

    [Fact]
    public async Task A_case_goes_to_a_named_colleague_with_its_lease_and_an_entry()
    {
        var caseId = await ClaimedAsync(Holder);
        await SignInAsync(Colleague);

        var given = await approval.ActAsync(
            Holder,
            caseId,
            "hand-over",
            new { to = Colleague.Subject, reason = "she knows the supplier" }
        );

        var view = given.Expect(HttpStatusCode.OK).Json;
        Assert.Equal(Colleague.Subject, view["claimedBy"]!.GetValue<string>());
        var late = await approval.ActAsync(Holder, caseId, "release");
        Assert.Equal("RBF-3013", late.ProblemCode);
        var entry = await LastEntryAsync(caseId);
        Assert.Contains("HANDED_OVER", entry, StringComparison.Ordinal);
        Assert.Contains("she knows the supplier", entry, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_gets_a_case_who_is_unknown_or_holds_another_post()
    {
        var caseId = await ClaimedAsync(Holder);
        await SignInAsync(Head);

        var unknown = await HandAsync(Holder, caseId, "nobody-has-seen-me");
        var otherPost = await HandAsync(Holder, caseId, Head.Subject);
        var unsaid = await approval.ActAsync(Holder, caseId, "hand-over", new { });

        Assert.Equal("RBF-3063", unknown.ProblemCode);
        Assert.Equal("RBF-3065", otherPost.ProblemCode);
        Assert.Equal("RBF-3004", unsaid.ProblemCode);
    }

    [Fact]
    public async Task The_head_gives_a_waiting_case_and_one_who_acted_elsewhere_gets_none()
    {
        var both = Of("both-posts", "review", "rereview");
        var caseId = await approval.OpenAsync(
            Assessments.Clean().Claiming(1_000_000m).At(Authority)
        );
        await SignInAsync(both);
        (await HandAsync(Head, caseId, both.Subject)).Expect(HttpStatusCode.OK);
        (await approval.ActAsync(both, caseId, "decision", new { decision = "APPROVE" })).Expect(
            HttpStatusCode.OK
        );
        (await approval.ActAsync(Head, caseId, "claim")).Expect(HttpStatusCode.OK);

        var barred = await HandAsync(Head, caseId, both.Subject);

        Assert.Equal("RBF-3066", barred.ProblemCode);
    }

    [Fact]
    public async Task The_database_refuses_a_second_post_in_the_hands_of_one_person()
    {
        var caseId = await approval.OpenAsync(
            Assessments.Clean().Claiming(1_000_000m).At(Authority)
        );
        (await approval.ActAsync(Holder, caseId, "claim")).Expect(HttpStatusCode.OK);
        (await approval.ActAsync(Holder, caseId, "decision", new { decision = "APPROVE" })).Expect(
            HttpStatusCode.OK
        );

        var claim = await Assert.ThrowsAsync<PostgresException>(() =>
            approval.Database.ExecuteAsync(
                $"""
                UPDATE approval_case SET state = 'CLAIMED', claimed_by = '{Holder.Subject}',
                    lease_until = now() WHERE case_id = '{caseId}'
                """
            )
        );
        var decision = await Assert.ThrowsAsync<PostgresException>(() =>
            approval.Database.ExecuteAsync(
                $"""
                UPDATE approval_case SET decided_by = proposal_by WHERE case_id = '{caseId}'
                """
            )
        );

        Assert.Equal("approval_case_one_post", claim.ConstraintName);
        Assert.Equal("approval_case_two_people", decision.ConstraintName);
    }

    [Fact]
    public async Task A_grave_hit_takes_the_case_over_the_evaluation_post()
    {
        var message = GreenSteps.WithHit(Assessments.Clean().At(Authority), level: 1);
        var caseId = await approval.OpenAsync(message);
        var evaluator = Of("evaluator", "evaluation");
        await DecideAsync(Holder, caseId);

        var early = await approval.ActAsync(Head, caseId, "claim");
        Assert.Equal("RBF-3015", early.ProblemCode);
        await DecideAsync(evaluator, caseId);
        var decided = await DecideAsync(Head, caseId);

        Assert.Equal(
            "[\"REVIEW\",\"EVALUATION\",\"RE_REVIEW\"]",
            decided.Json["route"]!.ToJsonString()
        );
        Assert.Equal("APPROVED", decided.Json["state"]!.GetValue<string>());
    }

    private async Task<ApiAnswer> DecideAsync(Bearer officer, Guid caseId)
    {
        (await approval.ActAsync(officer, caseId, "claim")).Expect(HttpStatusCode.OK);
        return (
            await approval.ActAsync(officer, caseId, "decision", new { decision = "APPROVE" })
        ).Expect(HttpStatusCode.OK);
    }

    private Task<ApiAnswer> HandAsync(Bearer by, Guid caseId, string to) =>
        approval.ActAsync(by, caseId, "hand-over", new { to, reason = "a good one" });

    /// <summary>Whoever asks for something is known from then on.</summary>
    private async Task SignInAsync(Bearer officer) =>
        (await approval.As(officer).GetAsync("/v1/cases")).Expect(HttpStatusCode.OK);

    private async Task<Guid> ClaimedAsync(Bearer officer)
    {
        var caseId = await approval.OpenAsync(Assessments.Clean().At(Authority));
        (await approval.ActAsync(officer, caseId, "claim")).Expect(HttpStatusCode.OK);
        return caseId;
    }

    private async Task<string> LastEntryAsync(Guid caseId) =>
        (await approval.As(Head).GetAsync($"/v1/cases/{caseId}/audit")).Json["entries"]!.AsArray()[
            ^1
        ]!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.Default });

    private static Bearer Of(string name, params string[] posts) =>
        new(name, [.. posts.Select(post => $"officer.{post}")], null, Authority);
}
