using System.Collections.Concurrent;
using System.Reflection;
using Npgsql;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Testing.Servers;

/// <summary>
/// Databases for tests. Each schema is migrated once, into a template; a test class gets a copy,
/// which takes a tenth of the time. All are dropped when the run ends.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private readonly string prefix = $"rebateflow_test_{Guid.CreateVersion7():N}"[..34];
    private readonly ConcurrentDictionary<Assembly, Lazy<Task<string>>> templates = new();
    private readonly SemaphoreSlim copying = new(1, 1);
    private int count;

    /// <summary>Connection string of a fresh database with the schema of a service.</summary>
    /// <param name="service">
    /// The assembly whose migrations to run; the kernel's outbox and inbox are always there.
    /// </param>
    public async Task<NpgsqlConnectionStringBuilder> CreateDatabaseAsync(Assembly service)
    {
        var template = await templates
            .GetOrAdd(service, assembly => new(() => MigrateTemplateAsync(assembly)))
            .Value;
        var name = NewName();
        // PostgreSQL refuses to copy a template that another session is copying.
        await copying.WaitAsync();
        try
        {
            await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {template}");
        }
        finally
        {
            copying.Release();
        }

        return Settings(name);
    }

    public static Task DropAsync(string database) =>
        ExecuteAsync($"DROP DATABASE IF EXISTS {database} WITH (FORCE)");

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        for (var i = 1; i <= count; i++)
            await DropAsync($"{prefix}_{i}");
        copying.Dispose();
    }

    private async Task<string> MigrateTemplateAsync(Assembly service)
    {
        var name = NewName();
        await ExecuteAsync($"CREATE DATABASE {name}");
        var settings = Settings(name);
        settings.Pooling = false;
        await Database.MigrateAsync(settings.ConnectionString, service);
        NpgsqlConnection.ClearAllPools();
        return name;
    }

    private string NewName() => $"{prefix}_{Interlocked.Increment(ref count)}";

    private static NpgsqlConnectionStringBuilder Settings(string database)
    {
        var settings = TestSettings.Postgres;
        settings.Database = database;
        return settings;
    }

    private static async Task ExecuteAsync(string sql)
    {
        var settings = TestSettings.Postgres;
        settings.Database ??= "postgres";
        settings.Pooling = false;
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
