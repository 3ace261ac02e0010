using Npgsql;
using RabbitMQ.Client;
using RebateFlow.Contracts;

namespace RebateFlow.Bench;

/// <summary>
/// The PostgreSQL and RabbitMQ that the bench may use: REBATEFLOW_POSTGRES, REBATEFLOW_RABBITMQ.
/// </summary>
internal sealed class BenchServers
{
    public string Postgres { get; } =
        new NpgsqlConnectionStringBuilder(Required("REBATEFLOW_POSTGRES"))
        {
            Database = "postgres",
        }.ConnectionString;

    public Uri Broker { get; } = new(Required("REBATEFLOW_RABBITMQ"));

    /// <summary>A database of its own, dropped on disposal.</summary>
    public async Task<BenchDatabase> CreateDatabaseAsync(string purpose)
    {
        var suffix = Guid.CreateVersion7().ToString("N")[20..];
        var name = $"bench_{purpose}_{suffix}";
        await ExecuteAsync($"CREATE DATABASE {name}");
        var settings = new NpgsqlConnectionStringBuilder(Postgres) { Database = name };
        return new BenchDatabase(this, name, suffix, settings.ConnectionString);
    }

    /// <summary>Waits until a table has so many rows; asks every 50 ms.</summary>
    public static async Task UntilCountAsync(NpgsqlDataSource source, string table, long rows)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        while (await NumberAsync(source, $"SELECT count(*) FROM {table}") < rows)
            await timer.WaitForNextTickAsync(limit.Token);
    }

    /// <summary>A single number by SQL.</summary>
    public static async Task<long> NumberAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>A column of texts by SQL.</summary>
    public static async Task<IReadOnlyList<string>> TextsAsync(NpgsqlDataSource source, string sql)
    {
        var texts = new List<string>();
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            texts.Add(reader.GetString(0));
        return texts;
    }

    /// <summary>Removes a consumer's queues, so that the next run starts with none bound.</summary>
    public async Task DeleteQueuesAsync(string consumer)
    {
        await using var connection = await new ConnectionFactory
        {
            Uri = Broker,
        }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        foreach (var lane in Lanes.All)
        {
            await channel.QueueDeleteAsync($"{consumer}-{lane}", false, false);
            await channel.QueueDeleteAsync($"{consumer}-{lane}_error", false, false);
        }
    }

    internal async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Postgres);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static string Required(string name) =>
        Environment.GetEnvironmentVariable(name)
        ?? throw new InvalidOperationException($"Set {name}; ./run bench does.");
}

internal sealed record BenchDatabase(
    BenchServers Servers,
    string Name,
    string Suffix,
    string ConnectionString
) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await Servers.ExecuteAsync($"DROP DATABASE IF EXISTS {Name} WITH (FORCE)");
    }
}
