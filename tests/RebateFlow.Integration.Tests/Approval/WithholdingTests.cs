using System.Net;
using System.Text.Json.Nodes;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Integration.Tests.Approval;

/// <summary>Holds, referrals and letters, from the request to the message and the trail.</summary>
[Collection(nameof(ApprovalCollection))]
public sealed class WithholdingTests(ApprovalAlone approval)
{
    private static readonly Bearer Officer = CaseSteps.Reviewer;

    [Fact]
    public async Task A_letter_holds_one_suppliers_amount_and_its_reply_approves_the_rest()
    {
        var message = Assessments.Clean().BoughtFrom(("91120000A", 6000m), ("91310000B", 3000m));
        var caseId = await ClaimedAsync(message);

        var asked = await OkAsync(
            caseId,
            "letters",
            new
            {
                supplierTaxId = "91310000B",
                authority = "13100000000",
                reason = "real supply?",
            }
        );
        Assert.Equal("3000.00", Text(asked, "withheld"));
        Assert.Equal("6000.00", Text(asked, "decidable"));
        Assert.Equal("LETTER", Text(asked["clock"]!["stops"]![0]!, "reason"));

        var decided = await OkAsync(caseId, "decision", new { decision = "APPROVE" });
        Assert.Equal("6000.00", Text(decided["decision"]!, "approvedRebate"));
        var first = (await HeardAsync(message.Filing.PreDeclarationId))["approvedRebateCny"]!;
        Assert.Equal(6000m, first.GetValue<decimal>());

        var answered = await OkAsync(
            caseId,
            "letters/1/reply",
            new { reply = "NORMAL", reason = "supply and tax are real" }
        );
        Assert.Equal("9000.00", Text(answered["decision"]!, "approvedRebate"));
        Assert.Equal("RELEASED", Text(answered["letters"]![0]!, "effect"));
        var second = (await HeardAsync(message.Filing.PreDeclarationId))["approvedRebateCny"]!;
        Assert.Equal(9000m, second.GetValue<decimal>());
        Assert.Equal(
            ["CASE_OPENED", "CLAIMED", "LETTER_SENT", "DECIDED", "LETTER_ANSWERED"],
            await ActionsAsync(caseId)
        );
    }

    [Fact]
    public async Task A_problem_with_the_supplier_refuses_its_amount_only()
    {
        var message = Assessments.Clean().BoughtFrom(("91120000A", 6000m), ("91310000B", 3000m));
        var caseId = await ClaimedAsync(message);
        object letter = new
        {
            supplierTaxId = "91310000B",
            authority = "13100000000",
            reason = "real supply?",
        };
        await OkAsync(caseId, "letters", letter);
        var again = await approval.ActAsync(Officer, caseId, "letters", letter);
        Assert.Equal("RBF-3024", again.ProblemCode);

        await OkAsync(caseId, "letters/1/reply", new { reply = "PROBLEM", reason = "no goods" });
        var told = (await approval.HearAsync(message.Filing.PreDeclarationId, "withheldAt"))[^1];
        Assert.Equal("PROBLEM_LETTER", Text(told, "kind"));
        Assert.Equal("91310000B", Text(told, "supplierTaxId"));
        Assert.Equal(3000m, told["amountCny"]!.GetValue<decimal>());
        var decided = await OkAsync(caseId, "decision", new { decision = "APPROVE" });

        Assert.Equal("6000.00", Text(decided["decision"]!, "approvedRebate"));
    }

