using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using RabbitMQ.Client;
using RebateFlow.Approval.Cases;
using RebateFlow.Contracts;
using RebateFlow.Contracts.Intake;
using RebateFlow.Contracts.Risk;
using RebateFlow.Messaging;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;
using RebateFlow.Testing.Servers;

namespace RebateFlow.Integration.Tests.Approval;

/// <summary>
/// Approval with real servers but without the other services: the tests speak for Risk and Intake.
/// </summary>
public sealed class ApprovalAlone(TestServers servers) : IAsyncLifetime
{
    private const string Sink = "everything-approval-says";

    private static readonly string[] Outgoing =
    [
        "rebateflow.approval.case-opened.v1",
        "rebateflow.approval.case-decided.v1",
        "rebateflow.approval.green-channel-enrolment-changed.v1",
        "rebateflow.approval.green-channel-policy-changed.v1",
        "rebateflow.approval.case-withheld.v1",
        "rebateflow.approval.case-checked.v1",
        "rebateflow.approval.self-inspection-asked.v1",
    ];

    private readonly TestClock clock = new();
    private TokenIssuer? issuer;
    private ProxiedBroker? broker;

    // Any type of the service's assembly names the program to start.
    private ServiceHost<CaseActions>? host;

    public TestClock Clock => clock;
    public ProxiedDatabase Database => Host.Database;
    private ProxiedBroker Broker => broker ?? throw NotStarted();
    private ServiceHost<CaseActions> Host => host ?? throw NotStarted();

    public async ValueTask InitializeAsync()
    {
        issuer = await TokenIssuer.StartAsync();
        broker = await servers.CreateBrokerAsync();
        await ListenAsync();
        var database = await servers.CreateDatabaseAsync(typeof(CaseActions).Assembly);
        host = new(database, broker, issuer, clock);
        await host.StartAsync();
        await Eventually.HoldsAsync(async () =>
            await broker.ListenersAsync("approval-open-case-ordinary") > 0
            && await broker.ListenersAsync("approval-record-withdrawal-ordinary") > 0
            && await broker.ListenersAsync("approval-record-reassessment-ordinary") > 0
            && await broker.ListenersAsync("approval-move-on-enrolment-ordinary") > 0
            && await broker.ListenersAsync("approval-record-facts-changed-ordinary") > 0
            && await broker.ListenersAsync("approval-record-recheck-ordinary") > 0
            && await broker.ListenersAsync("approval-record-self-inspection-ordinary") > 0
        );
    }

    public ApiClient As(Bearer bearer) =>
        new(Host.Address, (issuer ?? throw NotStarted()).Issue(bearer));

    /// <summary>Publishes an assessment as Risk would, each call as a message of its own.</summary>
    public Task PublishAsync(RiskAssessed message) =>
        PublishAsync("rebateflow.risk.risk-assessed.v1", message, Guid.CreateVersion7());

    public Task PublishAsync(PreDeclarationWithdrawn message) =>
        PublishAsync(
            "rebateflow.intake.pre-declaration-withdrawn.v1",
            message,
            Guid.CreateVersion7()
        );

    public Task PublishAsync(SelfInspectionFiled message) =>
        PublishAsync("rebateflow.intake.self-inspection-filed.v1", message, Guid.CreateVersion7());

    public Task PublishAsync(RiskReassessed message) =>
        PublishAsync("rebateflow.risk.risk-reassessed.v1", message, Guid.CreateVersion7());

    public Task PublishAsync(string exchange, object message, Guid messageId) =>
        Broker.PublishAsync(
            exchange,
            Lanes.Ordinary,
            new BasicProperties
            {
                MessageId = messageId.ToString(),
                ContentType = "application/json",
                DeliveryMode = DeliveryModes.Persistent,
            },
            JsonSerializer.SerializeToUtf8Bytes(message, message.GetType(), MessageJson.Options)
        );

    /// <summary>Waits for the case of an attempt and reads it as an officer.</summary>
    public Task<JsonNode> CaseAsync(Guid preDeclarationId, int attemptNo = 1) =>
        CaseAsync(CaseSteps.Reviewer, preDeclarationId, attemptNo);

    private async Task<JsonNode> CaseAsync(Bearer reader, Guid preDeclarationId, int attemptNo)
    {
        var officer = As(reader);
        var listed = await Eventually.GetAsync(async () =>
            (await officer.GetAsync($"/v1/cases?preDeclarationId={preDeclarationId}"))
                .Expect(HttpStatusCode.OK)
                .Json["items"]!
                .AsArray()
                .FirstOrDefault(item => item!["attemptNo"]!.GetValue<int>() == attemptNo)
        );
        return (await officer.GetAsync($"/v1/cases/{listed["id"]}")).Expect(HttpStatusCode.OK).Json;
    }

    /// <summary>Publishes an assessment and waits for its case.</summary>
    public async Task<Guid> OpenAsync(RiskAssessed message)
    {
        await PublishAsync(message);
        var filing = message.Filing;
        var reader = CaseSteps.Reviewer with { TaxAuthority = filing.Declarant.TaxAuthority };
        var opened = await CaseAsync(reader, filing.PreDeclarationId, filing.AttemptNo);
        return opened["id"]!.GetValue<Guid>();
    }

    /// <summary>Acts on a case in the version that the officer has just read.</summary>
    public async Task<ApiAnswer> ActAsync(
        Bearer officer,
        Guid caseId,
        string action,
        object? body = null
    )
    {
        var api = As(officer);
        var seen = (await api.GetAsync($"/v1/cases/{caseId}")).Expect(HttpStatusCode.OK);
        return await api.PostAsync($"/v1/cases/{caseId}/{action}", body, ("If-Match", seen.ETag!));
    }

    /// <summary>
    /// Takes what Approval says, in order, until it says something about a pre-declaration.
    /// </summary>
    /// <param name="property">A property that only the awaited message has.</param>
    /// <returns>All that was taken, the awaited message last.</returns>
    public async Task<IReadOnlyList<JsonNode>> HearAsync(Guid preDeclarationId, string property)
    {
        var heard = new List<JsonNode>();
        await Eventually.HoldsAsync(async () =>
        {
            while (await Broker.TakeAsync(Sink) is { } taken)
            {
                var message = JsonNode.Parse(taken.Body.Span)!;
                heard.Add(message);
                var about = message["preDeclarationId"]?.GetValue<Guid>();
                if (about == preDeclarationId && message[property] is not null)
                    return true;
            }

            return false;
        });
        return heard;
    }

    /// <summary>
    /// Whatever the tests did, every case is what its trail makes of it in the end.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (host is not null)
        {
            await CaseReplay.CheckAsync(Database);
            await host.DisposeAsync();
        }
        if (broker is not null)
            await broker.DisposeAsync();
        if (issuer is not null)
            await issuer.DisposeAsync();
    }

    private static InvalidOperationException NotStarted() => new("Approval is not up.");

    private async Task ListenAsync()
    {
        await using var channel = await Broker.OpenAsync();
        await channel.QueueDeclareAsync(Sink, durable: true, exclusive: false, autoDelete: false);
        foreach (var exchange in Outgoing)
        {
            await channel.ExchangeDeclareAsync(exchange, ExchangeType.Direct, durable: true);
            foreach (var lane in Lanes.All)
                await channel.QueueBindAsync(Sink, exchange, lane);
        }
    }
}

/// <summary>
/// One Approval for these tests, one after the other: some of them move its clock.
/// </summary>
[CollectionDefinition(nameof(ApprovalCollection))]
public sealed class ApprovalCollection : ICollectionFixture<ApprovalAlone>;
