using Npgsql;
using RebateFlow.ServiceDefaults;

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

/// <summary>The data that a caller works on: real ones, or those of the sandbox.</summary>
public sealed class ExporterData(NpgsqlDataSource database, SandboxData sandbox)
{
    /// <summary>By the role of the caller's token; a sandbox role always wins.</summary>
    public NpgsqlDataSource For(HttpContext http) => IsSandbox(http) ? sandbox.Source : database;

    /// <summary>Whether the caller is a sandbox client.</summary>
    public static bool IsSandbox(HttpContext http) => http.User.IsInRole(Roles.SandboxExporter);
}

/// <summary>Registration.</summary>
public static class ExporterDataServices
{
    /// <summary>Registers both kinds of data; Intake itself adds the real one.</summary>
    public static void AddExporterData(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<SandboxData>();
        builder.Services.AddSingleton<ExporterData>();
    }
}
