using System.Net;
using System.Text.Json.Nodes;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;
using RebateFlow.Testing.Servers;

namespace RebateFlow.Integration.Tests.Approval;

/// <summary>
/// A new version of the green-channel policy from its draft to the first case it decides.
/// </summary>
/// <remarks>
/// It has an Approval of its own: a policy that counts would change the cases of other tests.
/// </remarks>
public sealed class PolicyTests(TestServers servers) : IAsyncLifetime
{
    private const string Drafts = "/v1/green-channel/policies/drafts";

    private static readonly Bearer Editor = GreenSteps.Editor;
    private static readonly Bearer Approver = GreenSteps.Approver;

    private readonly ApprovalAlone approval = new(servers);

    public ValueTask InitializeAsync() => approval.InitializeAsync();

    public ValueTask DisposeAsync() => approval.DisposeAsync();

    [Fact]
    public async Task A_policy_is_simulated_over_past_cases_signed_by_another_and_then_decides()
    {
        var uscc = new SampleExporter(81).Uscc;
        await approval.EnrolAsync(uscc);
        var (good, _) = await approval.OpenUndrawnAsync(uscc, 2_000_000m);
        var (bad, _) = await approval.OpenUndrawnAsync(uscc, 3_000_000m);
        foreach (var officer in new[] { CaseSteps.Reviewer, CaseSteps.Rereviewer })
        {
            (await approval.ActAsync(officer, bad, "claim")).Expect(HttpStatusCode.OK);
            var body = new { decision = "REJECT", reason = "无真实业务" };
            (await approval.ActAsync(officer, bad, "decision", body)).Expect(HttpStatusCode.OK);
        }

        var drafted = await approval
            .As(Editor)
            .PostAsync("/v1/green-channel/policies", new { policy = Lower() }, GreenSteps.Key());
        var id = drafted.Expect(HttpStatusCode.Created).Json["id"]!.GetValue<Guid>();
        Assert.Equal("RBF-3044", (await ActAsync(Approver, id, "approval", 1)).ProblemCode);
        var simulated = await ActAsync(Editor, id, "simulation", 1, new { });

        var result = simulated.Expect(HttpStatusCode.OK).Json["simulation"]!;
        Assert.Equal(2, result["gained"]!["cases"]!.GetValue<int>());
        Assert.Equal("5000000.00", result["gained"]!["rebate"]!.GetValue<string>());
        Assert.Equal(1, result["gained"]!["bad"]!.GetValue<int>());
        Assert.Equal("3000000.00", result["gained"]!["badRebate"]!.GetValue<string>());
        Assert.Contains(
            result["changedCases"]!.AsArray(),
            one => one!["caseId"]!.GetValue<Guid>() == good
        );

        (await ActAsync(Approver, id, "approval", 2)).Expect(HttpStatusCode.OK);
        (await ActAsync(Editor, id, "activation", 3)).Expect(HttpStatusCode.OK);
        var (decided, _) = await approval.OpenUndrawnAsync(uscc, 2_000_000m);
        Assert.Equal("GREEN", await approval.ChannelOfAsync(decided));
        // The live case that was decided by the earlier policy moves.
        await Eventually.EqualAsync("GREEN", () => approval.ChannelOfAsync(good));
    }

    [Fact]
    public async Task A_second_version_of_the_same_first_day_is_refused_at_its_activation()
    {
        await ActivateAsync("first");

        var second = await DraftAndApproveAsync("second");
        var refused = await ActAsync(Editor, second, "activation", 3);

        Assert.Equal("RBF-3046", refused.ProblemCode);
    }

