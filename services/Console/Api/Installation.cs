namespace RebateFlow.Console.Api;

/// <summary>A running installation: its services, with a client for each kind of user.</summary>
public sealed class Installation : IDisposable
{
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(60) };
    private readonly ServiceAddresses addresses;

    public Installation(ServiceAddresses addresses, TimeProvider clock)
    {
        this.addresses = addresses;
        var eventually = new Eventually(clock);
        Api = new ApiClient(http, new AccessTokens(http, addresses.Identity, clock));
        Feeds = new Feeds(Api, addresses.Intake);
        Exporter = new ExporterApi(Api, addresses.Intake, eventually);
        Risk = new RiskApi(Api, addresses.Risk, eventually);
        Policy = new PolicyApi(Api, addresses.Approval);
        Officers = new OfficerApi(Api, addresses.Approval, eventually);
    }

    public ApiClient Api { get; }
    public Feeds Feeds { get; }
    public ExporterApi Exporter { get; }
    public RiskApi Risk { get; }
    public PolicyApi Policy { get; }
    public OfficerApi Officers { get; }

    public async Task WaitUntilReadyAsync(CancellationToken cancel)
    {
        foreach (
            var service in (Uri[])
                [addresses.Identity, addresses.Intake, addresses.Risk, addresses.Approval]
        )
            await Api.WaitUntilReadyAsync(service, cancel);
    }

    public void Dispose() => http.Dispose();
}
