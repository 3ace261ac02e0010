using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;

namespace RebateFlow.Identity;

/// <summary>The two ways in, and how often one address may knock at each.</summary>
public static class AccessLimits
{
    public const string Token = "token";
    public const string SignIn = "sign-in";

    /// <summary>
    /// Enough for a room of programs that start together, too few to guess a secret.
    /// </summary>
    private const int TokensPerMinute = 1200;

    /// <summary>For many people behind one address; one account locks long before this.</summary>
    private const int SignInsPerMinute = 120;

    public static void AddAccessLimits(
        this WebApplicationBuilder builder,
        IdentitySettings settings
    )
    {
        builder
            .Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme)
            .AddCookie(cookie =>
            {
                cookie.Cookie.Name = "rebateflow.sign-in";
                cookie.Cookie.SameSite = SameSiteMode.Lax;
                cookie.ExpireTimeSpan = TimeSpan.FromHours(8);
                cookie.LoginPath = "/sign-in";
                cookie.ReturnUrlParameter = "returnUrl";
            });
        builder.Services.AddAuthorization();

        var protection = builder
            .Services.AddDataProtection()
            .SetApplicationName("RebateFlow.Identity");
        if (settings.KeyDirectory is not null)
        {
            // Cookies and antiforgery tokens survive a restart as the signing keys do.
            var cookieKeys = Path.Combine(settings.KeyDirectory, "cookies");
            protection.PersistKeysToFileSystem(Directory.CreateDirectory(cookieKeys));
        }

        builder.Services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.AddPolicy(Token, http => PerAddress(http, TokensPerMinute));
            limiter.AddPolicy(SignIn, http => PerAddress(http, SignInsPerMinute));
        });
    }

    private static RateLimitPartition<string> PerAddress(HttpContext http, int permitsPerMinute) =>
        RateLimitPartition.GetFixedWindowLimiter(
            http.Connection.RemoteIpAddress?.ToString() ?? "",
            _ => new FixedWindowRateLimiterOptions
            {
                PermitLimit = permitsPerMinute,
                Window = TimeSpan.FromMinutes(1),
            }
        );
}
