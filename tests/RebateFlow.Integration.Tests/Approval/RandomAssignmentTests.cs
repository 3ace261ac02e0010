using System.Net;
using System.Text.Json.Nodes;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Approval.Policies;
using RebateFlow.Testing.Hosts;
using RebateFlow.Testing.Servers;

namespace RebateFlow.Integration.Tests.Approval;

/// <summary>
/// An authority that lets a draw give its cases to those who are present, by a policy that two
/// people signed.
/// </summary>
/// <remarks>
/// It has an Approval of its own: a policy that counts would change the cases of other tests.
/// </remarks>
public sealed class RandomAssignmentTests(TestServers servers) : IAsyncLifetime
{
    private const string Authority = "14900000000";
    private const string Drafts = "/v1/green-channel/policies/drafts";

    private readonly ApprovalAlone approval = new(servers);

    public ValueTask InitializeAsync() => approval.InitializeAsync();

    public ValueTask DisposeAsync() => approval.DisposeAsync();

    [Fact]
    public async Task The_draw_gives_each_case_to_somebody_present_and_can_be_repeated()
    {
        await ActivateAsync();
        var officers = new[] { "ann", "bo", "cy" }.Select(name => Of(name)).ToList();
        foreach (var officer in officers)
            await SignInAsync(officer);
        await SignInAsync(Of("only-re-review", "rereview"));
        var cases = new List<Guid>();
        foreach (var rebate in Enumerable.Range(1, 9))
            cases.Add(
                await approval.OpenAsync(Assessments.Clean().Claiming(100m * rebate).At(Authority))
            );

        var refused = await approval.ActAsync(officers[0], cases[0], "claim");
        Assert.Equal("RBF-3068", refused.ProblemCode);
        foreach (var officer in officers)
            await ClaimNextAsync(officer);

        var seed = await approval.Database.QueryAsync<byte[]>("SELECT seed FROM sample_seed");
        var drawn = 0;
        foreach (var caseId in cases)
        {
            var detail = await approval.Database.QueryAsync<string>(
                $"""
                SELECT coalesce((SELECT detail FROM audit_entry
                    WHERE action = 'ASSIGNED' AND case_id = '{caseId}'), '')
                """
            );
            if (detail.Length == 0)
                continue;
            drawn++;
            var subject = JsonNode.Parse(detail)!;
            var candidates = subject["candidates"]!
                .AsArray()
                .Select(one => one!.GetValue<string>())
                .ToList();
            Assert.DoesNotContain("only-re-review", candidates);
            Assert.Equal(
                subject["officer"]!.GetValue<string>(),
                AssignmentDraw.Pick(seed, caseId, subject["version"]!.GetValue<long>(), candidates)
            );
        }
        Assert.True(drawn >= 3, $"only {drawn} cases were drawn");
    }

    [Fact]
    public async Task Whoever_asks_gets_one_case_until_it_is_done_and_never_one_that_is_barred()
    {
        await ActivateAsync();
        var first = Of("first", "review", "rereview");
        var second = Of("second", "review", "rereview");
        var caseId = await approval.OpenAsync(
            Assessments.Clean().Claiming(1_000_000m).At(Authority)
        );
        // Whoever watched the case open has gone home by now.
        approval.Clock.Advance(TimeSpan.FromMinutes(61));
        await SignInAsync(first);
        await SignInAsync(second);

        var mine = await ClaimNextAsync(first);
        var holder = mine.Status == HttpStatusCode.OK ? first : second;
        var other = holder == first ? second : first;
        Assert.Equal(caseId, Id(await ClaimNextAsync(holder)));
        Assert.Equal(caseId, Id(await ClaimNextAsync(holder)));
        Assert.Equal(HttpStatusCode.NoContent, (await ClaimNextAsync(other)).Status);
        (await approval.ActAsync(holder, caseId, "decision", new { decision = "APPROVE" })).Expect(
            HttpStatusCode.OK
        );

        // On the next post only the other one may have it.
        Assert.Equal(HttpStatusCode.NoContent, (await ClaimNextAsync(holder)).Status);
        Assert.Equal(caseId, Id(await ClaimNextAsync(other)));
    }

    [Fact]
    public async Task Nobody_is_given_more_than_the_limit_and_who_left_is_given_nothing()
    {
        await ActivateAsync();
        var gone = Of("gone-home");
        await SignInAsync(gone);
        approval.Clock.Advance(TimeSpan.FromMinutes(61));
        var officers = new[] { "di", "ed" }.Select(name => Of(name)).ToList();
        foreach (var officer in officers)
            await SignInAsync(officer);
        foreach (var rebate in Enumerable.Range(1, 8))
            await approval.OpenAsync(Assessments.Clean().Claiming(rebate).At(Authority));

        foreach (var officer in officers)
            await ClaimNextAsync(officer);

        var held = await approval.Database.QueryAsync<string[]>(
            """
            SELECT array_agg(one) FROM (
                SELECT claimed_by || ' ' || count(*) AS one FROM approval_case
                WHERE claimed_by IS NOT NULL GROUP BY claimed_by) all_of_them
            """
        );
        Assert.NotEmpty(held);
        Assert.DoesNotContain(held, one => one.StartsWith("gone-home", StringComparison.Ordinal));
        Assert.All(held, one => Assert.InRange(int.Parse(one.Split(' ')[1], null), 1, 5));
    }

    private static Guid Id(ApiAnswer answer) =>
        answer.Expect(HttpStatusCode.OK).Json["id"]!.GetValue<Guid>();

    private Task<ApiAnswer> ClaimNextAsync(Bearer officer) =>
        approval.As(officer).PostAsync("/v1/cases/claim", null, GreenSteps.Key());

    private async Task SignInAsync(Bearer officer) =>
        (await approval.As(officer).GetAsync("/v1/cases")).Expect(HttpStatusCode.OK);

    private static Bearer Of(string name, params string[] posts) =>
        new(
            name,
            posts.Length == 0 ? ["officer.review"] : [.. posts.Select(one => $"officer.{one}")],
            null,
            Authority
        );

    /// <summary>Drafted by one person, approved by another, in force from today on.</summary>
    private async Task ActivateAsync()
    {
        var policy = JsonNode.Parse(LoadSeeds.ReadPolicies("casework-rules/")[^1].Body)!.AsObject();
        policy["version"] = "2026-04-20";
        policy["validFrom"] = "2026-04-20";
        policy["values"]!["randomAssignment"]!["value"] = $"13100000000 {Authority}";
        var drafted = await approval
            .As(GreenSteps.Editor)
            .PostAsync(
                "/v1/green-channel/policies",
                new { kind = "CASEWORK", policy },
                GreenSteps.Key()
            );
        var id = drafted.Expect(HttpStatusCode.Created).Json["id"]!.GetValue<Guid>();
        (await ActAsync(GreenSteps.Approver, id, "approval", 1)).Expect(HttpStatusCode.OK);
        (await ActAsync(GreenSteps.Editor, id, "activation", 2)).Expect(HttpStatusCode.OK);
    }

    private Task<ApiAnswer> ActAsync(Bearer by, Guid id, string action, int version) =>
        approval.As(by).PostAsync($"{Drafts}/{id}/{action}", null, ("If-Match", $"\"{version}\""));
}
