using System.Diagnostics;
using System.Reflection;
using DbUp;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using Polly;
using Polly.Retry;
using RebateFlow.Messaging;
using RebateFlow.Messaging.Outbox;

namespace RebateFlow.ServiceDefaults;

/// <summary>A service's own PostgreSQL database: connections and schema.</summary>
public static class Database
{
    // Two instances that start at once must not both migrate; the number only has to be ours.
    private const long MigrationLock = 7_002_017;

    /// <summary>
    /// A server that takes longer is away: the client is told 503. With SslMode=Prefer it is tried
    /// twice, with TLS and without.
    /// </summary>
    private const int ConnectSeconds = 5;

    private static readonly ResiliencePipeline untilThere = new ResiliencePipelineBuilder()
        .AddRetry(
            new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<Exception>(
                    FaultToProblem.IsDatabaseAway
                ),
                MaxRetryAttempts = 120,
                Delay = TimeSpan.FromSeconds(1),
            }
        )
        .Build();

    /// <summary>
    /// Registers the <see cref="NpgsqlDataSource"/> of <c>ConnectionStrings:Database</c>.
    /// </summary>
    public static void AddDatabase(this WebApplicationBuilder builder)
    {
        DapperTypeHandlers.Register();
        var text = ConnectionString(builder.Configuration);
        var settings = new NpgsqlConnectionStringBuilder(text)
        {
            ApplicationName = builder.Environment.ApplicationName,
            MaxAutoPrepare = 200,
            AutoPrepareMinUsages = 2,
            NoResetOnClose = true,
            TcpKeepAlive = true,
        };
        var zone = builder.Configuration[AuthorityClock.Setting];
        var named =
            $"-c rebateflow.time_zone={new AuthorityClock(TimeProvider.System, zone).ZoneId}";
        settings.Options = $"{named} {settings.Options}".TrimEnd();
        if (!text.Contains("Pool Size", StringComparison.OrdinalIgnoreCase))
            settings.MaxPoolSize = 60;
        if (!text.Contains("Timeout=", StringComparison.OrdinalIgnoreCase))
            settings.Timeout = ConnectSeconds;
        var source = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        // What nobody asked for, as the relay's look every second, is no trace of its own.
        source.ConfigureTracing(o =>
            o.ConfigureCommandFilter(IsAsked).ConfigureBatchFilter(IsAsked)
        );
        builder.Services.AddSingleton(_ => source.Build());
    }

    /// <summary>
    /// Waits for PostgreSQL (up to two minutes), creates the database if it is missing and the role
    /// may, and runs the migrations of the messaging kernel and of the service, one instance at a
    /// time.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// A migration failed; its name is in the message.
    /// </exception>
    /// <param name="schemas">Schemas that hold the same tables once more.</param>
    public static async Task MigrateDatabaseAsync(
        this WebApplication app,
        params IReadOnlyList<string> schemas
    )
    {
        var text = ConnectionString(app.Configuration);
        await untilThere.ExecuteAsync(async cancel => await EnsureDatabaseAsync(text, cancel));
        var service = Assembly.Load(app.Environment.ApplicationName);
        await MigrateAsync(text, service);
        foreach (var schema in schemas)
            await MigrateAsync(text, service, schema);
    }

    /// <summary>
    /// Runs the migrations embedded in the kernel and in <paramref name="service"/>.
    /// </summary>
    /// <param name="schema">
    /// A schema that holds the same tables once more; null is the usual one.
    /// </param>
    public static async Task MigrateAsync(
        string connectionString,
        Assembly service,
        string? schema = null
    )
    {
        await using var guard = new NpgsqlConnection(connectionString);
        await guard.OpenAsync();
        await RunAsync(guard, $"SELECT pg_advisory_lock({MigrationLock})");
        try
        {
            // Used once: a connection from a pool might have died since the last start.
            var target = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false };
            if (schema is not null)
            {
                await RunAsync(guard, $"CREATE SCHEMA IF NOT EXISTS {schema}");
                target.SearchPath = schema;
            }
            var result = DeployChanges
                .To.PostgresqlDatabase(target.ConnectionString)
                .WithScriptsEmbeddedInAssemblies([typeof(Outbox).Assembly, service])
                .JournalToPostgresqlTable(schema ?? "public", "schemaversions")
                .WithTransactionPerScript()
                .WithVariablesDisabled()
                .LogToNowhere()
                .Build()
                .PerformUpgrade();
            if (!result.Successful)
                throw new InvalidOperationException(
                    $"Migration {result.ErrorScript?.Name} failed: {result.Error.Message}",
                    result.Error
                );
        }
        finally
        {
            await RunAsync(guard, $"SELECT pg_advisory_unlock({MigrationLock})");
        }
    }

    private static bool IsAsked(object statement) => Activity.Current is not null;

    private static string ConnectionString(IConfiguration configuration) =>
        configuration.GetConnectionString("Database")
        ?? throw new InvalidOperationException("ConnectionStrings:Database is not set.");

    private static async Task EnsureDatabaseAsync(string text, CancellationToken cancel)
    {
        try
        {
            await using var probe = new NpgsqlConnection(text);
            await probe.OpenAsync(cancel);
        }
        catch (PostgresException missing)
            when (missing.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            var settings = new NpgsqlConnectionStringBuilder(text);
            var name = settings.Database!.Replace("\"", "\"\"", StringComparison.Ordinal);
            settings.Database = "postgres";
            settings.Pooling = false;
            await using var server = new NpgsqlConnection(settings.ConnectionString);
            await server.OpenAsync(cancel);
            try
            {
                await RunAsync(server, $"CREATE DATABASE \"{name}\"");
            }
            catch (PostgresException race) when (race.SqlState is "42P04" or "23505")
            {
                // Another instance was faster.
            }
        }
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}

/// <summary>Ready when PostgreSQL answers.</summary>
internal sealed class DatabaseHealth(IServiceProvider services) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        if (services.GetService<NpgsqlDataSource>() is not { } database)
            return HealthCheckResult.Healthy();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            // A frozen server does not answer the cancelling either; nobody waits for that.
            await AskAsync(database, limit.Token).WaitAsync(Patience, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception fault)
            when (FaultToProblem.IsDatabaseAway(fault)
                || (
                    fault is OperationCanceledException
                    && !cancellationToken.IsCancellationRequested
                )
            )
        {
            return HealthCheckResult.Unhealthy("PostgreSQL does not answer.");
        }
    }

    private static async Task AskAsync(NpgsqlDataSource database, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("SELECT 1");
        await command.ExecuteScalarAsync(cancel);
    }
}
