using System.Collections.Immutable;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using OpenIddict.Abstractions;
using RebateFlow.Identity.Accounts;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace RebateFlow.Identity.Tokens;

/// <summary>Who a token speaks of, turned into the claims that the services read.</summary>
public static class Subjects
{
    public const string Audience = "rebateflow";
    public const string Uscc = "uscc";
    public const string TaxAuthority = "tax_authority";

    public static ClaimsPrincipal Of(Account account, ImmutableArray<string> scopes) =>
        Principal(
            new Subject(
                account.Id.ToString(),
                account.DisplayName,
                account.Roles,
                account.Uscc,
                account.TaxAuthority
            ),
            scopes
        );

    /// <summary>A program that came with its own secret: the client id is the subject.</summary>
    public static ClaimsPrincipal Of(
        OpenIddictApplicationDescriptor client,
        ImmutableArray<string> scopes
    ) =>
        Principal(
            new Subject(
                client.ClientId ?? throw new InvalidOperationException("A client without an id."),
                client.DisplayName ?? client.ClientId,
                client.Properties.TryGetValue(Claims.Role, out var roles)
                    ? roles.Deserialize<string[]>() ?? []
                    : [],
                client.Properties.TryGetValue(Uscc, out var uscc) ? uscc.GetString() : null,
                client.Properties.TryGetValue(TaxAuthority, out var authority)
                    ? authority.GetString()
                    : null
            ),
            scopes
        );

    private sealed record Subject(
        string Id,
        string Name,
        string[] Roles,
        string? Uscc,
        string? TaxAuthority
    );

    private static ClaimsPrincipal Principal(Subject subject, ImmutableArray<string> scopes)
    {
        var identity = new ClaimsIdentity("rebateflow", Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, subject.Id);
        identity.SetClaim(Claims.Name, subject.Name);
        // As a JSON array also when there is one role: readers need not know both shapes.
        identity.AddClaim(
            new Claim(
                Claims.Role,
                JsonSerializer.Serialize(subject.Roles),
                JsonClaimValueTypes.JsonArray
            )
        );
        identity.SetClaim(Uscc, subject.Uscc);
        identity.SetClaim(TaxAuthority, subject.TaxAuthority);
        identity.SetScopes(scopes);
        identity.SetResources(Audience);
        identity.SetDestinations(static claim =>
            claim.Subject?.HasScope(Scopes.OpenId) is true
                ? [Destinations.AccessToken, Destinations.IdentityToken]
                : [Destinations.AccessToken]
        );
        return new ClaimsPrincipal(identity);
    }
}
