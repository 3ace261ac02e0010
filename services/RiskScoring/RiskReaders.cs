using RebateFlow.ServiceDefaults;

namespace RebateFlow.RiskScoring;

/// <summary>
/// Who may read assessments, the watchlist and the rule sets: officers, the risk team and auditors.
/// </summary>
public static class RiskReaders
{
    /// <summary>Name of the policy.</summary>
    public const string Policy = "risk.reader";

    /// <summary>Registers the policy.</summary>
    public static void AddRiskReaders(this WebApplicationBuilder builder) =>
        builder
            .Services.AddAuthorizationBuilder()
            .AddPolicy(
                Policy,
                policy =>
                    policy.RequireRole(
                        Roles.OfficerReview,
                        Roles.OfficerRereview,
                        Roles.OfficerApproval,
                        Roles.OfficerEvaluation,
                        Roles.RiskEditor,
                        Roles.RiskApprover,
                        Roles.Auditor
                    )
            );
}
