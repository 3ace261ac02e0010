using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using RebateFlow.Approval.Alarms;
using RebateFlow.Approval.Cases;
using RebateFlow.Approval.Policies;
using RebateFlow.Messaging;
using RebateFlow.Messaging.Outbox;
using RebateFlow.ServiceDefaults;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;
using RebateFlow.Testing.Servers;

namespace RebateFlow.Integration.Tests.Approval;

/// <summary>
/// Warnings ahead of the legal limit, escalation at it, cases too long in one state, letters
/// without a reply: each told once, however many instances look.
/// </summary>
/// <remarks>It has an Approval of its own: it moves the clock by months.</remarks>
public sealed class AlarmTests(TestServers servers) : IAsyncLifetime
{
    private static readonly Bearer Reviewer = CaseSteps.Reviewer;

    private readonly ApprovalAlone approval = new(servers);

    public ValueTask InitializeAsync() => approval.InitializeAsync();

    public ValueTask DisposeAsync() => approval.DisposeAsync();

    [Fact]
    public async Task The_limit_is_warned_of_then_escalated_each_once_and_then_it_is_over()
    {
        var caseId = await approval.OpenAsync(Assessments.Clean());
        var seen = await CaseAsync(caseId);
        await ScanAsync();
        Assert.Empty(await AlarmsAsync("caseId=" + caseId));

        await GoToAsync(seen, daysBefore: 1);
        await ScanFourTimesAtOnceAsync();
        await ScanAsync();

        var warned = Assert.Single(await AlarmsAsync("caseId=" + caseId));
        Assert.Equal(("WARNING", "REVIEW"), (Text(warned, "stage"), Text(warned, "toldPost")));
        var listed = await ListedAsync(caseId);
        Assert.Equal("WARNING", Text(listed, "alarm"));
        Assert.Contains("临近法定期限", Text(listed, "why"), StringComparison.Ordinal);
        Assert.Equal(
            seen["version"]!.GetValue<long>(),
            (await CaseAsync(caseId))["version"]!.GetValue<long>()
        );

        await GoToAsync(seen, daysBefore: 0);
        await ScanFourTimesAtOnceAsync();

        var both = await AlarmsAsync("caseId=" + caseId);
        Assert.Equal(["ESCALATION", "WARNING"], both.Select(one => Text(one, "stage")));
        Assert.Equal("RE_REVIEW", Text(both[0], "toldPost"));
        Assert.Equal("ESCALATION", Text(await ListedAsync(caseId), "alarm"));
        Assert.Equal(["CASE_OPENED", "WARNED", "ESCALATED"], await ActionsAsync(caseId));

        await DoAsync(caseId, "claim");
        await DoAsync(caseId, "decision", new { decision = "APPROVE" });
        Assert.Empty(await AlarmsAsync("caseId=" + caseId));
        Assert.Equal(2, (await AlarmsAsync("open=false&caseId=" + caseId)).Count);
        var verified = await approval
            .As(Bearer.Auditor)
            .GetAsync($"/v1/audit/verification?caseId={caseId}");
        Assert.True(verified.Expect(HttpStatusCode.OK).Json["intact"]!.GetValue<bool>());
    }

