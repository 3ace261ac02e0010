using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RebateFlow.ServiceDefaults.Security;

namespace RebateFlow.ServiceDefaults;

/// <summary>
/// Roles of a token's <c>role</c> claim; each is the name of an authorization policy too.
/// </summary>
public static class Roles
{
    public const string Exporter = "exporter";
    public const string Feed = "feed";

    /// <summary>
    /// An exporter's program under test: the sandbox instead of the real thing. Never given
    /// together with <see cref="Exporter"/>; should it be, the sandbox it is.
    /// </summary>
    public const string SandboxExporter = "exporter.sandbox";

    /// <summary>The roles of an exporter and of its program in the sandbox.</summary>
    public static IReadOnlyList<string> Exporters { get; } = [Exporter, SandboxExporter];

    /// <summary>Policy: an exporter, or its program in the sandbox.</summary>
    public const string AnyExporter = "any-exporter";
    public const string OfficerReview = "officer.review";
    public const string OfficerRereview = "officer.rereview";
    public const string OfficerApproval = "officer.approval";
    public const string OfficerEvaluation = "officer.evaluation";
    public const string RiskEditor = "risk.editor";
    public const string RiskApprover = "risk.approver";
    public const string PolicyEditor = "policy.editor";
    public const string PolicyApprover = "policy.approver";
    public const string Auditor = "auditor";
    public const string Operator = "operator";

    /// <summary>Policy: any of the four posts of officers.</summary>
    public const string AnyOfficer = "officer";

    /// <summary>Policy: editors and approvers of the risk team.</summary>
    public const string AnyRisk = "risk";

    /// <summary>Policy: editors and approvers of the green-channel policy.</summary>
    public const string AnyPolicy = "policy";

    /// <summary>
    /// Policy: everyone on the authority's side: officers, risk, policy, auditor, operator.
    /// </summary>
    public const string AnyAuthority = "authority";

    internal static readonly IReadOnlyList<string> Officers =
    [
        OfficerReview,
        OfficerRereview,
        OfficerApproval,
        OfficerEvaluation,
    ];

    internal static readonly IReadOnlyList<string> Authority =
    [
        .. Officers,
        RiskEditor,
        RiskApprover,
        PolicyEditor,
        PolicyApprover,
        Auditor,
        Operator,
    ];
}

/// <summary>What a token says about its bearer.</summary>
public static class ClaimsPrincipalExtensions
{
    /// <summary>The exporter's own unified social credit code; null for everybody else.</summary>
    public static string? Uscc(this ClaimsPrincipal user) => user.FindFirstValue("uscc");

    /// <summary>The officer's tax authority, 11 digits; null for everybody else.</summary>
    public static string? TaxAuthority(this ClaimsPrincipal user) =>
        user.FindFirstValue("tax_authority");

    /// <summary>The person or program that acts; four-eyes rules compare it.</summary>
    public static string SubjectId(this ClaimsPrincipal user) =>
        user.FindFirstValue("sub") ?? throw new InvalidOperationException("Token without sub.");
}

internal static class SignIn
{
    private const string AuthoritySetting = "Authentication:Authority";

    /// <summary>
    /// Tokens of any OpenID Connect provider: <c>Authentication:Authority</c>,
    /// <c>Authentication:Audience</c>. An endpoint without a policy is refused (and stops the
    /// start, see <see cref="EndpointPolicyGuard"/>).
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// The setting is missing or must not be as it is; the message says which and why.
    /// </exception>
    public static void AddSignIn(this WebApplicationBuilder builder, bool takesTokens)
    {
        var isDevelopment = builder.Environment.IsDevelopment();
        var authority = AuthorityOf(
            builder.Configuration[AuthoritySetting],
            isDevelopment || !takesTokens
        );
        builder
            .Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme)
            .AddJwtBearer(options =>
            {
                options.Authority = authority.ToString();
                options.Audience = builder.Configuration["Authentication:Audience"] ?? "rebateflow";
                options.RequireHttpsMetadata = authority.Scheme == Uri.UriSchemeHttps;
                options.Events = new JwtBearerEvents { OnAuthenticationFailed = LogRefused };
                options.MapInboundClaims = false;
                options.TokenValidationParameters.RoleClaimType = "role";
                options.TokenValidationParameters.NameClaimType = "name";
                options.TokenValidationParameters.ClockSkew = TimeSpan.FromSeconds(30);
            });
        var policies = builder.Services.AddAuthorizationBuilder();
        // What is left are the framework's own answers: no such path, method or media type. A
        // caller with a token gets that 404, 405 or 415; an endpoint of ours without a policy stays
        // shut.
        policies.SetFallbackPolicy(
            new AuthorizationPolicyBuilder()
                .RequireAuthenticatedUser()
                .RequireAssertion(context =>
                    context.Resource is HttpContext http && http.GetEndpoint() is not RouteEndpoint
                )
                .Build()
        );
        foreach (var role in Roles.Authority.Append(Roles.Exporter).Append(Roles.Feed))
            policies.AddPolicy(role, policy => policy.RequireRole(role));
        policies.AddPolicy(Roles.AnyExporter, policy => policy.RequireRole(Roles.Exporters));
        policies.AddPolicy(Roles.AnyOfficer, policy => policy.RequireRole(Roles.Officers));
        policies.AddPolicy(Roles.AnyAuthority, policy => policy.RequireRole(Roles.Authority));
        policies.AddPolicy(
            Roles.AnyRisk,
            policy => policy.RequireRole(Roles.RiskEditor, Roles.RiskApprover)
        );
        policies.AddPolicy(
            Roles.AnyPolicy,
            policy => policy.RequireRole(Roles.PolicyEditor, Roles.PolicyApprover)
        );
    }

    /// <summary>Whose tokens are believed; in Development that of this machine if none.</summary>
    internal static Uri AuthorityOf(string? setting, bool isLenient)
    {
        if (string.IsNullOrWhiteSpace(setting))
        {
            return isLenient
                ? new Uri("http://localhost:7000")
                : throw new InvalidOperationException(
                    $"{AuthoritySetting} is not set. Outside Development it names the server "
                        + "whose tokens are believed, such as https://identity.example.gov.cn."
                );
        }
        if (!Uri.TryCreate(setting, UriKind.Absolute, out var authority))
            throw new InvalidOperationException($"{AuthoritySetting} is no address: {setting}.");
        var isSecure = authority.Scheme == Uri.UriSchemeHttps;
        var isHere = authority.Scheme == Uri.UriSchemeHttp && authority.IsLoopback;
        return isSecure || (isLenient && isHere)
            ? authority
            : throw new InvalidOperationException(
                $"{AuthoritySetting} is {setting}: it has to be https. Plain http is for "
                    + "Development, and only to this very machine."
            );
    }

    private static Task LogRefused(AuthenticationFailedContext context)
    {
        context
            .HttpContext.RequestServices.GetRequiredService<SecurityLog>()
            .TokenRefused(context.HttpContext, context.Exception.GetType().Name);
        return Task.CompletedTask;
    }
}
