using System.Net;
using System.Text.Json.Nodes;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Integration.Tests.Approval;

/// <summary>Clean green cases decided together, each recorded apart.</summary>
[Collection(nameof(ApprovalCollection))]
public sealed class BulkDecisionTests(ApprovalAlone approval)
{
    private static readonly Bearer Officer = CaseSteps.Reviewer;

    [Fact]
    public async Task Each_clean_case_is_decided_with_its_own_entry_and_the_others_say_why_not()
    {
        var (first, second) = (await GreenAsync(41), await GreenAsync(41));
        var standard = await SeenAsync(await approval.OpenAsync(Assessments.Clean()));
        var stale = await GreenAsync(41);
        (await approval.ActAsync(Officer, stale.Id, "claim")).Expect(HttpStatusCode.OK);
        var unknown = new Seen(Guid.CreateVersion7(), 1);

        var answer = await DecideAsync("EACH", first, standard, second, stale, unknown);

        var result = answer.Expect(HttpStatusCode.OK).Json;
        Assert.Equal(2, result["decided"]!.GetValue<int>());
        Assert.Equal(
            [null, "RBF-3081", null, "RBF-0412", "RBF-3010"],
            result["cases"]!.AsArray().Select(line => line!["code"]?.GetValue<string>())
        );
        foreach (var one in new[] { first, second })
        {
            Assert.Equal("RE_REVIEW", await PostOfAsync(one.Id));
            var entries = await approval.As(Officer).GetAsync($"/v1/cases/{one.Id}/audit");
            var last = entries.Json["entries"]!.AsArray()[^1]!;
            Assert.Equal("PROPOSED", last["action"]!.GetValue<string>());
            Assert.True(last["detail"]!["inBulk"]!.GetValue<bool>());
        }
        Assert.Equal("REVIEW", await PostOfAsync(stale.Id));
    }

    [Fact]
    public async Task All_or_none_decides_none_when_one_cannot_be_and_all_when_all_can()
    {
        var (first, second) = (await GreenAsync(42), await GreenAsync(42));
        var standard = await SeenAsync(await approval.OpenAsync(Assessments.Clean()));

        var refused = await DecideAsync("ALL", first, standard, second);

        Assert.Equal("RBF-3080", refused.Expect(HttpStatusCode.Conflict).ProblemCode);
        var error = Assert.Single(refused.Json["errors"]!.AsArray());
        Assert.Equal("cases[1]", error!["field"]!.GetValue<string>());
        Assert.Equal("REVIEW", await PostOfAsync(first.Id));

        (await DecideAsync("ALL", first, second)).Expect(HttpStatusCode.OK);
        Assert.Equal("RE_REVIEW", await PostOfAsync(first.Id));
        Assert.Equal("RE_REVIEW", await PostOfAsync(second.Id));
    }

    [Fact]
    public async Task The_last_post_approves_in_bulk_and_each_decision_is_announced()
    {
        var cases = new[] { await GreenAsync(43), await GreenAsync(43) };
        (await DecideAsync("ALL", cases)).Expect(HttpStatusCode.OK);
        var proposed = new[] { await SeenAsync(cases[0].Id), await SeenAsync(cases[1].Id) };
        var barred = await DecideAsync("ALL", proposed);
        Assert.Contains("RBF-3015", barred.Text, StringComparison.Ordinal);

        var key = Guid.CreateVersion7().ToString();
        var decided = await DecideAsync(CaseSteps.Rereviewer, key, "EACH", proposed);
        var again = await DecideAsync(CaseSteps.Rereviewer, key, "EACH", proposed);

        Assert.Equal(decided.Expect(HttpStatusCode.OK).Text, again.Text);
        Assert.Equal(
            ["APPROVED", "APPROVED"],
            decided.Json["cases"]!.AsArray().Select(line => line!["state"]!.GetValue<string>())
        );
        foreach (var one in cases)
        {
            var id = (await CaseAsync(one.Id))["preDeclarationId"]!.GetValue<Guid>();
            var heard = (await approval.HearAsync(id, "decision"))[^1];
            Assert.Equal("APPROVED", heard["decision"]!.GetValue<string>());
        }
    }

