using System.Net;
using System.Text.Json.Nodes;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Integration.Tests.Approval;

/// <summary>What becomes of a case when something changes after its channel was picked.</summary>
[Collection(nameof(ApprovalCollection))]
public sealed class ChannelMoveTests(ApprovalAlone approval)
{
    private const decimal Large = 6_000_000m;

    [Fact]
    public async Task A_grave_hit_moves_a_live_green_case_to_enhanced_and_says_why()
    {
        var uscc = await EnrolledAsync(61);
        var (caseId, message) = await approval.OpenUndrawnAsync(uscc, Large);
        Assert.Equal("GREEN", await approval.ChannelOfAsync(caseId));

        await approval.PublishAsync(message.WithGraveHit());

        await ChannelBecomesAsync(caseId, "ENHANCED");
        var seen = (await approval.As(CaseSteps.Reviewer).GetAsync($"/v1/cases/{caseId}"))
            .Expect(HttpStatusCode.OK)
            .Json;
        Assert.Equal(65, seen["score"]!.GetValue<int>());
        Assert.Equal("2026-04-27", seen["dueOn"]!.GetValue<string>());
        Assert.Equal("MET", Reason(seen, "ENHANCED_WATCHLIST")["outcome"]!.GetValue<string>());
        Assert.Contains("RE_REVIEW", seen["route"]!.ToJsonString(), StringComparison.Ordinal);
        var entry = await LastEntryAsync(caseId);
        Assert.Equal("CHANNEL_MOVED", entry["action"]!.GetValue<string>());
        Assert.Equal("GREEN", entry["detail"]!["before"]!.GetValue<string>());
        Assert.Equal(
            "ENHANCED",
            entry["detail"]!["now"]!["placement"]!["channel"]!.GetValue<string>()
        );
        Assert.Contains("特别关注", entry["detail"]!["now"]!["reason"]!["zh"]!.GetValue<string>());
        var moves = await approval.As(Bearer.Auditor).GetAsync($"/v1/cases/{caseId}/moves");
        Assert.Equal("RISK", moves.Json["items"]![0]!["cause"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_case_approved_before_the_hit_is_flagged_for_re_review_once()
    {
        var (caseId, message) = await approval.OpenUndrawnAsync(await EnrolledAsync(62), Large);
        await approval.ApproveAsync(caseId);
        var entries = await approval.Database.CountAsync($"audit_entry WHERE case_id = '{caseId}'");

        await approval.PublishAsync(message.WithGraveHit());
        await FlagsBecomeAsync(caseId, 1);
        await approval.PublishAsync(message.WithGraveHit(sequenceNo: 3));
        await EntriesBecomeAsync(caseId, entries + 3);

        Assert.Equal("GREEN", await approval.ChannelOfAsync(caseId));
        await FlagsBecomeAsync(caseId, 1);
        var entry = await LastEntryAsync(caseId);
        Assert.Equal("FLAGGED_FOR_RE_REVIEW", entry["action"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_reassessment_that_overtakes_the_assessment_counts_at_the_opening()
    {
        var message = GreenSteps.Filed(await EnrolledAsync(63), Large);
        await approval.PublishAsync(message.WithGraveHit());
        await Eventually.EqualAsync(
            1L,
            () =>
                approval.Database.CountAsync(
                    "reassessment WHERE pre_declaration_id = "
                        + $"'{message.Filing.PreDeclarationId}'"
                )
        );

        var caseId = await approval.OpenAsync(message);

        Assert.Equal("ENHANCED", await approval.ChannelOfAsync(caseId));
    }

    [Fact]
    public async Task An_older_reassessment_changes_nothing()
    {
        var (caseId, message) = await approval.OpenUndrawnAsync(await EnrolledAsync(64), Large);
        await approval.PublishAsync(message.WithGraveHit(sequenceNo: 3));
        await ChannelBecomesAsync(caseId, "ENHANCED");
        var milder = message.WithGraveHit() with { WatchlistHits = [], Score = 1, Grade = "LOW" };
        var messageId = Guid.CreateVersion7();

        await approval.PublishAsync("rebateflow.risk.risk-reassessed.v1", milder, messageId);

        await Eventually.EqualAsync(
            1L,
            () => approval.Database.CountAsync($"inbox WHERE message_id = '{messageId}'")
        );
        Assert.Equal("ENHANCED", await approval.ChannelOfAsync(caseId));
    }

    [Fact]
    public async Task An_ejected_filer_loses_green_on_its_live_cases()
    {
        var uscc = new SampleExporter(65).Uscc;
        var enrolment = await approval.EnrolAsync(uscc);
        var (caseId, _) = await approval.OpenUndrawnAsync(uscc, Large);
        Assert.Equal("GREEN", await approval.ChannelOfAsync(caseId));

        var ended = await approval
            .As(GreenSteps.Editor)
            .PostAsync(
                $"/v1/green-channel/enrolments/{enrolment}/ending",
                new { cause = "EJECTION", reason = "级别调低" },
                ("If-Match", "\"2\"")
            );
        ended.Expect(HttpStatusCode.OK);

        await ChannelBecomesAsync(caseId, "STANDARD");
        var entry = await LastEntryAsync(caseId);
        Assert.Equal("ENROLMENT", entry["detail"]!["now"]!["cause"]!.GetValue<string>());
        Assert.Contains("级别调低", entry["detail"]!["now"]!["reason"]!["zh"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_live_case_of_a_filer_that_is_enrolled_later_becomes_green()
    {
        var uscc = new SampleExporter(66).Uscc;
        var (caseId, _) = await approval.OpenUndrawnAsync(uscc, Large);
        Assert.Equal("STANDARD", await approval.ChannelOfAsync(caseId));

        await approval.EnrolAsync(uscc);

        await ChannelBecomesAsync(caseId, "GREEN");
    }

    private async Task<string> EnrolledAsync(int number)
    {
        var uscc = new SampleExporter(number).Uscc;
        await approval.EnrolAsync(uscc);
        return uscc;
    }

    private Task ChannelBecomesAsync(Guid caseId, string channel) =>
        Eventually.EqualAsync(channel, () => approval.ChannelOfAsync(caseId));

    private Task FlagsBecomeAsync(Guid caseId, long flags) =>
        Eventually.EqualAsync(
            flags,
            () => approval.Database.CountAsync($"case_check WHERE case_id = '{caseId}'")
        );

    private Task EntriesBecomeAsync(Guid caseId, long entries) =>
        Eventually.EqualAsync(
            entries,
            () => approval.Database.CountAsync($"audit_entry WHERE case_id = '{caseId}'")
        );

    private async Task<JsonNode> LastEntryAsync(Guid caseId) =>
        (await approval.As(Bearer.Auditor).GetAsync($"/v1/cases/{caseId}/audit"))
            .Expect(HttpStatusCode.OK)
            .Json["entries"]!.AsArray()[^1]!;

    private static JsonNode Reason(JsonNode seen, string code) =>
        seen["reasons"]!.AsArray().Single(one => one!["code"]!.GetValue<string>() == code)!;
}
