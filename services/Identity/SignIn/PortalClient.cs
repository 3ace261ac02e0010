using OpenIddict.Abstractions;
using RebateFlow.Identity.Tokens;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace RebateFlow.Identity.SignIn;

/// <summary>The portal as a public client: no secret, so PKCE is required of it.</summary>
public static class PortalClient
{
    private const string Id = "portal";

    public static async Task PutAsync(
        IOpenIddictApplicationManager clients,
        Uri address,
        CancellationToken cancel
    )
    {
        var descriptor = Describe(address);
        var existing = await clients.FindByClientIdAsync(Id, cancel);
        if (existing is null)
            await clients.CreateAsync(descriptor, cancel);
        else
            await clients.UpdateAsync(existing, descriptor, cancel);
    }

    private static OpenIddictApplicationDescriptor Describe(Uri address) =>
        new()
        {
            ClientId = Id,
            ClientType = ClientTypes.Public,
            ConsentType = ConsentTypes.Implicit,
            DisplayName = "Portal",
            RedirectUris = { new Uri(address, "/signin-oidc") },
            PostLogoutRedirectUris = { new Uri(address, "/signout-callback-oidc") },
            Permissions =
            {
                Permissions.Endpoints.Authorization,
                Permissions.Endpoints.EndSession,
                Permissions.Endpoints.Token,
                Permissions.GrantTypes.AuthorizationCode,
                Permissions.GrantTypes.RefreshToken,
                Permissions.ResponseTypes.Code,
                Permissions.Scopes.Profile,
                Permissions.Prefixes.Scope + Subjects.Audience,
            },
            Requirements = { Requirements.Features.ProofKeyForCodeExchange },
        };
}
