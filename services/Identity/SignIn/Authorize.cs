using System.Security.Claims;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using RebateFlow.Identity.Accounts;
using RebateFlow.Identity.Storage;
using RebateFlow.Identity.Tokens;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace RebateFlow.Identity.SignIn;

/// <summary>
/// A portal sends a person here. One who is signed in goes back with a code; others sign in
/// first. No consent is asked: portal and services belong to the same authority.
/// </summary>
public static class Authorize
{
    private const string ServerScheme = OpenIddictServerAspNetCoreDefaults.AuthenticationScheme;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapMethods(TokenServer.AuthorizePath, ["GET", "POST"], HandleAsync)
            .AllowAnonymous()
            .RequireRateLimiting(AccessLimits.SignIn)
            .DisableAntiforgery()
            .ExcludeFromDescription();
        routes
            .MapMethods(TokenServer.EndSessionPath, ["GET", "POST"], (Delegate)EndSessionAsync)
            .AllowAnonymous()
            .DisableAntiforgery()
            .ExcludeFromDescription();
    }

    private static async Task<IResult> HandleAsync(
        HttpContext http,
        IdentityDatabase db,
        CancellationToken cancel
    )
    {
        var request =
            http.GetOpenIddictServerRequest()
            ?? throw new InvalidOperationException("Not a request that OpenIddict has read.");
        var account = await SignedInAsync(http, db, cancel);

        if (account is not null && !request.HasPromptValue(PromptValues.Login))
        {
            var principal = Subjects.Of(account, request.GetScopes());
            return Results.SignIn(principal, authenticationScheme: ServerScheme);
        }

        return request.HasPromptValue(PromptValues.None)
            ? Results.Forbid(LoginRequired, [ServerScheme])
            : Results.Challenge(
                new AuthenticationProperties { RedirectUri = WithoutPrompt(http, request) },
                [CookieAuthenticationDefaults.AuthenticationScheme]
            );
    }

    private static async Task<Account?> SignedInAsync(
        HttpContext http,
        IdentityDatabase db,
        CancellationToken cancel
    )
    {
        var ticket = await http.AuthenticateAsync(
            CookieAuthenticationDefaults.AuthenticationScheme
        );
        return Guid.TryParse(ticket.Principal?.FindFirstValue(Claims.Subject), out var id)
            ? await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, cancel)
            : null;
    }

    /// <summary>
    /// The same request once more after the sign-in, without asking for another one.
    /// </summary>
    private static string WithoutPrompt(HttpContext http, OpenIddictRequest request) =>
        http.Request.PathBase
        + http.Request.Path
        + QueryString.Create(
            request
                .GetParameters()
                .Where(parameter => parameter.Key != Parameters.Prompt)
                .Select(parameter => KeyValuePair.Create(parameter.Key, (string?)parameter.Value))
        );

    private static async Task<IResult> EndSessionAsync(HttpContext http)
    {
        await http.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        return Results.SignOut(
            new AuthenticationProperties { RedirectUri = "/sign-in" },
            [ServerScheme]
        );
    }

    private static readonly AuthenticationProperties LoginRequired = new(
        new Dictionary<string, string?>
        {
            [OpenIddictServerAspNetCoreConstants.Properties.Error] = Errors.LoginRequired,
            [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] =
                "Nobody is signed in.",
        }
    );
}
