namespace RebateFlow.AppHost;

/// <summary>Adds one built service: its process, its port, its health and its telemetry.</summary>
public static class ServiceResource
{
    /// <param name="project">Name of the project and of its folder under artifacts/bin.</param>
    public static IResourceBuilder<ExecutableResource> AddService(
        this IDistributedApplicationBuilder builder,
        string name,
        string project,
        int port,
        string database
    )
    {
        var folder = Path.Combine(Settings.BinFolder, project, Settings.BuildFlavour);
        // No proxy in front: what listens on the port is the service, and it may be killed alone.
        return builder
            .AddExecutable(name, "dotnet", folder, $"{project}.dll")
            .WithHttpEndpoint(port, port, isProxied: false)
            .WithHttpHealthCheck("/health/ready")
            .WithOtlpExporter()
            .WithEnvironment("ASPNETCORE_ENVIRONMENT", "Development")
            .WithEnvironment("ASPNETCORE_URLS", Ports.Address(port))
            .WithEnvironment("ConnectionStrings__Database", database);
    }
}
