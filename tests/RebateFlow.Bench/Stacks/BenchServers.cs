using Npgsql;

namespace RebateFlow.Bench.Stacks;

/// <summary>The PostgreSQL and RabbitMQ that the bench may use.</summary>
/// <param name="postgres">Connection string of a role that may create databases.</param>
/// <param name="broker">AMQP address of a user who may use every virtual host.</param>
/// <param name="management">Management API of that broker, with a user who may add hosts.</param>
internal sealed class BenchServers(string postgres, Uri broker, Uri management)
{
    /// <summary>
    /// From the variables <c>X_POSTGRES</c>, <c>X_RABBITMQ</c> and <c>X_RABBITMQ_MANAGEMENT</c>.
    /// </summary>
    public static BenchServers FromEnvironment(string prefix)
    {
        return new(
            Required("POSTGRES"),
            new Uri(Required("RABBITMQ")),
            new Uri(Required("RABBITMQ_MANAGEMENT"))
        );

        string Required(string name) =>
            Environment.GetEnvironmentVariable($"{prefix}_{name}")
            ?? throw new InvalidOperationException($"Set {prefix}_{name}; ./run does.");
    }

    /// <summary>A virtual host of its own, removed on disposal.</summary>
    public Task<BenchBroker> CreateBrokerAsync() => BenchBroker.CreateAsync(broker, management);

    /// <summary>A database of its own, dropped on disposal.</summary>
    public async Task<BenchDatabase> CreateDatabaseAsync(string purpose)
    {
        var name = $"bench_{purpose}_{Guid.CreateVersion7().ToString("N")[20..]}";
        await ExecuteAsync($"CREATE DATABASE {name}");
        var settings = new NpgsqlConnectionStringBuilder(postgres) { Database = name };
        return new BenchDatabase(this, name, settings.ConnectionString);
    }

    /// <summary>Waits until a table has so many rows; asks every 50 ms.</summary>
    public static async Task UntilCountAsync(NpgsqlDataSource source, string table, long rows)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
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

    /// <summary>Statements one after the other, each as long as it takes.</summary>
    public static async Task ExecuteAsync(NpgsqlDataSource source, params string[] statements)
    {
        foreach (var sql in statements)
        {
            await using var command = source.CreateCommand(sql);
            command.CommandTimeout = 0;
            await command.ExecuteNonQueryAsync();
        }
    }

    internal async Task ExecuteAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(postgres)
            {
                Database = "postgres",
                Pooling = false,
            }.ConnectionString
        );
        await ExecuteAsync(source, sql);
    }
}

internal sealed record BenchDatabase(BenchServers Servers, string Name, string ConnectionString)
    : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await Servers.ExecuteAsync($"DROP DATABASE IF EXISTS {Name} WITH (FORCE)");
    }
}