    [Fact]
    public async Task A_wrong_request_says_everything_that_is_wrong()
    {
        var one = new Seen(Guid.CreateVersion7(), 1);

        var wrong = await PostAsync(
            Officer,
            Guid.CreateVersion7().ToString(),
            new
            {
                mode = "SOME",
                decision = "REJECT",
                reason = new string('x', 2001),
                cases = new[] { one, one },
            }
        );
        var many = await DecideAsync("ALL", [.. Enumerable.Repeat(one, 201)]);
        var none = await DecideAsync("ALL");
        var keyless = await approval.As(Officer).PostAsync("/v1/cases/bulk-decision", Body([one]));

        Assert.Equal("RBF-3004", wrong.Expect(HttpStatusCode.BadRequest).ProblemCode);
        foreach (var field in new[] { "mode", "decision", "reason", "cases" })
            Assert.Contains(field, wrong.Text, StringComparison.Ordinal);
        Assert.Equal("RBF-3004", many.ProblemCode);
        Assert.Equal("RBF-3004", none.ProblemCode);
        Assert.Equal("RBF-3001", keyless.ProblemCode);
    }

    [Fact]
    public async Task A_green_case_with_a_letter_out_is_not_clean()
    {
        var uscc = new SampleExporter(44).Uscc;
        await approval.EnrolAsync(uscc);
        var (caseId, _) = await approval.OpenUndrawnAsync(uscc, 6_000_000m);
        (await approval.ActAsync(Officer, caseId, "claim")).Expect(HttpStatusCode.OK);
        var letter = new
        {
            supplierTaxId = "91310000B",
            authority = "13100000000",
            amount = "1000.00",
            reason = "real supply?",
        };
        (await approval.ActAsync(Officer, caseId, "letters", letter)).Expect(HttpStatusCode.OK);

        var answer = await DecideAsync("EACH", await SeenAsync(caseId));

        Assert.Equal("RBF-3081", answer.Json["cases"]![0]!["code"]!.GetValue<string>());
    }

    private sealed record Seen(Guid Id, long Version);

    private async Task<Seen> GreenAsync(int exporter)
    {
        var uscc = new SampleExporter(exporter).Uscc;
        if (await approval.Database.CountAsync($"enrolment WHERE uscc = '{uscc}'") == 0)
            await approval.EnrolAsync(uscc);
        var (caseId, _) = await approval.OpenUndrawnAsync(uscc, 6_000_000m);
        Assert.Equal("GREEN", await approval.ChannelOfAsync(caseId));
        return await SeenAsync(caseId);
    }

    private async Task<Seen> SeenAsync(Guid caseId) =>
        new(caseId, (await CaseAsync(caseId))["version"]!.GetValue<long>());

    private async Task<JsonNode> CaseAsync(Guid caseId) =>
        (await approval.As(Officer).GetAsync($"/v1/cases/{caseId}")).Expect(HttpStatusCode.OK).Json;

    private async Task<string> PostOfAsync(Guid caseId) =>
        (await CaseAsync(caseId))["post"]!.GetValue<string>();

    private Task<ApiAnswer> DecideAsync(string mode, params Seen[] cases) =>
        DecideAsync(Officer, Guid.CreateVersion7().ToString(), mode, cases);

    private Task<ApiAnswer> DecideAsync(Bearer officer, string key, string mode, Seen[] cases) =>
        PostAsync(officer, key, Body(cases, mode));

    private static object Body(Seen[] cases, string mode = "ALL") =>
        new
        {
            mode,
            decision = "APPROVE",
            cases,
        };

    private Task<ApiAnswer> PostAsync(Bearer officer, string key, object body) =>
        approval.As(officer).PostAsync("/v1/cases/bulk-decision", body, ("Idempotency-Key", key));
}
