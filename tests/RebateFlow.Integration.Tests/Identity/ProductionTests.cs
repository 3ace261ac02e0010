using System.Net;
using RebateFlow.Testing.Servers;

namespace RebateFlow.Integration.Tests.Identity;

/// <summary>Secrets that anybody can guess stay out of every environment but Development.</summary>
public sealed class ProductionTests(TestServers servers) : IAsyncLifetime
{
    private readonly IdentityHost identity = new(servers);

    public ValueTask InitializeAsync() => identity.InitializeAsync();

    public ValueTask DisposeAsync() => identity.DisposeAsync();

    [Fact]
    public void Production_makes_no_keys_of_its_own()
    {
        identity.Settings.Remove("Identity:DemoClientsFile");

        Assert.Contains("signing*.pem", RefusalOfProduction());
    }

    [Fact]
    public void Production_refuses_a_demo_file()
    {
        StartInDevelopment();

        Assert.Contains("Identity:DemoClientsFile", RefusalOfProduction());
    }

    [Fact]
    public void Production_refuses_a_database_with_demo_access()
    {
        StartInDevelopment();
        identity.Settings.Remove("Identity:DemoClientsFile");

        Assert.Contains("exporter-1", RefusalOfProduction());
    }

    [Fact]
    public async Task Production_starts_clean_and_answers_no_plain_http()
    {
        identity.Settings.Remove("Identity:DemoClientsFile");
        StartInDevelopment();

        using var http = identity.Start("Production");
        var (status, json) = await IdentityHost.ClientTokenAsync(http, "feed", "feed-secret");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("invalid_request", json["error"]!.GetValue<string>());
    }

    /// <summary>Makes the keys, and whatever the demo file names.</summary>
    private void StartInDevelopment() => identity.Start().Dispose();

    private string RefusalOfProduction() =>
        Assert.ThrowsAny<Exception>(() => identity.Start("Production")).ToString();
}
