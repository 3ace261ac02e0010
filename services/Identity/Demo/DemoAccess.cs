using System.Text.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using RebateFlow.Identity.Accounts;
using RebateFlow.Identity.Storage;
using RebateFlow.Identity.Tokens;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace RebateFlow.Identity.Demo;

/// <summary>
/// Puts the demo file's clients and accounts in place; Development alone calls it.
/// </summary>
public sealed class DemoAccess(
    IOpenIddictApplicationManager clients,
    IdentityDatabase db,
    IPasswordHasher<Account> hasher
)
{
    /// <summary>The mark of a demo client among OpenIddict's properties.</summary>
    public const string Mark = "demo";

    /// <summary>Safe to repeat: what is there already is brought up to the file.</summary>
    public async Task PutAsync(string file, CancellationToken cancel)
    {
        foreach (var demo in DemoClient.ReadAll(file))
        {
            await PutClientAsync(demo, cancel);
            if (demo.IsPerson)
                await PutAccountAsync(demo, cancel);
        }

        await db.SaveChangesAsync(cancel);
    }

    private async Task PutClientAsync(DemoClient demo, CancellationToken cancel)
    {
        var descriptor = Describe(demo);
        var existing = await clients.FindByClientIdAsync(demo.ClientId, cancel);
        if (existing is null)
        {
            descriptor.ClientSecret = demo.Secret;
            await clients.CreateAsync(descriptor, cancel);
            return;
        }

        // The secret follows from the id and is not hashed again at every start.
        var current = new OpenIddictApplicationDescriptor();
        await clients.PopulateAsync(current, existing, cancel);
        descriptor.ClientSecret = current.ClientSecret;
        await clients.UpdateAsync(existing, descriptor, cancel);
    }

    private static OpenIddictApplicationDescriptor Describe(DemoClient demo)
    {
        var descriptor = new OpenIddictApplicationDescriptor
        {
            ClientId = demo.ClientId,
            ClientType = ClientTypes.Confidential,
            DisplayName = demo.DisplayName,
            Permissions =
            {
                Permissions.Endpoints.Token,
                Permissions.GrantTypes.ClientCredentials,
                Permissions.Prefixes.Scope + Subjects.Audience,
            },
            Properties =
            {
                [Claims.Role] = JsonSerializer.SerializeToElement(demo.Roles),
                [Mark] = JsonSerializer.SerializeToElement(true),
            },
        };
        if (demo.Uscc is not null)
            descriptor.Properties[Subjects.Uscc] = JsonSerializer.SerializeToElement(demo.Uscc);
        if (demo.TaxAuthority is not null)
        {
            descriptor.Properties[Subjects.TaxAuthority] = JsonSerializer.SerializeToElement(
                demo.TaxAuthority
            );
        }

        return descriptor;
    }

    private async Task PutAccountAsync(DemoClient demo, CancellationToken cancel)
    {
        var account = await db.Accounts.SingleOrDefaultAsync(
            a => a.UserName == demo.ClientId,
            cancel
        );
        if (account is null)
        {
            account = new Account
            {
                Id = Guid.CreateVersion7(),
                UserName = demo.ClientId,
                PasswordHash = "",
                DisplayName = demo.DisplayName,
                Roles = demo.Roles,
                IsDemo = true,
            };
            account.PasswordHash = hasher.HashPassword(account, demo.Secret);
            db.Accounts.Add(account);
        }

        account.DisplayName = demo.DisplayName;
        account.Roles = demo.Roles;
        account.Uscc = demo.Uscc;
        account.TaxAuthority = demo.TaxAuthority;
    }
}
