namespace RebateFlow.AppHost;

/// <summary>Where everything stands on this machine, read from the environment.</summary>
/// <param name="Postgres">Server, Npgsql form or URI; the role may create databases.</param>
/// <param name="Broker">RabbitMQ, AMQP URI.</param>
/// <param name="StateFolder">Keys, logs, ready mark; <c>.local</c> of the repository.</param>
/// <param name="BrowserToken">Opens the dashboard; null lets Aspire make one up.</param>
public sealed record Settings(
    string Postgres,
    string Broker,
    string StateFolder,
    string? BrowserToken,
    Ports Ports
)
{
    /// <summary>artifacts/bin, where each project has a folder of its name.</summary>
    public static string BinFolder { get; } =
        Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", ".."));

    /// <summary>Debug or Release: the services run as the starter itself was built.</summary>
    public static string BuildFlavour { get; } =
        Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));

    public static string Repository { get; } =
        Path.GetFullPath(Path.Combine(BinFolder, "..", ".."));

    /// <exception cref="InvalidOperationException">
    /// A server is not named, or a port is no number.
    /// </exception>
    public static Settings Read() =>
        new(
            Required("REBATEFLOW_POSTGRES"),
            Required("REBATEFLOW_RABBITMQ"),
            Optional("REBATEFLOW_STATE") ?? Path.Combine(Repository, ".local"),
            Optional("REBATEFLOW_BROWSER_TOKEN"),
            Ports.Read(Optional)
        );

    private static string? Optional(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private static string Required(string name) =>
        Optional(name)
        ?? throw new InvalidOperationException($"{name} is not set; start with ./run up.");
}