    [Fact]
    public async Task A_case_on_hold_is_in_no_queue_and_its_clock_stands_still()
    {
        var caseId = await ClaimedAsync(
            Assessments.Clean() with
            {
                AssessedAt = approval.Clock.GetUtcNow(),
            }
        );
        var before = await ReadAsync(caseId);

        var held = await OkAsync(
            caseId,
            "hold",
            new
            {
                ground = "SMUGGLING_CASE",
                scope = "WHOLE_CASE",
                reason = "customs opened a case",
            }
        );
        Assert.Equal("HELD", Text(held, "state"));
        var claim = await approval.ActAsync(Officer, caseId, "claim");
        Assert.Equal("RBF-3011", claim.ProblemCode);

        approval.Clock.Advance(TimeSpan.FromDays(7));
        object release = new { holdNo = 1, reason = "customs closed it" };
        var own = await approval.ActAsync(Officer, caseId, "hold-release", release);
        Assert.Equal("RBF-3082", own.ProblemCode);
        var colleague = Bearer.Officer("officer-review-2", "review");
        var released = (await approval.ActAsync(colleague, caseId, "hold-release", release))
            .Expect(HttpStatusCode.OK)
            .Json;

        Assert.Equal("WAITING", Text(released, "state"));
        var counted = released["clock"]!["countedDays"]!.AsArray();
        var stop = released["clock"]!["stops"]![0]!;
        Assert.DoesNotContain(
            counted.Select(day => day!.GetValue<string>()),
            day =>
                string.CompareOrdinal(day, Text(stop, "from")) > 0
                && string.CompareOrdinal(day, Text(stop, "to")) <= 0
        );
        Assert.Equal(Text(released, "dueOn"), counted[^1]!.GetValue<string>());
        Assert.NotEqual(Text(before, "dueOn"), Text(released, "dueOn"));
    }

    [Fact]
    public async Task A_referral_to_inspection_holds_the_whole_case()
    {
        var caseId = await ClaimedAsync(Assessments.Clean());

        var referred = await OkAsync(
            caseId,
            "referral",
            new { reference = "inspection 2026-17", reason = "prices" }
        );

        Assert.Equal("HELD", Text(referred, "state"));
        Assert.Equal("INSPECTION_CASE", Text(referred["holds"]![0]!, "ground"));
        Assert.Contains("REFERRED", await ActionsAsync(caseId));
    }

    [Fact]
    public async Task A_part_is_approved_with_a_reason_and_never_more_than_is_decidable()
    {
        var caseId = await ClaimedAsync(Assessments.Clean().Claiming(900m));
        await OkAsync(
            caseId,
            "hold",
            new
            {
                ground = "LOW_RATE_GOODS",
                scope = "AMOUNT",
                amount = "300.00",
                reference = "another business",
                reason = "equal amount",
            }
        );

        var tooMuch = await approval.ActAsync(
            Officer,
            caseId,
            "decision",
            new
            {
                decision = "APPROVE",
                amount = "600.01",
                reason = "part",
            }
        );
        Assert.Equal("RBF-3021", tooMuch.ProblemCode);
        var unexplained = await approval.ActAsync(
            Officer,
            caseId,
            "decision",
            new { decision = "APPROVE", amount = "500.00" }
        );
        Assert.Equal("RBF-3004", unexplained.ProblemCode);
        var decided = await OkAsync(
            caseId,
            "decision",
            new
            {
                decision = "APPROVE",
                amount = "500.00",
                reason = "line 3 is not proved",
            }
        );

        Assert.Equal("500.00", Text(decided["decision"]!, "approvedRebate"));
    }

    [Fact]
    public async Task A_hold_without_ground_amount_or_reference_says_what_is_wrong()
    {
        var caseId = await ClaimedAsync(Assessments.Clean());

        var answer = await approval.ActAsync(Officer, caseId, "hold", new { scope = "AMOUNT" });

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        foreach (var field in new[] { "reason", "ground", "amount", "reference" })
            Assert.Contains(field, answer.Text, StringComparison.Ordinal);
    }

    private async Task<Guid> ClaimedAsync(Contracts.Risk.RiskAssessed message)
    {
        var caseId = await approval.OpenAsync(message);
        await OkAsync(caseId, "claim");
        return caseId;
    }

    private async Task<JsonNode> OkAsync(Guid caseId, string action, object? body = null) =>
        (await approval.ActAsync(Officer, caseId, action, body)).Expect(HttpStatusCode.OK).Json;

    private async Task<JsonNode> ReadAsync(Guid caseId) =>
        (await approval.As(Officer).GetAsync($"/v1/cases/{caseId}")).Expect(HttpStatusCode.OK).Json;

    private async Task<IReadOnlyList<string>> ActionsAsync(Guid caseId) =>
        [
            .. (await approval.As(Officer).GetAsync($"/v1/cases/{caseId}/audit")).Json["entries"]!
                .AsArray()
                .Select(entry => Text(entry!, "action")),
        ];

    private async Task<JsonNode> HeardAsync(Guid preDeclarationId) =>
        (await approval.HearAsync(preDeclarationId, "decision"))[^1];

    private static string Text(JsonNode node, string property) =>
        node[property]!.GetValue<string>();
}
