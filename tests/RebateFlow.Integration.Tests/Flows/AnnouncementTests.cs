using System.Net;
using RebateFlow.Contracts.Intake;
using RebateFlow.Integration.Tests.Risk;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;
using RebateFlow.Testing.Servers;

namespace RebateFlow.Integration.Tests.Flows;

/// <summary>
/// Risk knows nothing of enrolments that were announced before it listened. An operator has them
/// announced again; whoever knew them changes nothing, however often it is said. The installation
/// is this class's own, for its clock is moved and all of its enrolments are told.
/// </summary>
public sealed class AnnouncementTests(TestServers servers) : IAsyncLifetime
{
    private const string Announcement = "/v1/green-channel/enrolments/announcement";
    private const string Queue = "approval-move-on-enrolment-ordinary";

    private readonly Installation installation = new(servers);

    public ValueTask InitializeAsync() => installation.InitializeAsync();

    public ValueTask DisposeAsync() => installation.DisposeAsync();

    [Fact]
    public async Task A_new_listener_hears_of_live_enrolments_and_the_others_change_nothing()
    {
        var (live, ending, late) = (
            new SampleExporter(1).Uscc,
            new SampleExporter(2).Uscc,
            new SampleExporter(3).Uscc
        );
        await installation.EnrolAsync(live);
        await EndAsync(await installation.EnrolAsync(ending), "2026-04-21");
        var underWay = RiskSteps.Cleared(live) with { RebateDueCny = 6_000_000 };
        await OpenAsync(underWay);
        // One in fifty is drawn for a check and stays where it is; not all of three.
        for (var i = 0; i < 3; i++)
            await OpenAsync(RiskSteps.Cleared(late) with { RebateDueCny = 6_000_000 });
        await installation.Risk.Database.QueryAsync<int>(
            "WITH gone AS (DELETE FROM enrolment RETURNING 1) SELECT count(*)::int FROM gone"
        );
        var (intake, trails) = (await IntakeKnowsAsync(), await TrailsAsync());

        Assert.Equal(2, await AnnounceAsync());
        await Eventually.EqualAsync(2L, () => RiskKnowsAsync("true"));
        Assert.Equal(
            1,
            await RiskKnowsAsync($"uscc = '{ending}' AND version = 2 AND valid_to = '2026-04-21'")
        );
        installation.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(1, await AnnounceAsync());
        Assert.Equal(1, await AnnounceAsync());
        await ListenedAsync();

        Assert.Equal(intake, await IntakeKnowsAsync());
        Assert.Equal(trails, await TrailsAsync());
        Assert.Equal(
            1,
            await RiskKnowsAsync($"uscc = '{live}' AND version = 1 AND valid_to IS NULL")
        );
        // What changes something is heard still, after all that was said again.
        await installation.EnrolAsync(late);
        await Eventually.HoldsAsync(async () => await CountAsync("channel_move") > 0);
        Assert.Equal(
            0,
            await CountAsync(
                $"channel_move JOIN approval_case USING (case_id) WHERE uscc = '{live}'"
            )
        );
    }

    private async Task OpenAsync(Filing filing)
    {
        await installation.ClearAsync(filing);
        await installation.CaseOfAsync(filing.PreDeclarationId);
    }

    private async Task<int> AnnounceAsync() =>
        (
            await installation
                .As(new Bearer("operator", ["operator"]), installation.Approval)
                .PostAsync(Announcement)
        )
            .Expect(HttpStatusCode.OK)
            .Json["announced"]!.GetValue<int>();

    private async Task EndAsync(Guid id, string endsOn)
    {
        var ended = await installation
            .As(new Bearer("policy-editor", ["policy.editor"]), installation.Approval)
            .PostAsync(
                $"/v1/green-channel/enrolments/{id}/ending",
                new { endsOn, reason = "测试" },
                ("If-Match", "\"2\""),
                ("Idempotency-Key", Guid.CreateVersion7().ToString())
            );
        ended.Expect(HttpStatusCode.OK);
        await Eventually.EqualAsync(1L, () => RiskKnowsAsync("version = 2"));
    }

    /// <summary>All that was said has left the outbox and its queues.</summary>
    private Task ListenedAsync() =>
        Eventually.EqualAsync(
            0L,
            async () =>
                await CountAsync("outbox")
                + await installation.Broker.CountAsync(Queue)
                + await installation.Broker.CountAsync("intake-record-enrolment-ordinary")
                + await installation.Broker.CountAsync("risk-record-enrolment-ordinary")
        );

    private Task<long> RiskKnowsAsync(string what) =>
        installation.Risk.Database.CountAsync($"enrolment WHERE {what}");

    private Task<string> IntakeKnowsAsync() =>
        installation.Intake.Database.QueryAsync<string>(
            "SELECT string_agg(e::text, ' ' ORDER BY uscc) FROM green_channel_enrolment e"
        );

    private Task<string> TrailsAsync() =>
        installation.Approval.Database.QueryAsync<string>(
            "SELECT string_agg(case_id || channel || version, ' ' ORDER BY case_id) "
                + "FROM approval_case"
        );

    private Task<long> CountAsync(string what) => installation.Approval.Database.CountAsync(what);
}
