using Npgsql;

namespace RebateFlow.Intake.Sandbox;

/// <summary>
/// The data of sandbox clients: the same tables in a schema of their own. Its connections have no
/// other schema on their search path, so that no statement can mix both.
/// </summary>
public sealed class SandboxData(IConfiguration configuration) : IAsyncDisposable
{
    /// <summary>Name of the schema.</summary>
    public const string Schema = "sandbox";

    private const int MostConnections = 10;

    /// <summary>Connections to it.</summary>
    public NpgsqlDataSource Source { get; } =
        NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(configuration.GetConnectionString("Database"))
            {
                SearchPath = Schema,
                MaxPoolSize = MostConnections,
                ApplicationName = "intake-sandbox",
            }
        );

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Source.DisposeAsync();
}
