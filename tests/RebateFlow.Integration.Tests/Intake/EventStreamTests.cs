using System.Net;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Integration.Tests.Intake;

/// <summary>
/// States of a filing as they come, over real connections and two instances of Intake.
/// </summary>
public sealed class EventStreamTests(SharedInstallation shared)
{
    [Fact]
    public async Task A_stream_tells_each_state_once_and_ends_with_the_decision()
    {
        var (installation, filing, id) = await WaitingAsync();
        using var events = await OpenAsync(installation, filing, id);
        Assert.Equal("AWAITING_DATA", (await events.NextAsync())!.Value.State);

        await installation.FeedVouchersAsync(filing);
        Assert.Equal("CLEARED", (await events.NextAsync())!.Value.State);
        Assert.Equal("UNDER_REVIEW", (await events.NextAsync())!.Value.State);
        await ApproveAsync(installation, id);

        Assert.Equal(["APPROVED"], await events.RestAsync());
    }

    [Fact]
    public async Task A_reader_that_comes_back_gets_what_it_missed_from_another_instance()
    {
        var (installation, filing, id) = await WaitingAsync();
        await using var peer = installation.CreatePeerOfIntake();
        await peer.StartAsync();
        long last;
        using (var events = await OpenAsync(installation, filing, id))
            last = (await events.NextAsync())!.Value.Id;

        await installation.FeedVouchersAsync(filing);
        await installation.StateBecomesAsync(filing, id, "UNDER_REVIEW");
        using var resumed = await OpenAsync(installation, filing, id, peer, last);
        Assert.Equal("CLEARED", (await resumed.NextAsync())!.Value.State);
        Assert.Equal("UNDER_REVIEW", (await resumed.NextAsync())!.Value.State);
        await ApproveAsync(installation, id);
        var approved = (await resumed.NextAsync())!.Value;
        Assert.Equal("APPROVED", approved.State);
        Assert.Null(await resumed.NextAsync());

        using var over = await OpenAsync(installation, filing, id, peer, approved.Id);
        Assert.Equal(HttpStatusCode.NoContent, over.Status);
    }

    [Fact]
    public async Task What_one_instance_does_is_told_by_the_other_without_a_heart_beat()
    {
        var (installation, filing, id) = await WaitingAsync();
        await using var peer = installation.CreatePeerOfIntake();
        peer.Settings["Listening:HeartBeat"] = "10:00:00";
        await peer.StartAsync();
        using var events = await OpenAsync(installation, filing, id, peer);
        await events.NextAsync();

        await installation.WithdrawAsync(filing, id, "WAIVER");

        Assert.Equal(["WITHDRAWN"], await events.RestAsync());
    }

    [Fact]
    public async Task A_quiet_stream_shows_that_it_lives()
    {
        var (installation, filing, id) = await WaitingAsync();
        using var events = await OpenAsync(installation, filing, id);
        await events.NextAsync();

        Assert.Equal(":", await events.NextLineAsync());
    }

    [Theory]
    [InlineData(3)]
    // Ended already, and still taken because clocks differ a little.
    [InlineData(-5)]
    public async Task A_stream_ends_with_its_token(int secondsLeft)
    {
        var (installation, filing, id) = await WaitingAsync();
        var token = installation.Issuer.Issue(
            filing.Exporter.Bearer,
            TimeSpan.FromSeconds(secondsLeft)
        );
        using var events = await EventReader.OpenAsync(installation.Intake.Address, token, id);
        Assert.Equal("AWAITING_DATA", (await events.NextAsync())!.Value.State);

        Assert.Empty(await events.RestAsync());
    }

    [Fact]
    public async Task A_stream_ends_in_order_when_the_service_stops_and_goes_on_elsewhere()
    {
        var (installation, filing, id) = await WaitingAsync();
        await using var peer = installation.CreatePeerOfIntake();
        await peer.StartAsync();
        using var events = await OpenAsync(installation, filing, id, peer);
        var last = (await events.NextAsync())!.Value.Id;

        await peer.StopAsync();

        Assert.Empty(await events.RestAsync());
        await installation.WithdrawAsync(filing, id, "WAIVER");
        using var resumed = await OpenAsync(installation, filing, id, lastId: last);
        Assert.Equal(["WITHDRAWN"], await resumed.RestAsync());
    }

    [Fact]
    public async Task A_new_attempt_is_told_too()
    {
        var (installation, filing, id) = await WaitingAsync();
        using var events = await OpenAsync(installation, filing, id);
        await events.NextAsync();

        await installation.SubmitAgainAsync(filing, id);

        Assert.Equal("SUBMITTED", (await events.NextAsync())!.Value.State);
        Assert.Equal("AWAITING_DATA", (await events.NextAsync())!.Value.State);
    }

    [Fact]
    public async Task Nothing_is_recorded_where_nobody_listens()
    {
        var (installation, filing) = await shared.WithFilingAsync();
        var id = await installation.SubmitAsync(filing);
        await installation.StateBecomesAsync(filing, id, "UNDER_REVIEW");

        var events = $"filing_event WHERE pre_declaration_id = '{id}'";
        Assert.Equal(0, await installation.Intake.Database.CountAsync(events));
    }

    [Fact]
    public async Task A_client_holds_a_bounded_number_of_streams()
    {
        var (installation, filing, id) = await WaitingAsync();
        var held = new List<EventReader>();
        for (var i = 0; i < 8; i++)
            held.Add(await OpenAsync(installation, filing, id));

        using (var ninth = await OpenAsync(installation, filing, id))
            Assert.Equal(HttpStatusCode.TooManyRequests, ninth.Status);

        held.ForEach(stream => stream.Dispose());
        await Eventually.HoldsAsync(async () =>
        {
            using var again = await OpenAsync(installation, filing, id);
            return again.Status == HttpStatusCode.OK;
        });
    }

    [Fact]
    public async Task Another_exporters_filing_and_a_wrong_last_id_are_refused()
    {
        var (installation, filing, id) = await WaitingAsync();
        var other = shared.NewFiling();
        var path = $"/v1/pre-declarations/{id}/events";

        using var foreign = await OpenAsync(installation, other, id);
        var wrong = await installation
            .As(filing.Exporter.Bearer, installation.Intake)
            .SendAsync(HttpMethod.Get, path, null, ("Last-Event-ID", "yesterday"));

        Assert.Equal(HttpStatusCode.NotFound, foreign.Status);
        Assert.Equal("RBF-1010", wrong.ProblemCode);
    }

    /// <summary>A filing whose vouchers nobody has fed yet.</summary>
    private async Task<(Installation, SampleFiling, Guid)> WaitingAsync()
    {
        var installation = await shared.GetAsync();
        var filing = shared.NewFiling();
        await installation.FeedReferenceAsync(filing.Exporter);
        var id = await installation.SubmitAsync(filing);
        await installation.StateBecomesAsync(filing, id, "AWAITING_DATA");
        return (installation, filing, id);
    }

    private static Task<EventReader> OpenAsync(
        Installation installation,
        SampleFiling filing,
        Guid id,
        IServiceHost? at = null,
        long? lastId = null
    ) =>
        EventReader.OpenAsync(
            (at ?? installation.Intake).Address,
            installation.Issuer.Issue(filing.Exporter.Bearer),
            id,
            lastId
        );

    private static async Task ApproveAsync(Installation installation, Guid id) =>
        await installation.ApproveAsync(
            (await installation.CaseOfAsync(id))["id"]!.GetValue<Guid>()
        );
}