    [Fact]
    public async Task What_the_simulation_said_is_what_then_happens_to_the_same_filings()
    {
        var random = new Random(20260420);
        string[] filers = [new SampleExporter(83).Uscc, new SampleExporter(84).Uscc];
        foreach (var uscc in filers)
            await approval.EnrolAsync(uscc);
        var before = new Dictionary<Guid, string>();
        for (var i = 0; i < 24; i++)
        {
            // The first ones gain and lose by it for certain, unless the sample draws them all.
            var (rebateCny, score, isUnjudged) = i switch
            {
                < 3 => (2_400_000m, 5, false),
                < 6 => (6_000_000m, 20, false),
                _ => (400_000m * random.Next(1, 20), random.Next(0, 60), random.Next(8) == 0),
            };
            var filed = GreenSteps.Filed(filers[i % 2], rebateCny) with
            {
                Score = score,
                HasUnjudgedRule = isUnjudged,
            };
            var caseId = await approval.OpenAsync(filed);
            before[caseId] = await approval.ChannelOfAsync(caseId);
        }

        var drafted = await approval
            .As(Editor)
            .PostAsync("/v1/green-channel/policies", new { policy = Other() }, GreenSteps.Key());
        var id = drafted.Expect(HttpStatusCode.Created).Json["id"]!.GetValue<Guid>();
        var simulated = await ActAsync(Editor, id, "simulation", 1, new { });
        var result = simulated.Expect(HttpStatusCode.OK).Json["simulation"]!;
        var said = new Dictionary<Guid, string>(before);
        foreach (var changed in result["changedCases"]!.AsArray())
        {
            var caseId = changed!["caseId"]!.GetValue<Guid>();
            Assert.Equal(before[caseId], changed["before"]!.GetValue<string>());
            said[caseId] = changed["after"]!.GetValue<string>();
        }
        // Both directions, or there is nothing to be right about.
        Assert.True(result["gained"]!["cases"]!.GetValue<int>() > 0, result.ToJsonString());
        Assert.True(result["lost"]!["cases"]!.GetValue<int>() > 0, result.ToJsonString());

        (await ActAsync(Approver, id, "approval", 2)).Expect(HttpStatusCode.OK);
        (await ActAsync(Editor, id, "activation", 3)).Expect(HttpStatusCode.OK);

        await Eventually.HoldsAsync(async () =>
        {
            var now = await ChannelsAsync(before.Keys);
            return said.All(one => now[one.Key] == one.Value);
        });
        var green = said.Values.Count(channel => channel == "GREEN");
        Assert.Equal(green, result["greenAfter"]!["cases"]!.GetValue<int>());
    }

    private async Task<Dictionary<Guid, string>> ChannelsAsync(IEnumerable<Guid> cases)
    {
        var channels = new Dictionary<Guid, string>();
        foreach (var caseId in cases)
            channels[caseId] = await approval.ChannelOfAsync(caseId);
        return channels;
    }

    /// <summary>The seeded policy with a lower amount and a stricter score.</summary>
    private static JsonObject Other()
    {
        var policy = Lower();
        policy["values"]!["scoreLimit"]!["value"] = "15";
        return policy;
    }

    private async Task ActivateAsync(string version) =>
        (await ActAsync(Editor, await DraftAndApproveAsync(version), "activation", 3)).Expect(
            HttpStatusCode.OK
        );

    private async Task<Guid> DraftAndApproveAsync(string version)
    {
        var policy = Lower();
        policy["version"] = version;
        var drafted = await approval
            .As(Editor)
            .PostAsync("/v1/green-channel/policies", new { policy }, GreenSteps.Key());
        var id = drafted.Expect(HttpStatusCode.Created).Json["id"]!.GetValue<Guid>();
        (await ActAsync(Editor, id, "simulation", 1, new { })).Expect(HttpStatusCode.OK);
        (await ActAsync(Approver, id, "approval", 2)).Expect(HttpStatusCode.OK);
        return id;
    }

    /// <summary>The seeded policy with a lower amount, from today on.</summary>
    private static JsonObject Lower()
    {
        var file = RebateFlow.Approval.Policies.LoadSeeds.ReadPolicies("green-channel-policies/");
        var policy = JsonNode.Parse(file[^1].Body)!.AsObject();
        policy["version"] = "2026-04-20";
        policy["validFrom"] = "2026-04-20";
        policy["values"]!["minimumRebate"]!["value"] = "1000000.00";
        return policy;
    }

    private Task<ApiAnswer> ActAsync(
        Bearer by,
        Guid id,
        string action,
        int version,
        object? body = null
    ) => approval.As(by).PostAsync($"{Drafts}/{id}/{action}", body, ("If-Match", $"\"{version}\""));
}
