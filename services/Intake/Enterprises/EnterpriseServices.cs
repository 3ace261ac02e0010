using RebateFlow.ServiceDefaults;

namespace RebateFlow.Intake.Enterprises;

/// <summary>The register of enterprises: policies and endpoints.</summary>
public static class EnterpriseServices
{
    /// <summary>Registers who may read it, and who rates.</summary>
    public static void AddEnterprises(this WebApplicationBuilder builder) =>
        builder
            .Services.AddAuthorizationBuilder()
            .AddPolicy(
                GetEnterprise.Policy,
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
                SetClass.Policy,
                policy => policy.RequireRole(Roles.OfficerEvaluation, Roles.OfficerApproval)
            );

    /// <summary>Maps its endpoints.</summary>
    public static void MapEnterprises(this WebApplication app)
    {
        ListEnterprises.Map(app);
        GetEnterprise.Map(app);
        GetClasses.Map(app);
        SetClass.Map(app);
    }
}
