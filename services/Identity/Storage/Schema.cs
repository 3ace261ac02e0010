using DbUp;
using DbUp.Engine.Output;
using Npgsql;

namespace RebateFlow.Identity.Storage;

/// <summary>Brings the database to the newest script of Migrations/, at every start.</summary>
public static class Schema
{
    /// <summary>Any constant will do, as long as only this service locks on it.</summary>
    private const long LockKey = 7_000_001;

    /// <exception cref="InvalidOperationException">
    /// A script failed; the start must stop.
    /// </exception>
    public static async Task MigrateAsync(IConfiguration configuration, CancellationToken cancel)
    {
        var connectionString =
            configuration.GetConnectionString("Database")
            ?? throw new InvalidOperationException("ConnectionStrings:Database is not set.");
        EnsureDatabase.For.PostgresqlDatabase(connectionString, new NoOpUpgradeLog());

        // Two instances that start together take turns. Closing the connection gives the turn away,
        // so it must really close: in a pool it would hold the lock for minutes.
        var alone = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false };
        await using var guard = new NpgsqlConnection(alone.ConnectionString);
        await guard.OpenAsync(cancel);
        await using var command = new NpgsqlCommand("select pg_advisory_lock($1)", guard);
        command.Parameters.AddWithValue(LockKey);
        await command.ExecuteNonQueryAsync(cancel);

        var result = DeployChanges
            .To.PostgresqlDatabase(connectionString)
            .WithScriptsEmbeddedInAssembly(typeof(Schema).Assembly)
            .WithTransactionPerScript()
            .LogToNowhere()
            .Build()
            .PerformUpgrade();
        if (!result.Successful)
            throw new InvalidOperationException(
                "The database could not be migrated.",
                result.Error
            );
    }
}
