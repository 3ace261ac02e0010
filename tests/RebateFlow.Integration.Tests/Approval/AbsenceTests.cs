using System.Net;
using System.Text.Json.Nodes;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Integration.Tests.Approval;

/// <summary>Leave and deputies.</summary>
[Collection(nameof(ApprovalCollection))]
public sealed class AbsenceTests(ApprovalAlone approval)
{
    private const string Authority = "14800000000";

    [Fact]
    public async Task Cases_of_who_goes_away_are_with_the_deputy_who_may_act_on_the_post()
    {
        var senior = Of("senior", "rereview");
        var deputy = Of("deputy", "review");
        var caseId = await ProposedAsync("junior");
        (await approval.ActAsync(senior, caseId, "claim")).Expect(HttpStatusCode.OK);
        await SignInAsync(deputy);
        Assert.Equal("RBF-3015", (await ClaimNextAsync(deputy, "RE_REVIEW")).ProblemCode);

        var away = await RecordAsync(senior, senior.Subject, deputy.Subject);

        Assert.Equal("[\"RE_REVIEW\"]", away.Json["posts"]!.ToJsonString());
        await Eventually.EqualAsync(deputy.Subject, () => HolderAsync(caseId));
        var decided = await approval.ActAsync(
            deputy,
            caseId,
            "decision",
            new { decision = "APPROVE" }
        );
        Assert.Equal(
            "APPROVED",
            decided.Expect(HttpStatusCode.OK).Json["state"]!.GetValue<string>()
        );
        var entries = await EntriesAsync(caseId);
        Assert.Contains("TAKEN_BACK", entries, StringComparison.Ordinal);
        Assert.Contains("\"deputyFor\":\"senior\"", entries, StringComparison.Ordinal);
        Assert.Equal("RBF-3064", (await ClaimNextAsync(senior, "RE_REVIEW")).ProblemCode);
    }

    [Fact]
    public async Task Without_a_deputy_the_cases_go_back_to_the_queue()
    {
        var reviewer = Of("away-without-deputy", "review");
        var caseId = await approval.OpenAsync(Assessments.Clean().At(Authority));
        (await approval.ActAsync(reviewer, caseId, "claim")).Expect(HttpStatusCode.OK);

        await RecordAsync(Of("chief", "rereview"), reviewer.Subject, null);

        await Eventually.EqualAsync(null, () => HolderAsync(caseId));
    }

    [Fact]
    public async Task A_deputy_who_acted_on_the_case_before_does_not_get_it()
    {
        var senior = Of("senior-2", "rereview");
        var caseId = await ProposedAsync("junior-2");
        (await approval.ActAsync(senior, caseId, "claim")).Expect(HttpStatusCode.OK);

        await RecordAsync(senior, senior.Subject, "junior-2");

        await Eventually.EqualAsync(null, () => HolderAsync(caseId));
        var barred = await approval.ActAsync(Of("junior-2", "review"), caseId, "claim");
        Assert.Equal("RBF-3016", barred.ProblemCode);
    }

    [Fact]
    public async Task An_absence_that_ends_early_gives_the_work_back()
    {
        var officer = Of("back-soon", "review");
        await SignInAsync(officer);
        var recorded = await RecordAsync(officer, officer.Subject, null);
        Assert.Equal("RBF-3064", (await ClaimNextAsync(officer, null)).ProblemCode);
        var path = $"/v1/officers/{officer.Subject}/absences";
        var id = recorded.Json["id"]!.GetValue<Guid>();

        var others = await approval
            .As(Of("just-anybody", "review"))
            .PostAsync($"{path}/{id}/ending", null, ("If-Match", "\"1\""));
        Assert.Equal("RBF-3069", others.ProblemCode);
        (
            await approval.As(officer).PostAsync($"{path}/{id}/ending", null, ("If-Match", "\"1\""))
        ).Expect(HttpStatusCode.OK);

        Assert.NotEqual("RBF-3064", (await ClaimNextAsync(officer, null)).ProblemCode);
        var listed = (await approval.As(officer).GetAsync(path)).Expect(HttpStatusCode.OK).Json;
        Assert.Equal(officer.Subject, listed["items"]![0]!["endedBy"]!.GetValue<string>());
    }

