using OpenIddict.Server;
using RebateFlow.Identity.Storage;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace RebateFlow.Identity.Tokens;

/// <summary>OpenIddict, set up: which grants, which lifetimes, which keys.</summary>
public static class TokenServer
{
    public const string TokenPath = "/connect/token";
    public const string AuthorizePath = "/connect/authorize";
    public const string EndSessionPath = "/connect/endsession";

    /// <summary>
    /// Services accept a token offline, so this bounds how long a lost right lives on.
    /// </summary>
    private static readonly TimeSpan AccessTokenLifetime = TimeSpan.FromHours(1);

    /// <summary>A working day: an officer signs in once in the morning.</summary>
    private static readonly TimeSpan RefreshTokenLifetime = TimeSpan.FromHours(12);

    public static void AddTokenServer(this WebApplicationBuilder builder, IdentitySettings settings)
    {
        var isDevelopment = builder.Environment.IsDevelopment();
        var keys = SigningKeys.Load(settings, isDevelopment);

        builder
            .Services.AddOpenIddict()
            .AddCore(core => core.UseEntityFrameworkCore().UseDbContext<IdentityDatabase>())
            .AddServer(server =>
            {
                if (settings.Issuer is not null)
                    server.SetIssuer(settings.Issuer);
                SetFlows(server);
                SetTokens(server, keys);

                var host = server
                    .UseAspNetCore()
                    .EnableTokenEndpointPassthrough()
                    .EnableAuthorizationEndpointPassthrough()
                    .EnableEndSessionEndpointPassthrough();
                if (isDevelopment)
                    host.DisableTransportSecurityRequirement();
            });
    }

    private static void SetFlows(OpenIddictServerBuilder server)
    {
        server
            .SetTokenEndpointUris(TokenPath)
            .SetAuthorizationEndpointUris(AuthorizePath)
            .SetEndSessionEndpointUris(EndSessionPath);
        server
            .AllowClientCredentialsFlow()
            .AllowAuthorizationCodeFlow()
            .AllowRefreshTokenFlow()
            .RequireProofKeyForCodeExchange()
            .Configure(options => options.CodeChallengeMethods.Remove(CodeChallengeMethods.Plain));
        server.RegisterScopes(Subjects.Audience, Scopes.Profile);
        server.RegisterClaims(Claims.Name, Claims.Role, Subjects.Uscc, Subjects.TaxAuthority);
    }

    private static void SetTokens(OpenIddictServerBuilder server, SigningKeys keys)
    {
        foreach (var key in keys.Signing)
            server.AddSigningKey(key);
        server.AddEncryptionKey(keys.Encryption);
        // The services verify plain signed JWTs with the published keys alone.
        server.DisableAccessTokenEncryption();
        server.SetAccessTokenLifetime(AccessTokenLifetime);
        server.SetRefreshTokenLifetime(RefreshTokenLifetime);
        server.AddEventHandler<OpenIddictServerEvents.GenerateTokenContext>(handler =>
            handler.UseInlineHandler(SkipAccessTokenEntry).SetOrder(int.MinValue)
        );
    }

    /// <summary>
    /// Nothing looks an access token up again, so no row is written for one: a client's token costs
    /// one read. Codes and refresh tokens do have rows, which is what makes them single use.
    /// </summary>
    private static ValueTask SkipAccessTokenEntry(
        OpenIddictServerEvents.GenerateTokenContext context
    )
    {
        if (context.TokenType is TokenTypeIdentifiers.AccessToken)
            context.CreateTokenEntry = false;
        return ValueTask.CompletedTask;
    }
}
