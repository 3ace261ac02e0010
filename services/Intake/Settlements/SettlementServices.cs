using RebateFlow.ServiceDefaults;

namespace RebateFlow.Intake.Settlements;

/// <summary>Settlements of processing books: registrations and endpoints.</summary>
public static class SettlementServices
{
    /// <summary>Registers who may read and who decides.</summary>
    public static void AddSettlements(this WebApplicationBuilder builder) =>
        builder
            .Services.AddSingleton<DeclaredExportsSql>()
            .AddAuthorizationBuilder()
            .AddPolicy(
                GetSettlement.Policy,
                policy =>
                    policy.RequireRole(
                        Roles.Exporter,
                        Roles.OfficerReview,
                        Roles.OfficerRereview,
                        Roles.OfficerApproval,
                        Roles.OfficerEvaluation
                    )
            )
            .AddPolicy(
                DecideSettlement.Policy,
                policy =>
                    policy.RequireRole(
                        Roles.OfficerReview,
                        Roles.OfficerRereview,
                        Roles.OfficerApproval
                    )
            );

    /// <summary>Maps their endpoints.</summary>
    public static void MapSettlements(this WebApplication app)
    {
        SubmitSettlement.Map(app);
        GetSettlement.Map(app);
        DecideSettlement.Map(app);
    }
}