    [Fact]
    public async Task Wrong_absences_are_refused_with_what_is_wrong()
    {
        var officer = Of("wrong-absence", "review");
        await SignInAsync(officer);
        await RecordAsync(officer, officer.Subject, null);

        var twice = await PostAsync(officer, officer.Subject, null, 0, 1);
        var past = await PostAsync(officer, officer.Subject, null, -1, 1);
        var backwards = await PostAsync(officer, officer.Subject, null, 9, 8);
        var self = await PostAsync(officer, officer.Subject, officer.Subject, 9, 9);
        var nobody = await PostAsync(officer, officer.Subject, "never-seen", 9, 9);
        var stranger = await PostAsync(Of("stranger", "review"), officer.Subject, null, 9, 9);

        Assert.Equal("RBF-3070", twice.ProblemCode);
        Assert.Contains("firstDay", past.Text, StringComparison.Ordinal);
        Assert.Contains("lastDay", backwards.Text, StringComparison.Ordinal);
        Assert.Contains("deputy", self.Text, StringComparison.Ordinal);
        Assert.Equal("RBF-3063", nobody.ProblemCode);
        Assert.Equal("RBF-3069", stranger.ProblemCode);
    }

    [Fact]
    public async Task The_list_of_officers_says_posts_presence_and_leave()
    {
        var officer = Of("listed", "review", "approval");
        await SignInAsync(officer);
        Assert.True((await ListedAsync(officer))["present"]!.GetValue<bool>());

        await RecordAsync(officer, officer.Subject, null);

        var away = await ListedAsync(officer);
        Assert.False(away["present"]!.GetValue<bool>());
        Assert.NotNull(away["awayUntil"]);
        Assert.Equal("[\"REVIEW\",\"APPROVAL\"]", away["posts"]!.ToJsonString());
    }

    private async Task<JsonNode> ListedAsync(Bearer officer) =>
        (await approval.As(officer).GetAsync("/v1/officers")).Expect(HttpStatusCode.OK).Json[
            "items"
        ]!
            .AsArray()
            .Single(one => one!["id"]!.GetValue<string>() == officer.Subject)!;

    private async Task<ApiAnswer> RecordAsync(Bearer by, string officer, string? deputy) =>
        (await PostAsync(by, officer, deputy, 0, 3)).Expect(HttpStatusCode.Created);

    private Task<ApiAnswer> PostAsync(
        Bearer by,
        string officer,
        string? deputy,
        int firstDay,
        int lastDay
    )
    {
        var today = DateOnly.FromDateTime(approval.Clock.GetUtcNow().AddHours(8).DateTime);
        return approval
            .As(by)
            .PostAsync(
                $"/v1/officers/{officer}/absences",
                new
                {
                    firstDay = today.AddDays(firstDay),
                    lastDay = today.AddDays(lastDay),
                    deputy,
                    reason = "年休假",
                },
                GreenSteps.Key()
            );
    }

    private async Task<Guid> ProposedAsync(string junior)
    {
        var caseId = await approval.OpenAsync(
            Assessments.Clean().Claiming(1_000_000m).At(Authority)
        );
        var officer = Of(junior, "review");
        (await approval.ActAsync(officer, caseId, "claim")).Expect(HttpStatusCode.OK);
        (await approval.ActAsync(officer, caseId, "decision", new { decision = "APPROVE" })).Expect(
            HttpStatusCode.OK
        );
        return caseId;
    }

    private Task<ApiAnswer> ClaimNextAsync(Bearer officer, string? post) =>
        approval.As(officer).PostAsync("/v1/cases/claim", new { post }, GreenSteps.Key());

    private async Task SignInAsync(Bearer officer) =>
        (await approval.As(officer).GetAsync("/v1/cases")).Expect(HttpStatusCode.OK);

    private async Task<string?> HolderAsync(Guid caseId) =>
        (await approval.As(Of("onlooker", "review")).GetAsync($"/v1/cases/{caseId}"))
            .Expect(HttpStatusCode.OK)
            .Json["claimedBy"]
            ?.GetValue<string>();

    private async Task<string> EntriesAsync(Guid caseId) =>
        (await approval.As(Of("onlooker", "review")).GetAsync($"/v1/cases/{caseId}/audit"))
            .Text.Replace("\\u0022", "\"", StringComparison.Ordinal)
            .Replace("\\\"", "\"", StringComparison.Ordinal);

    private static Bearer Of(string name, params string[] posts) =>
        new(name, [.. posts.Select(post => $"officer.{post}")], null, Authority);
}
