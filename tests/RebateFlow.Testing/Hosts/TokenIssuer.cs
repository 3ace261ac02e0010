using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace RebateFlow.Testing.Hosts;

/// <summary>
/// An OpenID Connect provider with a key of its own, as small as the services can take: discovery
/// and key set over HTTP, tokens straight from memory. It shows as well that any provider will do.
/// </summary>
public sealed class TokenIssuer : IAsyncDisposable
{
    private const string KeyId = "test-key";

    private readonly RSA rsa = RSA.Create(2048);
    private readonly WebApplication app;

    private TokenIssuer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
    }

    /// <summary>What the services get as <c>Authentication:Authority</c>.</summary>
    public string Authority => app.Urls.Single();

    public static async Task<TokenIssuer> StartAsync()
    {
        var issuer = new TokenIssuer();
        issuer.app.MapGet("/.well-known/openid-configuration", issuer.Discovery);
        issuer.app.MapGet("/jwks", issuer.KeySet);
        await issuer.app.StartAsync();
        return issuer;
    }

    /// <summary>A token of today for a bearer.</summary>
    public string Issue(Bearer bearer) => Issue(bearer, TimeSpan.FromHours(1));

    /// <summary>A token that ends so long from now; before now when it is negative.</summary>
    public string Issue(Bearer bearer, TimeSpan validFor) => Issue(bearer, rsa, validFor);

    /// <summary>A token that was good an hour ago.</summary>
    public string IssueExpired(Bearer bearer) => Issue(bearer, rsa, TimeSpan.FromHours(-1));

    /// <summary>A token that says the right things with somebody else's signature.</summary>
    public string IssueForged(Bearer bearer)
    {
        using var other = RSA.Create(2048);
        return Issue(bearer, other, TimeSpan.FromHours(1));
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        rsa.Dispose();
    }

    private string Issue(Bearer bearer, RSA key, TimeSpan validFor)
    {
        var claims = new Dictionary<string, object>
        {
            ["sub"] = bearer.Subject,
            ["name"] = bearer.Subject,
            ["role"] = bearer.Roles,
        };
        if (bearer.Uscc is not null)
            claims["uscc"] = bearer.Uscc;
        if (bearer.TaxAuthority is not null)
            claims["tax_authority"] = bearer.TaxAuthority;

        // Tokens live in real time, whatever day the services' clock shows.
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        return new JsonWebTokenHandler().CreateToken(
            new SecurityTokenDescriptor
            {
                Issuer = Authority,
                Audience = "rebateflow",
                IssuedAt = now - TimeSpan.FromHours(2),
                NotBefore = now - TimeSpan.FromHours(2),
                Expires = now + validFor,
                Claims = claims,
                SigningCredentials = new SigningCredentials(
                    new RsaSecurityKey(key) { KeyId = KeyId },
                    SecurityAlgorithms.RsaSha256
                ),
            }
        );
    }

    private JsonHttpResult<Dictionary<string, object>> Discovery() =>
        TypedResults.Json(
            new Dictionary<string, object>
            {
                ["issuer"] = Authority,
                ["jwks_uri"] = $"{Authority}/jwks",
                ["token_endpoint"] = $"{Authority}/token",
                ["response_types_supported"] = new[] { "token" },
                ["subject_types_supported"] = new[] { "public" },
                ["id_token_signing_alg_values_supported"] = new[] { "RS256" },
            }
        );

    private JsonHttpResult<Dictionary<string, object>> KeySet()
    {
        var key = rsa.ExportParameters(includePrivateParameters: false);
        return TypedResults.Json(
            new Dictionary<string, object>
            {
                ["keys"] = new[]
                {
                    new Dictionary<string, string>
                    {
                        ["kty"] = "RSA",
                        ["use"] = "sig",
                        ["alg"] = "RS256",
                        ["kid"] = KeyId,
                        ["n"] = Base64UrlEncoder.Encode(key.Modulus),
                        ["e"] = Base64UrlEncoder.Encode(key.Exponent),
                    },
                },
            }
        );
    }
}

/// <summary>Who a token speaks for.</summary>
public sealed record Bearer(
    string Subject,
    string[] Roles,
    string? Uscc = null,
    string? TaxAuthority = null
)
{
    public const string Tianjin = "11200000000";

    public static readonly Bearer Feed = new("feed", ["feed"]);
    public static readonly Bearer Operator = new("operator", ["operator"]);
    public static readonly Bearer Auditor = new("auditor", ["auditor"], null, Tianjin);

    public static Bearer Exporter(string uscc) => new($"exporter-{uscc}", ["exporter"], uscc);

    /// <param name="post">review, rereview, approval or evaluation.</param>
    public static Bearer Officer(string name, string post) =>
        new(name, [$"officer.{post}"], null, Tianjin);
}
