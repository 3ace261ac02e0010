namespace RebateFlow.Console.Api;

/// <summary>A running installation: its services, and a desk for each kind of person.</summary>
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
        Exporter = new ExporterDesk(Api, addresses.Intake, eventually);
        Risk = new RiskDesk(Api, addresses.Risk, eventually);
        Policy = new PolicyDesk(Api, addresses.Approval);
        Officers = new OfficerDesk(Api, addresses.Approval, eventually);
    }

    public ApiClient Api { get; }
    public Feeds Feeds { get; }
    public ExporterDesk Exporter { get; }
    public RiskDesk Risk { get; }
    public PolicyDesk Policy { get; }
    public OfficerDesk Officers { get; }

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
