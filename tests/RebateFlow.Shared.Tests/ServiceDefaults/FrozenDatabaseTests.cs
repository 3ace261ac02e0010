using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;
using Npgsql;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Shared.Tests.ServiceDefaults;

/// <summary>A server that takes connections and never says a word, as a stopped one does.</summary>
public sealed class FrozenDatabaseTests : IAsyncLifetime
{
    private readonly TcpListener frozen = new(IPAddress.Loopback, 0);
    private readonly HttpClient http = new();
    private WebApplication? service;

    public async ValueTask InitializeAsync()
    {
        frozen.Start();
        var port = ((IPEndPoint)frozen.LocalEndpoint).Port;
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { EnvironmentName = Environments.Development }
        );
        builder.Configuration["ConnectionStrings:Database"] =
            $"Host=127.0.0.1;Port={port};Database=frozen;Username=nobody;Password=none";
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        builder.AddServiceDefaults("test");
        builder.AddDatabase();
        service = builder.Build();
        service.UseServiceDefaults();
        service
            .MapGet(
                "/rows",
                async (NpgsqlDataSource database) =>
                {
                    await using var connection = await database.OpenConnectionAsync();
                    return "open";
                }
            )
            .AllowAnonymous();
        await service.StartAsync();
        http.BaseAddress = new Uri(service.Urls.Single());
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await service!.DisposeAsync();
        frozen.Dispose();
    }

    [Theory]
    [InlineData("/health/ready", 10)]
    [InlineData("/rows", 14)]
    public async Task A_frozen_database_is_told_and_not_waited_for(string path, int seconds)
    {
        var watch = Stopwatch.StartNew();
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, seconds);
        if (path == "/rows")
            Assert.NotNull(answer.Headers.RetryAfter);
    }
}
