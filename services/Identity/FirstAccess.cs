using OpenIddict.Abstractions;
using RebateFlow.Identity.Demo;
using RebateFlow.Identity.SignIn;

namespace RebateFlow.Identity;

/// <summary>Who may come in at the start, before anybody has administered anything.</summary>
public static class FirstAccess
{
    private static readonly Uri DevelopmentPortal = new("http://localhost:7080");

    /// <exception cref="InvalidOperationException">Demo access outside Development.</exception>
    public static async Task PutAsync(
        WebApplication app,
        IdentitySettings settings,
        CancellationToken cancel
    )
    {
        var isDevelopment = app.Environment.IsDevelopment();
        await using var scope = app.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;

        if (!isDevelopment)
            await DemoGuard.RefuseAsync(services, settings, cancel);
        else if (settings.DemoClientsFile is { } file)
            await services.GetRequiredService<DemoAccess>().PutAsync(file, cancel);

        if ((settings.PortalAddress ?? (isDevelopment ? DevelopmentPortal : null)) is { } portal)
        {
            var clients = services.GetRequiredService<IOpenIddictApplicationManager>();
            await PortalClient.PutAsync(clients, portal, cancel);
        }
    }
}
