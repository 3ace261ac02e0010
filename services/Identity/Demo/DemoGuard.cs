using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using RebateFlow.Identity.Storage;

namespace RebateFlow.Identity.Demo;

/// <summary>
/// Keeps secrets that anybody can guess out of every environment but Development.
/// </summary>
public static class DemoGuard
{
    /// <exception cref="InvalidOperationException">
    /// A demo client, account or file is present.
    /// </exception>
    public static async Task RefuseAsync(
        IServiceProvider services,
        IdentitySettings settings,
        CancellationToken cancel
    )
    {
        if (settings.DemoClientsFile is not null)
        {
            throw new InvalidOperationException(
                "Identity:DemoClientsFile is set; demo clients exist in Development only."
            );
        }

        var db = services.GetRequiredService<IdentityDatabase>();
        var accounts = await db
            .Accounts.Where(a => a.IsDemo)
            .Select(a => a.UserName)
            .ToListAsync(cancel);
        var clients = await DemoClientsAsync(services, cancel);
        if (accounts.Count + clients.Count > 0)
        {
            throw new InvalidOperationException(
                "The database holds demo access and this is not Development. Remove the clients "
                    + $"[{string.Join(", ", clients)}] and the accounts "
                    + $"[{string.Join(", ", accounts)}], or use another database."
            );
        }
    }

    private static async Task<List<string?>> DemoClientsAsync(
        IServiceProvider services,
        CancellationToken cancel
    )
    {
        var manager = services.GetRequiredService<IOpenIddictApplicationManager>();
        var demo = new List<string?>();
        await foreach (var client in manager.ListAsync(cancellationToken: cancel))
        {
            var properties = await manager.GetPropertiesAsync(client, cancel);
            if (properties.ContainsKey(DemoAccess.Mark))
                demo.Add(await manager.GetClientIdAsync(client, cancel));
        }

        return demo;
    }
}
