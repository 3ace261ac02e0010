using System.Net;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;
using RebateFlow.Testing.Servers;

namespace RebateFlow.Integration.Tests.Flows;

/// <summary>
/// A message that its consumer cannot digest ends in the error queue, stops nobody else, and can be
/// tried again or discarded by an operator, on record.
/// </summary>
public sealed class ErrorQueueTests(TestServers servers) : IAsyncLifetime
{
    private const string Queue = "risk-score-pre-declaration-ordinary_error";

    private readonly Installation installation = new(servers);
    private readonly SampleExporter exporter = new(1);

    public async ValueTask InitializeAsync()
    {
        await installation.InitializeAsync();
        await installation.FeedReferenceAsync(exporter);
    }

    public ValueTask DisposeAsync() => installation.DisposeAsync();

    [Fact]
    public async Task A_filing_that_met_a_fault_of_ours_goes_on_when_an_operator_retries_it()
    {
        var filing = new SampleFiling(exporter, 1);
        await installation.FeedVouchersAsync(filing);
        var risk = installation.Risk.Database;
        await risk.ExecuteAsync("ALTER TABLE assessment RENAME TO mislaid");
        var id = await installation.SubmitAsync(filing);
        await ParkedBecomeAsync(1);
        await risk.ExecuteAsync("ALTER TABLE mislaid RENAME TO assessment");

        var refused = await ActAsync("RETRY", reason: "");
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        (await ActAsync("RETRY", "the table is back")).Expect(HttpStatusCode.OK);

        await installation.CaseOfAsync(id);
        await ParkedBecomeAsync(0);
    }

    [Fact]
    public async Task A_poison_message_stops_nobody_and_can_be_discarded()
    {
        await installation.PublishAsync(
            "rebateflow.intake.pre-declaration-cleared.v1",
            new { filing = "none", clearedAt = "never" }
        );
        await ParkedBecomeAsync(1);
        var filing = new SampleFiling(exporter, 1);
        await installation.FeedVouchersAsync(filing);
        await installation.CaseOfAsync(await installation.SubmitAsync(filing));

        var shown = await Operator().GetAsync($"/v1/error-queues/{Queue}");
        Assert.NotEmpty(shown.Expect(HttpStatusCode.OK).Json[0]!["fault"]!.GetValue<string>());
        (await ActAsync("DISCARD", "sent by a test")).Expect(HttpStatusCode.OK);

        await ParkedBecomeAsync(0);
    }

    private ApiClient Operator() => installation.As(Bearer.Operator, installation.Risk);

    private Task<ApiAnswer> ActAsync(string action, string reason) =>
        Operator().PostAsync($"/v1/error-queues/{Queue}/actions", new { action, reason });

    private Task ParkedBecomeAsync(int count) =>
        Eventually.EqualAsync(
            count,
            async () =>
                (await Operator().GetAsync("/v1/error-queues"))
                    .Expect(HttpStatusCode.OK)
                    .Json.AsArray()
                    .Where(queue => queue!["name"]!.GetValue<string>() == Queue)
                    .Sum(queue => queue!["messages"]!.GetValue<int>())
        );
}
