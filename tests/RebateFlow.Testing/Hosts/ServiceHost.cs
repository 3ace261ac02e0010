using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using RebateFlow.Messaging;
using RebateFlow.Testing.Servers;

namespace RebateFlow.Testing.Hosts;

/// <summary>
/// A service as its own <c>Program</c> builds it, on a real port, with ways to its servers that the
/// test can cut. Stopping and starting it again is a restart of the process as far as the servers
/// can tell.
/// </summary>
public sealed class ServiceHost<TProgram> : IServiceHost
    where TProgram : class
{
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(40);

    private readonly Dictionary<string, string> settings;
    private readonly TestClock clock;
    private readonly ProxiedDatabase database;
    private readonly Uri broker;
    private readonly bool ownsDatabase;
    private TcpProxy toBroker;
    private Factory? running;

    public ServiceHost(
        ProxiedDatabase database,
        ProxiedBroker broker,
        TokenIssuer issuer,
        TestClock clock,
        bool ownsDatabase = true
    )
    {
        this.database = database;
        this.ownsDatabase = ownsDatabase;
        this.clock = clock;
        this.broker = broker.Address;
        toBroker = new TcpProxy(this.broker.Host, this.broker.Port);
        settings = new Dictionary<string, string>
        {
            ["ConnectionStrings:Database"] = database.ConnectionString,
            ["Authentication:Authority"] = issuer.Authority,
        };
    }

    public ProxiedDatabase Database => database;

    /// <summary>Settings beside those of the servers; they count from the next start on.</summary>
    public IDictionary<string, string> Settings => settings;

    public Uri Address { get; private set; } = new("http://127.0.0.1/");

    public IServiceProvider Services =>
        running?.Services ?? throw new InvalidOperationException("The service is not running.");

    public async Task StartAsync()
    {
        settings["ConnectionStrings:Broker"] = new UriBuilder(broker)
        {
            Port = toBroker.Port,
        }.Uri.ToString();
        running = new Factory(settings, clock);
        running.UseKestrel(0);
        running.StartServer();
        Address = running.ClientOptions.BaseAddress;
        await Task.CompletedTask;
    }

    public async Task StopAsync()
    {
        if (running is null)
            return;
        try
        {
            await running.DisposeAsync().AsTask().WaitAsync(LongestStop);
        }
        catch (TimeoutException)
        {
            // After broken connections the bus may wait for ever for an endpoint that is starting
            // (seen with MassTransit 8.5.12); a process would be killed then.
        }
        running = null;
    }

    /// <summary>
    /// Cuts the service off from its servers in the middle of its work, then ends it.
    /// </summary>
    public async Task KillAsync()
    {
        database.Proxy.Cut();
        toBroker.Cut();
        await StopAsync();
        // A process takes its pool along; this one must not hand it to the next start.
        await using (var dead = new NpgsqlConnection(database.ConnectionString))
            NpgsqlConnection.ClearPool(dead);
        database.Proxy.Restore();
        // What is left of the dead one's bus must find no way back beside the next start.
        toBroker = new TcpProxy(broker.Host, broker.Port);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await toBroker.DisposeAsync();
        if (ownsDatabase)
            await database.DisposeAsync();
    }

    private sealed class Factory(Dictionary<string, string> settings, TestClock clock)
        : WebApplicationFactory<TProgram>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            // The tests' issuer speaks plain http, which is for Development only.
            builder.UseEnvironment(settings.GetValueOrDefault("Environment", "Development"));
            foreach (var (name, value) in settings)
                builder.UseSetting(name, value);
            builder.ConfigureLogging(logging => logging.ClearProviders());
            builder.ConfigureTestServices(services =>
            {
                services.AddSingleton<TimeProvider>(clock);
                services.PostConfigure<MessagingOptions>(options =>
                {
                    options.RetryPauses = [TimeSpan.FromMilliseconds(20)];
                    options.RedeliveryDelays = [TimeSpan.FromMilliseconds(500)];
                });
            });
        }
    }
}

/// <summary>A service whatever its Program.</summary>
public interface IServiceHost : IAsyncDisposable
{
    Uri Address { get; }

    ProxiedDatabase Database { get; }

    IDictionary<string, string> Settings { get; }

    IServiceProvider Services { get; }

    Task StartAsync();

    Task StopAsync();

    Task KillAsync();
}
