using System.Reflection;
using Npgsql;
using Xunit;

namespace RebateFlow.Testing.Servers;

/// <summary>
/// PostgreSQL and RabbitMQ, once for a test run. Register it in the test project with
/// <c>[assembly: AssemblyFixture(typeof(TestServers))]</c>.
/// </summary>
public sealed class TestServers : IAsyncLifetime
{
    private readonly PostgresServer postgres = new();
    private readonly RabbitServer rabbit = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>A fresh database behind a proxy of its own.</summary>
    public async Task<ProxiedDatabase> CreateDatabaseAsync(Assembly service)
    {
        var settings = await postgres.CreateDatabaseAsync(service);
        return new ProxiedDatabase(settings, () => PostgresServer.DropAsync(settings.Database!));
    }

    /// <summary>A fresh virtual host behind a proxy of its own.</summary>
    public async Task<ProxiedBroker> CreateBrokerAsync()
    {
        var virtualHost = await rabbit.CreateVirtualHostAsync();
        return new ProxiedBroker(virtualHost, () => rabbit.RemoveAsync(virtualHost));
    }

    public async ValueTask DisposeAsync()
    {
        await postgres.DisposeAsync();
        rabbit.Dispose();
    }
}

/// <summary>
/// A database with two ways in: the service's, which can be cut, and the test's own.
/// </summary>
public sealed class ProxiedDatabase : IAsyncDisposable
{
    private readonly Func<Task> remove;

    public ProxiedDatabase(NpgsqlConnectionStringBuilder settings, Func<Task> remove)
    {
        this.remove = remove;
        Proxy = new TcpProxy(settings.Host!, settings.Port);
        Direct = NpgsqlDataSource.Create(settings);
        ConnectionString = new NpgsqlConnectionStringBuilder(settings.ConnectionString)
        {
            Host = "127.0.0.1",
            Port = Proxy.Port,
            MaxPoolSize = 20,
        }.ConnectionString;
    }

    public TcpProxy Proxy { get; }

    /// <summary>For the service under test: through the proxy.</summary>
    public string ConnectionString { get; }

    /// <summary>For the test's own looks: past the proxy.</summary>
    public NpgsqlDataSource Direct { get; }

    /// <summary>The first column of the first row.</summary>
    public async Task<T> QueryAsync<T>(string sql)
    {
        await using var command = Direct.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Direct.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <param name="table">A table, with a WHERE clause if need be.</param>
    public Task<long> CountAsync(string table) => QueryAsync<long>($"SELECT count(*) FROM {table}");

    public async ValueTask DisposeAsync()
    {
        await Direct.DisposeAsync();
        await Proxy.DisposeAsync();
        await remove();
    }
}
