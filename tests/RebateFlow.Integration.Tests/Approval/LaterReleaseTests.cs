using System.Net;
using System.Text.Json.Nodes;
using Npgsql;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Integration.Tests.Approval;

/// <summary>Holds that move a green case, and large money that leaves after the decision.</summary>
[Collection(nameof(ApprovalCollection))]
public sealed class LaterReleaseTests(ApprovalAlone approval)
{
    private static readonly Bearer First = CaseSteps.Reviewer;
    private static readonly Bearer Second = CaseSteps.Rereviewer;

    [Theory]
    [InlineData("AMOUNT", "CLAIMED")]
    [InlineData("WHOLE_CASE", "HELD")]
    public async Task A_hold_takes_a_green_case_out_of_green_with_its_reason(
        string scope,
        string state
    )
    {
        var uscc = new SampleExporter(scope == "AMOUNT" ? 45 : 46).Uscc;
        await approval.EnrolAsync(uscc);
        var (caseId, _) = await approval.OpenUndrawnAsync(uscc, 6_000_000m);
        Assert.Equal("GREEN", await approval.ChannelOfAsync(caseId));
        await OkAsync(First, caseId, "claim");

        var held = await OkAsync(First, caseId, "hold", Hold(scope, "1000.00"));

        Assert.Equal((state, "STANDARD"), (Text(held, "state"), Text(held, "channel")));
        var reason = held["reasons"]!.AsArray().Single(one => Text(one!, "code") == "HOLD")!;
        Assert.Equal("NOT_MET", Text(reason, "outcome"));
        var moves = (await approval.As(First).GetAsync($"/v1/cases/{caseId}/moves")).Json;
        var move = Assert.Single(moves["items"]!.AsArray())!;
        Assert.Equal("HOLD GREEN STANDARD", $"{move["cause"]} {move["before"]} {move["after"]}");
        Assert.Contains("LOW_RATE_GOODS", Text(move, "reason"), StringComparison.Ordinal);

        var releaser = scope == "WHOLE_CASE" ? Second : First;
        var free = await OkAsync(releaser, caseId, "hold-release", Release());
        Assert.Equal("GREEN", Text(free, "channel"));
    }

    [Fact]
    public async Task A_large_amount_is_released_by_two_officers_and_told_once()
    {
        var message = Assessments.Clean().Claiming(3_000_000m);
        var caseId = await approval.OpenAsync(message);
        await OkAsync(First, caseId, "claim");
        await OkAsync(First, caseId, "hold", Hold("AMOUNT", "2000000.00"));
        await DecideAsync(First, caseId);
        await DecideAsync(Second, caseId);
        var decided = (await approval.HearAsync(message.Filing.PreDeclarationId, "decision"))[^1];
        Assert.Equal(1_000_000m, decided["approvedRebateCny"]!.GetValue<decimal>());

        var proposed = await OkAsync(First, caseId, "hold-release", Release());
        Assert.Equal("1000000.00", Text(proposed["decision"]!, "approvedRebate"));
        Assert.Equal(First.Subject, Text(proposed["holds"]![0]!, "releaseProposedBy"));
        await Assert.ThrowsAsync<PostgresException>(() =>
            approval.Database.ExecuteAsync(
                $"""
                UPDATE case_hold SET released_by = release_proposed_by, released_at = now()
                WHERE case_id = '{caseId}'
                """
            )
        );
        var again = await approval.ActAsync(First, caseId, "hold-release", Release());
        Assert.Equal("RBF-3082", again.ProblemCode);

        var released = await OkAsync(Second, caseId, "hold-release", Release());
        Assert.Equal("3000000.00", Text(released["decision"]!, "approvedRebate"));
        var later = await approval.HearAsync(message.Filing.PreDeclarationId, "decision");
        Assert.Equal(3_000_000m, later[^1]["approvedRebateCny"]!.GetValue<decimal>());
        Assert.Equal(
            ["RELEASE_PROPOSED", "HOLD_RELEASED"],
            (await approval.As(First).GetAsync($"/v1/cases/{caseId}/audit")).Json["entries"]!
                .AsArray()
                .TakeLast(2)
                .Select(entry => Text(entry!, "action"))
        );
    }

    private async Task DecideAsync(Bearer officer, Guid caseId)
    {
        await OkAsync(officer, caseId, "claim");
        await OkAsync(officer, caseId, "decision", new { decision = "APPROVE" });
    }

    private static object Hold(string scope, string amount) =>
        new
        {
            ground = "LOW_RATE_GOODS",
            scope,
            amount = scope == "AMOUNT" ? amount : null,
            reference = "another business",
            reason = "equal amount",
        };

    private static object Release() => new { holdNo = 1, reason = "cleared up" };

    private async Task<JsonNode> OkAsync(
        Bearer officer,
        Guid caseId,
        string action,
        object? body = null
    ) => (await approval.ActAsync(officer, caseId, action, body)).Expect(HttpStatusCode.OK).Json;

    private static string Text(JsonNode node, string property) =>
        node[property]!.GetValue<string>();
}
