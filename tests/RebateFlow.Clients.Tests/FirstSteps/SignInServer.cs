extern alias Identity;

using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Logging;
using RebateFlow.Clients.Tests.Documents;
using RebateFlow.Testing.Servers;

namespace RebateFlow.Clients.Tests.FirstSteps;

/// <summary>Identity on a port of its own, with the demo clients of <c>seeds/demo</c>.</summary>
internal sealed class SignInServer : IAsyncDisposable
{
    private readonly DirectoryInfo keys = Directory.CreateTempSubdirectory("rebateflow-keys-");
    private readonly ProxiedDatabase database;
    private readonly Factory factory;

    private SignInServer(ProxiedDatabase database)
    {
        this.database = database;
        var port = FreePort();
        Address = $"http://localhost:{port}";
        factory = new Factory(
            new()
            {
                ["ConnectionStrings:Database"] = database.ConnectionString,
                ["Identity:Issuer"] = Address,
                ["Identity:KeyDirectory"] = keys.FullName,
                ["Identity:DemoClientsFile"] = ApiDocuments.InRepository("seeds/demo/clients.json"),
            }
        );
        factory.UseKestrel(port);
        factory.StartServer();
    }

    /// <summary>Issuer of its tokens.</summary>
    public string Address { get; }

    public static async Task<SignInServer> StartAsync(TestServers servers) =>
        new(await servers.CreateDatabaseAsync(typeof(Identity::Program).Assembly));

    public async ValueTask DisposeAsync()
    {
        await factory.DisposeAsync();
        await database.DisposeAsync();
        keys.Delete(recursive: true);
    }

    /// <summary>The issuer has to be known before the server listens.</summary>
    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private sealed class Factory(Dictionary<string, string> settings)
        : WebApplicationFactory<Identity::Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment("Development");
            foreach (var (name, value) in settings)
                builder.UseSetting(name, value);
            builder.ConfigureLogging(logging => logging.ClearProviders());
        }
    }
}
