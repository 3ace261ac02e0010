namespace RebateFlow.AppHost;

/// <summary>Settings of Aspire itself, which reads them from the environment only.</summary>
public static class Dashboard
{
    public static void Configure(Settings settings)
    {
        var ports = settings.Ports;
        Set("DOTNET_ENVIRONMENT", "Development");
        // Loopback only, so plain HTTP: a developer's machine needs no certificate for this.
        Set("ASPIRE_ALLOW_UNSECURED_TRANSPORT", "true");
        Set("ASPNETCORE_URLS", $"http://localhost:{ports.Dashboard}");
        Set("ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", $"http://localhost:{ports.Otlp}");
        Set("ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL", "http://127.0.0.1:0");
        if (settings.BrowserToken is { } token)
            Set("ASPIRE_DASHBOARD_FRONTEND_BROWSERTOKEN", token);
        // Nothing is sent or looked up outside this machine.
        Set("ASPIRE_DASHBOARD_TELEMETRY_OPTOUT", "true");
        Set("ASPIRE_VERSION_CHECK_DISABLED", "true");
        Set("ASPIRE_DEVELOPER_CERTIFICATE_DEFAULT_TRUST", "false");
    }

    private static void Set(string name, string value)
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name)))
            Environment.SetEnvironmentVariable(name, value);
    }
}
