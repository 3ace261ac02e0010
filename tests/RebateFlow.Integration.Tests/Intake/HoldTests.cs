using System.Net;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Integration.Tests.Intake;

/// <summary>An exporter sees that its filing is on hold, and that it no longer is.</summary>
public sealed class HoldTests(SharedInstallation shared)
{
    [Fact]
    public async Task A_hold_of_the_whole_case_is_shown_until_it_is_released()
    {
        var (installation, filing) = await shared.WithFilingAsync();
        var id = await installation.SubmitAsync(filing);
        var caseId = (await installation.CaseOfAsync(id))["id"]!.GetValue<Guid>();
        await installation.StateBecomesAsync(filing, id, "UNDER_REVIEW");

        await OkAsync(
            installation.ClaimAndActAsync(
                CaseSteps.Reviewer,
                caseId,
                "hold",
                new
                {
                    ground = "SUPPLIER_SUSPICION",
                    scope = "WHOLE_CASE",
                    reason = "supply in doubt",
                }
            )
        );
        await installation.StateBecomesAsync(filing, id, "HELD");
        await OkAsync(
            installation.ActAsync(
                Bearer.Officer("officer-review-2", "review"),
                caseId,
                "hold-release",
                new { holdNo = 1, reason = "supply is real" }
            )
        );

        await installation.StateBecomesAsync(filing, id, "UNDER_REVIEW");
    }

    [Fact]
    public async Task A_hold_that_comes_after_its_release_changes_nothing()
    {
        var (installation, filing) = await shared.WithFilingAsync();
        var id = await installation.SubmitAsync(filing);
        await installation.StateBecomesAsync(filing, id, "UNDER_REVIEW");

        await TellAsync(installation, id, caseVersion: 7, isHeld: false);
        await TellAsync(installation, id, caseVersion: 6, isHeld: true);

        var seen = await installation.SeenByExporterAsync(filing, id);
        Assert.Equal("UNDER_REVIEW", seen["state"]!.GetValue<string>());
    }

    private static async Task TellAsync(
        Installation installation,
        Guid id,
        long caseVersion,
        bool isHeld
    )
    {
        var message = await installation.PublishAsync(
            "rebateflow.approval.case-hold-changed.v1",
            new
            {
                caseId = (await installation.CaseOfAsync(id))["id"]!.GetValue<Guid>(),
                preDeclarationId = id,
                attemptNo = 1,
                caseVersion,
                isHeld,
                changedAt = TestClock.Start,
            }
        );
        await installation.Intake.IsDoneWithAsync(message);
    }

    private static async Task OkAsync(Task<ApiAnswer> answer) =>
        (await answer).Expect(HttpStatusCode.OK);
}
