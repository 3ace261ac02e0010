using System.Text.Json;
using RebateFlow.Approval.Casework.Enrolments;
using RebateFlow.Approval.Casework.Policies;
using RebateFlow.Approval.Policies;

namespace RebateFlow.Approval.Tests.Policies;

public sealed class PolicyDraftTests
{
    private static readonly DateOnly Today = new(2026, 4, 20);
    private static readonly Signature Editor = new("editor", default);
    private static readonly Signature Approver = new("approver", default);

    [Fact]
    public void A_policy_is_simulated_approved_by_another_and_activated()
    {
        var simulated = Draft().Simulate(Editor, "{}").Next!;

        var active = simulated.Approve(Approver).Next!.Activate(Editor, Today).Next!;

        Assert.Equal((PolicyDraftState.Activated, 4L), (active.State, active.Version));
    }

    [Fact]
    public void Nobody_signs_what_was_not_simulated_nor_what_they_drafted()
    {
        Assert.Equal(PolicyRefusal.NotSimulated, Draft().Approve(Approver).Refusal);
        Assert.Equal(
            PolicyRefusal.SamePerson,
            Draft().Simulate(Approver, "{}").Next!.Approve(Editor).Refusal
        );
        Assert.Equal(PolicyRefusal.NotApproved, Draft().Activate(Editor, Today).Refusal);
    }

    [Fact]
    public void What_was_approved_is_not_simulated_again()
    {
        var approved = Draft().Simulate(Editor, "{}").Next!.Approve(Approver).Next!;

        Assert.Equal(PolicyRefusal.NotDraft, approved.Simulate(Editor, "{}").Refusal);
    }

    [Fact]
    public void No_version_begins_in_the_past()
    {
        var approved = Draft().Simulate(Editor, "{}").Next!.Approve(Approver).Next!;

        var late = approved.Activate(Editor, new(2026, 5, 2));

        Assert.Equal(PolicyRefusal.BeginsInThePast, late.Refusal);
    }

    [Fact]
    public void A_discarded_draft_stays_discarded()
    {
        var discarded = Draft().Discard(Approver).Next!;

        Assert.Equal(PolicyRefusal.AlreadyClosed, discarded.Discard(Approver).Refusal);
        Assert.Equal(PolicyRefusal.NotDraft, discarded.Approve(Approver).Refusal);
    }

    [Theory]
    [InlineData("\"5000000.00\"", "\"-1\"", "minimumRebate is -1")]
    [InlineData("\"own proposal\"", "\"\"", "enhancedGrade")]
    [InlineData("\"HIGH\"", "\"HUGE\"", "enhancedGrade is HUGE")]
    [InlineData("\"validFrom\":\"2026-05-01\"", "\"validFrom\":\"2026-04-19\"", "today")]
    public void A_wrong_value_is_named(string good, string bad, string expected)
    {
        var body = Body().Replace(good, bad, StringComparison.Ordinal);

        var (draft, errors) = Read(body);

        Assert.Null(draft);
        Assert.Contains(expected, Assert.Single(errors).MessageEn, StringComparison.Ordinal);
    }

    private static PolicyDraft Draft() => Read(Body()).Draft!;

    private static string Body() =>
        LoadSeeds
            .ReadPolicies("green-channel-policies/")[^1]
            .Body.Replace(
                "\"validFrom\": \"2016-09-01\"",
                "\"validFrom\":\"2026-05-01\"",
                StringComparison.Ordinal
            );

    private static (
        PolicyDraft? Draft,
        IReadOnlyList<RebateFlow.ServiceDefaults.FieldError> Errors
    ) Read(string body) =>
        DraftPolicy.Read(new(null, JsonSerializer.Deserialize<JsonElement>(body)), Editor, Today);
}
