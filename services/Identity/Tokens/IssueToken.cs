using System.Security.Claims;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using RebateFlow.Identity.Storage;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace RebateFlow.Identity.Tokens;

/// <summary>
/// A client exchanges its secret, an authorization code or a refresh token for tokens.
/// </summary>
/// <remarks>
/// OpenIddict has already checked client, secret, code, PKCE verifier and lifetimes when this runs;
/// it answers those errors itself, in the form of RFC 6749 section 5.2.
/// </remarks>
public static class IssueToken
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost(TokenServer.TokenPath, HandleAsync)
            .AllowAnonymous()
            .RequireRateLimiting(AccessLimits.Token)
            .DisableAntiforgery()
            .ExcludeFromDescription();

    private static async Task<IResult> HandleAsync(
        HttpContext http,
        IOpenIddictApplicationManager clients,
        IdentityDatabase db,
        CancellationToken cancel
    )
    {
        var request =
            http.GetOpenIddictServerRequest()
            ?? throw new InvalidOperationException("Not a request that OpenIddict has read.");

        return request.IsClientCredentialsGrantType()
            ? await OfClientAsync(clients, request, cancel)
            : await OfAccountAsync(http, db);
    }

    private static async Task<IResult> OfClientAsync(
        IOpenIddictApplicationManager clients,
        OpenIddictRequest request,
        CancellationToken cancel
    )
    {
        var client =
            await clients.FindByClientIdAsync(request.ClientId ?? "", cancel)
            ?? throw new InvalidOperationException("OpenIddict let an unknown client pass.");
        var descriptor = new OpenIddictApplicationDescriptor();
        await clients.PopulateAsync(descriptor, client, cancel);
        return SignIn(Subjects.Of(descriptor, request.GetScopes()));
    }

    /// <summary>
    /// Reads the account anew, so that a lost role is gone with the next refresh.
    /// </summary>
    private static async Task<IResult> OfAccountAsync(HttpContext http, IdentityDatabase db)
    {
        var ticket = await http.AuthenticateAsync(
            OpenIddictServerAspNetCoreDefaults.AuthenticationScheme
        );
        var account = Guid.TryParse(ticket.Principal?.GetClaim(Claims.Subject), out var id)
            ? await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id)
            : null;

        if (account is null || ticket.Principal is null)
            return Results.Forbid(Gone, [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);

        return SignIn(Subjects.Of(account, ticket.Principal.GetScopes()));
    }

    private static readonly AuthenticationProperties Gone = new(
        new Dictionary<string, string?>
        {
            [OpenIddictServerAspNetCoreConstants.Properties.Error] = Errors.InvalidGrant,
            [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] =
                "The account no longer exists.",
        }
    );

    private static IResult SignIn(ClaimsPrincipal principal) =>
        Results.SignIn(
            principal,
            authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme
        );
}
