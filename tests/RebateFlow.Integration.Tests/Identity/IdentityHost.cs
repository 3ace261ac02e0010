using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Logging;
using Npgsql;
using RebateFlow.Identity;
using RebateFlow.Testing.Servers;

namespace RebateFlow.Integration.Tests.Identity;

/// <summary>Identity as its own Program builds it, with demo access and keys in a folder.</summary>
public sealed class IdentityHost(TestServers servers) : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory(
        "rebateflow-identity-"
    );
    private readonly List<Factory> factories = [];

    public Dictionary<string, string> Settings { get; } = [];

    public async ValueTask InitializeAsync()
    {
        var demo = Path.Combine(folder.FullName, "clients.json");
        await File.WriteAllTextAsync(
            demo,
            """
            [
              { "clientId": "feed", "roles": ["feed"], "displayName": "Feed" },
              { "clientId": "exporter-1", "roles": ["exporter"], "uscc": "91120116MA90DEM10T",
                "displayName": "天津示例" },
              { "clientId": "officer", "roles": ["officer.review", "auditor"],
                "taxAuthority": "11200000000", "displayName": "审核岗" },
              { "clientId": "guessed", "roles": ["auditor"], "displayName": "Guessed at" }
            ]
            """
        );
        var database = await servers.CreateDatabaseAsync(typeof(IdentitySettings).Assembly);
        Settings["ConnectionStrings:Database"] = database.ConnectionString;
        Settings["Identity:Issuer"] = "http://localhost/";
        Settings["Identity:KeyDirectory"] = Path.Combine(folder.FullName, "keys");
        Settings["Identity:DemoClientsFile"] = demo;
    }

    /// <summary>A client with cookies of its own, of a process that all of them share.</summary>
    public HttpClient Client()
    {
        lock (factories)
            return factories.Count == 0 ? Start() : ClientOf(factories[0]);
    }

    /// <summary>A client of one more process on the same database and keys.</summary>
    public HttpClient Start(string environment = "Development")
    {
        var factory = new Factory(environment, Settings);
        factories.Add(factory);
        return ClientOf(factory);
    }

    private static HttpClient ClientOf(Factory factory) =>
        factory.CreateClient(
            new WebApplicationFactoryClientOptions
            {
                AllowAutoRedirect = false,
                HandleCookies = true,
            }
        );

    /// <summary>The answer of the token endpoint, whatever it is.</summary>
    public static async Task<(HttpStatusCode Status, JsonNode Json)> TokenAsync(
        HttpClient http,
        params (string Name, string Value)[] form
    )
    {
        using var body = new FormUrlEncodedContent(
            form.Select(field => KeyValuePair.Create(field.Name, field.Value))
        );
        using var answer = await http.PostAsync("/connect/token", body);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }

    public static Task<(HttpStatusCode Status, JsonNode Json)> ClientTokenAsync(
        HttpClient http,
        string client,
        string secret
    ) =>
        TokenAsync(
            http,
            ("grant_type", "client_credentials"),
            ("client_id", client),
            ("client_secret", secret),
            ("scope", "rebateflow")
        );

    public async Task<long> CountTokensAsync(string subject)
    {
        await using var source = NpgsqlDataSource.Create(Settings["ConnectionStrings:Database"]);
        await using var count = source.CreateCommand(
            "SELECT count(*) FROM open_iddict_token WHERE subject = $1"
        );
        count.Parameters.AddWithValue(subject);
        return (long)(await count.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var factory in factories)
            await factory.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private sealed class Factory(string environment, Dictionary<string, string> settings)
        : WebApplicationFactory<IdentitySettings>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment(environment);
            foreach (var (name, value) in settings)
                builder.UseSetting(name, value);
            builder.ConfigureLogging(logging => logging.ClearProviders());
        }
    }
}
