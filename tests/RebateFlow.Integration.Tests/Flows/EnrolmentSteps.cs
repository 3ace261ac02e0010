using System.Net;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Integration.Tests.Flows;

/// <summary>How an enterprise comes into the green channel, through the API.</summary>
public static class EnrolmentSteps
{
    private static readonly Bearer Editor = new("policy-editor", ["policy.editor"]);
    private static readonly Bearer Approver = new("policy-approver", ["policy.approver"]);

    /// <summary>
    /// Drafted by one person, approved by another; waits until Intake and Risk have heard.
    /// </summary>
    /// <returns>Id of the enrolment; its version is 2.</returns>
    public static async Task<Guid> EnrolAsync(this Installation installation, string uscc)
    {
        var draft = await installation
            .As(Editor, installation.Approval)
            .PostAsync(
                "/v1/green-channel/enrolments",
                new
                {
                    uscc,
                    validFrom = "2026-01-01",
                    reason = "大型加工贸易企业",
                },
                ("Idempotency-Key", Guid.CreateVersion7().ToString())
            );
        var id = draft.Expect(HttpStatusCode.Created).Json["id"]!.GetValue<Guid>();
        var approved = await installation
            .As(Approver, installation.Approval)
            .PostAsync(
                $"/v1/green-channel/enrolments/{id}/approval",
                null,
                ("If-Match", draft.ETag!)
            );
        approved.Expect(HttpStatusCode.OK);
        await Eventually.EqualAsync(
            2L,
            async () =>
                await installation.Intake.Database.CountAsync(
                    $"green_channel_enrolment WHERE uscc = '{uscc}'"
                ) + await installation.Risk.Database.CountAsync($"enrolment WHERE uscc = '{uscc}'")
        );
        return id;
    }
}
