extern alias Approval;
extern alias Intake;
extern alias Risk;

using RebateFlow.Testing.Servers;
using Xunit;

namespace RebateFlow.Testing.Hosts;

/// <summary>
/// Intake, Risk and Approval with a database each, a broker between them and a provider of tokens:
/// the whole product in one test, without a copy of any of its registrations.
/// </summary>
public sealed class Installation(TestServers servers) : IAsyncLifetime
{
    private TokenIssuer? issuer;
    private ProxiedBroker? broker;
    private readonly ReceiptKeyFolder receiptKeys = new();

    public TestClock Clock { get; } = new();

    public TokenIssuer Issuer => issuer ?? throw NotStarted();

    public ProxiedBroker Broker => broker ?? throw NotStarted();

    public IServiceHost Intake { get; private set; } = null!;

    public IServiceHost Risk { get; private set; } = null!;

    public IServiceHost Approval { get; private set; } = null!;

    public IEnumerable<IServiceHost> Services => [Intake, Risk, Approval];

    public async ValueTask InitializeAsync()
    {
        issuer = await TokenIssuer.StartAsync();
        broker = await servers.CreateBrokerAsync();
        Intake = await CreateIntakeAsync();
        Risk = await CreateAsync<Risk::Program>();
        Approval = await CreateAsync<Approval::Program>();
        await Task.WhenAll(Services.Select(service => Task.Run(service.StartAsync)));
    }

    /// <summary>Calls a service's API for a bearer.</summary>
    public ApiClient As(Bearer bearer, IServiceHost service) =>
        new(service.Address, Issuer.Issue(bearer));

    /// <summary>Another Intake with a database of its own, not started yet.</summary>
    public async Task<IServiceHost> CreateIntakeAsync()
    {
        var intake = await CreateAsync<Intake::Program>();
        intake.Settings["Receipts:KeyDirectory"] = receiptKeys.Path;
        intake.Settings["Listening:HeartBeat"] = "00:00:00.300";
        intake.Settings["Rechecks:QuietFor"] = "00:00:00.500";
        intake.Settings["Webhooks:AllowLoopback"] = "true";
        intake.Settings["Webhooks:RetryPauses:0"] = "00:00:00.100";
        intake.Settings["Webhooks:RetryPauses:1"] = "00:00:00.200";
        intake.Settings["Webhooks:Timeout"] = "00:00:02";
        intake.Settings["Webhooks:PollInterval"] = "00:00:00.100";
        intake.Settings["Webhooks:Rest"] = "00:00:00.100";
        return intake;
    }

    /// <summary>
    /// A second instance of this Intake, on the same database and broker, not started yet.
    /// </summary>
    public IServiceHost CreatePeerOfIntake() => CreatePeer<Intake::Program>(Intake);

    /// <summary>The same of Risk.</summary>
    public IServiceHost CreatePeerOfRisk() => CreatePeer<Risk::Program>(Risk);

    public async ValueTask DisposeAsync()
    {
        foreach (var service in Services.OfType<IServiceHost>())
            await service.DisposeAsync();
        if (broker is not null)
            await broker.DisposeAsync();
        if (issuer is not null)
            await issuer.DisposeAsync();
        receiptKeys.Dispose();
    }

    private ServiceHost<TProgram> CreatePeer<TProgram>(IServiceHost host)
        where TProgram : class
    {
        var peer = new ServiceHost<TProgram>(
            host.Database,
            Broker,
            Issuer,
            Clock,
            ownsDatabase: false
        );
        foreach (var (name, value) in host.Settings)
            peer.Settings.TryAdd(name, value);
        return peer;
    }

    private async Task<IServiceHost> CreateAsync<TProgram>()
        where TProgram : class
    {
        var database = await servers.CreateDatabaseAsync(typeof(TProgram).Assembly);
        return new ServiceHost<TProgram>(database, Broker, Issuer, Clock);
    }

    private static InvalidOperationException NotStarted() => new("The installation is not up.");
}