    [Theory]
    [InlineData("WAITING", 30)]
    [InlineData("CLAIMED", 5)]
    [InlineData("HELD", 90)]
    [InlineData("RETURNED", 30)]
    [InlineData("APPROVED", 90)]
    public async Task A_case_too_long_in_one_state_is_told_to_the_head(string state, int limitDays)
    {
        var caseId = await approval.OpenAsync(
            Assessments.Clean().BoughtFrom(("91120000A", 6000m), ("91310000B", 3000m))
        );
        await BringToAsync(caseId, state);

        approval.Clock.Advance(TimeSpan.FromDays(limitDays) - TimeSpan.FromMinutes(1));
        await ScanAsync();
        Assert.Empty(await AlarmsAsync("stage=AGE&caseId=" + caseId));
        approval.Clock.Advance(TimeSpan.FromMinutes(2));
        await ScanFourTimesAtOnceAsync();

        var told = Assert.Single(await AlarmsAsync("stage=AGE&post=RE_REVIEW&caseId=" + caseId));
        Assert.Equal(state, Text(told, "state"));
        Assert.Contains($"期限为 {limitDays} 天", Text(told, "reason"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_letter_without_a_reply_is_told_and_the_clock_that_stands_is_not()
    {
        var caseId = await approval.OpenAsync(
            Assessments.Clean().BoughtFrom(("91120000A", 6000m), ("91310000B", 3000m))
        );
        await DoAsync(caseId, "claim");
        await SendLetterAsync(caseId);

        approval.Clock.Advance(TimeSpan.FromDays(32));
        await ScanFourTimesAtOnceAsync();

        var told = await AlarmsAsync("caseId=" + caseId);
        Assert.Equal(
            ["AGE", "LETTER"],
            told.Select(one => Text(one, "stage")).Order(StringComparer.Ordinal)
        );
        await DoAsync(caseId, "claim");
        await DoAsync(caseId, "letters/1/reply", new { reply = "NORMAL", reason = "fine" });
        Assert.Empty(await AlarmsAsync("stage=LETTER&caseId=" + caseId));
    }

    [Theory]
    [InlineData("stage=LATE", "stage")]
    [InlineData("post=BOSS", "post")]
    [InlineData("open=yes", "open")]
    [InlineData("caseId=1", "caseId")]
    [InlineData("limit=201", "limit")]
    [InlineData("cursor=x", "cursor")]
    [InlineData("stages=AGE", "stages")]
    public async Task A_wrong_or_unknown_parameter_is_named(string query, string name)
    {
        var answer = await approval.As(Reviewer).GetAsync($"/v1/alarms?{query}");

        Assert.Equal("RBF-3003", answer.Expect(HttpStatusCode.BadRequest).ProblemCode);
        var error = Assert.Single(answer.Json["errors"]!.AsArray());
        Assert.Equal(name, Text(error!, "field"));
    }

    /// <summary>Pages of one hold every alarm once.</summary>
    [Fact]
    public async Task Alarms_come_in_pages()
    {
        var first = await approval.OpenAsync(Assessments.Clean());
        await approval.OpenAsync(Assessments.Clean());
        await GoToAsync(await CaseAsync(first), daysBefore: 1);
        await ScanAsync();

        var seen = new List<string>();
        for (string? cursor = ""; cursor is not null; )
        {
            var page = (await approval.As(Reviewer).GetAsync($"/v1/alarms?limit=1{cursor}"))
                .Expect(HttpStatusCode.OK)
                .Json;
            seen.AddRange(page["items"]!.AsArray().Select(one => Text(one!, "id")));
            cursor = page["nextCursor"] is { } next ? $"&cursor={next}" : null;
        }

        Assert.Equal(2, seen.Count);
        Assert.Equal(seen.Distinct(), seen);
    }

    private async Task BringToAsync(Guid caseId, string state)
    {
        if (state != "WAITING")
            await DoAsync(caseId, "claim");
        if (state == "HELD")
            await DoAsync(caseId, "referral", new { reference = "file 1", reason = "prices" });
        if (state == "RETURNED")
            await DoAsync(caseId, "return", new { reason = "mend it" });
        if (state != "APPROVED")
            return;
        await SendLetterAsync(caseId);
        await DoAsync(caseId, "decision", new { decision = "APPROVE" });
    }

    private Task SendLetterAsync(Guid caseId) =>
        DoAsync(
            caseId,
            "letters",
            new
            {
                supplierTaxId = "91310000B",
                authority = "13100000000",
                reason = "real supply?",
            }
        );

    private async Task DoAsync(Guid caseId, string action, object? body = null) =>
        (await approval.ActAsync(Reviewer, caseId, action, body)).Expect(HttpStatusCode.OK);

    /// <summary>To noon in China, so many calendar days before the legal limit.</summary>
    private Task GoToAsync(JsonNode seen, int daysBefore)
    {
        var due = DateOnly.ParseExact(Text(seen, "legalDueOn"), "yyyy-MM-dd", null);
        var noon = due.AddDays(-daysBefore).ToDateTime(new TimeOnly(4, 0), DateTimeKind.Utc);
        approval.Clock.Advance(noon - approval.Clock.GetUtcNow());
        return Task.CompletedTask;
    }

    /// <summary>As four instances of the service would.</summary>
    private Task<int[]> ScanFourTimesAtOnceAsync() =>
        Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ScanAsync()));

    private Task<int> ScanAsync()
    {
        var database = approval.Database.Direct;
        var zone = new AuthorityClock(approval.Clock);
        var wake = new OutboxWake(database, Options.Create(new MessagingOptions()));
        var writer = new CaseWriter(new(wake), zone);
        var scan = new AlarmScan(database, new ReferenceCache(), writer, zone);
        return scan.RunAsync(CancellationToken.None);
    }

    private async Task<JsonNode> CaseAsync(Guid caseId) =>
        (await approval.As(Reviewer).GetAsync($"/v1/cases/{caseId}"))
            .Expect(HttpStatusCode.OK)
            .Json;

    private async Task<JsonNode> ListedAsync(Guid caseId) =>
        (await approval.As(Reviewer).GetAsync("/v1/cases?limit=200"))
            .Expect(HttpStatusCode.OK)
            .Json["items"]!
            .AsArray()
            .Single(item => item!["id"]!.GetValue<Guid>() == caseId)!;

    private async Task<IReadOnlyList<JsonNode>> AlarmsAsync(string query) =>
        [
            .. (await approval.As(Reviewer).GetAsync($"/v1/alarms?{query}"))
                .Expect(HttpStatusCode.OK)
                .Json["items"]!
                .AsArray()
                .Select(one => one!),
        ];

    private async Task<IReadOnlyList<string>> ActionsAsync(Guid caseId) =>
        [
            .. (await approval.As(Reviewer).GetAsync($"/v1/cases/{caseId}/audit")).Json["entries"]!
                .AsArray()
                .Select(entry => Text(entry!, "action")),
        ];

    private static string Text(JsonNode node, string property) =>
        node[property]!.GetValue<string>();
}
