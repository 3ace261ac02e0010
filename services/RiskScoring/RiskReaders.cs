using System.Security.Claims;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.RiskScoring;

/// <summary>
/// Who may read assessments, the watchlist and the rule sets: officers, the risk team and auditors.
/// </summary>
public static class RiskReaders
{
    /// <summary>Name of the policy.</summary>
    public const string Policy = "risk.reader";

    /// <summary>
    /// Name of the policy for the risk team's own work, which looks across all tax authorities.
    /// </summary>
    public const string TeamPolicy = "risk.team";

    /// <summary>
    /// Whether somebody is of the risk team or an auditor; officers see what their tax authority
    /// has, and nothing when their token names none.
    /// </summary>
    public static bool LooksAcross(ClaimsPrincipal user) =>
        user.IsInRole(Roles.RiskEditor)
        || user.IsInRole(Roles.RiskApprover)
        || user.IsInRole(Roles.Auditor);

    /// <summary>Registers the policies.</summary>
    public static void AddRiskReaders(this WebApplicationBuilder builder) =>
        builder
            .Services.AddAuthorizationBuilder()
            .AddPolicy(
                Policy,
                policy =>
                    policy
                        .RequireRole(
                            Roles.OfficerReview,
                            Roles.OfficerRereview,
                            Roles.OfficerApproval,
                            Roles.OfficerEvaluation,
                            Roles.RiskEditor,
                            Roles.RiskApprover,
                            Roles.Auditor
                        )
                        .RequireAssertion(context =>
                            LooksAcross(context.User)
                            || context.User.TaxAuthority() is { Length: > 0 }
                        )
            )
            .AddPolicy(
                TeamPolicy,
                policy => policy.RequireRole(Roles.RiskEditor, Roles.RiskApprover)
            );
}
