using System.Net;
using RebateFlow.Contracts.Risk;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Integration.Tests.Approval;

[Collection(nameof(ApprovalCollection))]
public sealed class ClaimTests(ApprovalAlone approval)
{
    private const string OtherAuthority = "13100000000";

    [Fact]
    public async Task Many_officers_claiming_at_once_get_each_case_once_and_leave_none()
    {
        const int Cases = 5000;
        const int Officers = 50;
        await OpenAsync(OtherAuthority, Cases);

        var claimed = await Task.WhenAll(
            Enumerable
                .Range(1, Officers)
                .Select(number => ClaimAllAsync(Reviewer($"crowd-{number}", OtherAuthority)))
        );

        var all = claimed.SelectMany(one => one).Select(one => one.CaseId).ToList();
        Assert.Equal(Cases, all.Count);
        Assert.Equal(Cases, all.Distinct().Count());
        Assert.All(claimed, mine => Assert.Equal(mine.OrderByDescending(one => one.Rebate), mine));
    }

    [Fact]
    public async Task The_next_case_is_the_one_due_first_and_then_the_largest()
    {
        const string Authority = "13200000000";
        var small = await approval.OpenAsync(Of(Authority, 100m, 2));
        var large = await approval.OpenAsync(Of(Authority, 200m, 2));
        var soon = await approval.OpenAsync(Of(Authority, 1m, 1));

        var claimed = await ClaimAllAsync(Reviewer("order", Authority));

        Assert.Equal([soon, large, small], claimed.Select(one => one.CaseId));
    }

    [Fact]
    public async Task A_repeated_claim_of_the_next_case_gets_the_same_case()
    {
        const string Authority = "13300000000";
        await OpenAsync(Authority, 2);
        var api = approval.As(Reviewer("retry", Authority));

        var answers = await Task.WhenAll(
            api.PostAsync("/v1/cases/claim", null, ("Idempotency-Key", "the-same")),
            api.PostAsync("/v1/cases/claim", null, ("Idempotency-Key", "the-same"))
        );

        Assert.Equal(answers[0].Text, answers[1].Text);
        Assert.Equal(answers[0].ETag, answers[1].ETag);
        Assert.Equal(
            1,
            await approval.Database.CountAsync("approval_case WHERE claimed_by = 'retry'")
        );
    }

    [Fact]
    public async Task A_claim_that_ran_out_makes_room_for_another_officer()
    {
        var caseId = await approval.OpenAsync(Assessments.Clean());
        var second = Bearer.Officer("second-reviewer", "review");
        (await approval.ActAsync(CaseSteps.Reviewer, caseId, "claim")).Expect(HttpStatusCode.OK);
        var early = await approval.ActAsync(second, caseId, "claim");
        Assert.Equal("RBF-3012", early.ProblemCode);

        approval.Clock.Advance(TimeSpan.FromMinutes(31));

        var late = await approval.ActAsync(CaseSteps.Reviewer, caseId, "release");
        Assert.Equal("RBF-3014", late.ProblemCode);
        var claim = await approval.ActAsync(second, caseId, "claim");
        Assert.Equal(
            "second-reviewer",
            claim.Expect(HttpStatusCode.OK).Json["claimedBy"]!.GetValue<string>()
        );
    }

    [Fact]
    public async Task Another_authority_has_no_such_case()
    {
        var caseId = await approval.OpenAsync(Assessments.Clean());
        var api = approval.As(Reviewer("stranger", "13400000000"));

        foreach (var path in new[] { "", "/lines", "/audit" })
            Assert.Equal("RBF-3010", (await api.GetAsync($"/v1/cases/{caseId}{path}")).ProblemCode);
        foreach (var action in new[] { "claim", "release" })
            Assert.Equal(
                "RBF-3010",
                (
                    await api.PostAsync($"/v1/cases/{caseId}/{action}", null, ("If-Match", "\"1\""))
                ).ProblemCode
            );
        Assert.Empty((await api.GetAsync("/v1/cases")).Json["items"]!.AsArray());
    }

    private async Task<List<(Guid CaseId, decimal Rebate)>> ClaimAllAsync(Bearer officer)
    {
        var api = approval.As(officer);
        var mine = new List<(Guid, decimal)>();
        while (true)
        {
            var key = Guid.CreateVersion7().ToString();
            var answer = await api.PostAsync("/v1/cases/claim", null, ("Idempotency-Key", key));
            if (answer.Status == HttpStatusCode.NoContent)
                return mine;
            var claimed = answer.Expect(HttpStatusCode.OK).Json;
            mine.Add(
                (
                    claimed["id"]!.GetValue<Guid>(),
                    decimal.Parse(claimed["rebateDue"]!.GetValue<string>(), null)
                )
            );
        }
    }

    private async Task OpenAsync(string authority, int count)
    {
        foreach (var some in Enumerable.Range(1, count).Chunk(100))
            await Task.WhenAll(some.Select(i => approval.PublishAsync(Of(authority, i, 2))));
        await Eventually.EqualAsync(
            (long)count,
            () => approval.Database.CountAsync($"approval_case WHERE tax_authority = '{authority}'")
        );
    }

    private static RiskAssessed Of(string authority, decimal rebateDueCny, int enterpriseClass)
    {
        var message = Assessments.Clean().Claiming(rebateDueCny);
        var declarant = message.Filing.Declarant with
        {
            TaxAuthority = authority,
            EnterpriseClass = enterpriseClass,
        };
        return message with { Filing = message.Filing with { Declarant = declarant } };
    }

    private static Bearer Reviewer(string name, string authority) =>
        new(name, ["officer.review"], null, authority);
}
