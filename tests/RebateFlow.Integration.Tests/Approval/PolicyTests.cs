using System.Net;
using System.Text.Json.Nodes;
using RebateFlow.Contracts.Risk;

namespace RebateFlow.Integration.Tests.Approval;

/// <summary>
/// A new version of the green-channel policy from its draft to the first case it decides.
/// </summary>
/// <remarks>
/// It has an Approval of its own: a policy that counts would change the cases of other tests.
/// </remarks>
public sealed class PolicyTests(Servers servers) : IAsyncLifetime
{
    private const string Drafts = "/v1/green-channel/policies/drafts";

    private static readonly Bearer Editor = new("policy-editor", ["policy.editor"]);
    private static readonly Bearer Approver = new("policy-approver", ["policy.approver"]);

    private readonly ApprovalAlone approval = new(servers);

    public ValueTask InitializeAsync() => approval.InitializeAsync();

    public ValueTask DisposeAsync() => approval.DisposeAsync();

    [Fact]
    public async Task A_policy_is_simulated_over_past_cases_signed_by_another_and_then_decides()
    {
        var uscc = await EnrolAsync(new SampleExporter(81).Uscc);
        var good = await OpenUntilUndrawnAsync(uscc, 2_000_000m);
        var bad = await OpenUntilUndrawnAsync(uscc, 3_000_000m);
        await approval.Database.ExecuteAsync(
            $"UPDATE approval_case SET state = 'REJECTED', decision = 'REJECTED' "
                + $"WHERE case_id = '{bad}'"
        );

        var drafted = await approval
            .As(Editor)
            .PostAsync("/v1/green-channel/policies", new { policy = Lower() }, Key());
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
        var decided = await OpenUntilUndrawnAsync(uscc, 2_000_000m);
        Assert.Equal(
            "GREEN",
            await approval.Database.QueryAsync<string>(
                $"SELECT channel FROM approval_case WHERE case_id = '{decided}'"
            )
        );
    }

    [Fact]
    public async Task A_second_version_of_the_same_first_day_is_refused_at_its_activation()
    {
        await ActivateAsync("first");

        var second = await DraftAndApproveAsync("second");
        var refused = await ActAsync(Editor, second, "activation", 3);

        Assert.Equal("RBF-3046", refused.ProblemCode);
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
            .PostAsync("/v1/green-channel/policies", new { policy }, Key());
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

    /// <summary>A drawn case would be standard whatever the policy says.</summary>
    private async Task<Guid> OpenUntilUndrawnAsync(string uscc, decimal rebate)
    {
        for (var i = 0; i < 20; i++)
        {
            var caseId = await approval.OpenAsync(Filed(uscc, rebate));
            var isDrawn = await approval.Database.QueryAsync<bool>(
                $"SELECT sample_drawn FROM approval_case WHERE case_id = '{caseId}'"
            );
            if (!isDrawn)
                return caseId;
            await approval.Database.ExecuteAsync(
                $"DELETE FROM approval_case WHERE case_id = '{caseId}'"
            );
        }
        throw new InvalidOperationException("Twenty draws of two percent in a row.");
    }

    private static RiskAssessed Filed(string uscc, decimal rebate)
    {
        var message = Assessments.Clean().Claiming(rebate);
        return message with
        {
            Filing = message.Filing with
            {
                Declarant = message.Filing.Declarant with { Uscc = uscc, EnterpriseClass = 1 },
            },
        };
    }

    private async Task<string> EnrolAsync(string uscc)
    {
        var draft = await approval
            .As(Editor)
            .PostAsync(
                "/v1/green-channel/enrolments",
                new
                {
                    uscc,
                    validFrom = "2026-01-01",
                    reason = "大型加工贸易企业",
                },
                Key()
            );
        var id = draft.Expect(HttpStatusCode.Created).Json["id"]!.GetValue<Guid>();
        var approved = await approval
            .As(Approver)
            .PostAsync(
                $"/v1/green-channel/enrolments/{id}/approval",
                null,
                ("If-Match", draft.ETag!)
            );
        approved.Expect(HttpStatusCode.OK);
        return uscc;
    }

    private Task<ApiAnswer> ActAsync(
        Bearer by,
        Guid id,
        string action,
        int version,
        object? body = null
    ) => approval.As(by).PostAsync($"{Drafts}/{id}/{action}", body, ("If-Match", $"\"{version}\""));

    private static (string, string) Key() => ("Idempotency-Key", Guid.CreateVersion7().ToString());
}
