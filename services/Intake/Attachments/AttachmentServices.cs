using RebateFlow.ServiceDefaults;

namespace RebateFlow.Intake.Attachments;

/// <summary>Attachments: who may read them.</summary>
public static class AttachmentServices
{
    /// <summary>Registers who may read what was handed in with a filing.</summary>
    public static void AddAttachments(this WebApplicationBuilder builder) =>
        builder
            .Services.AddAuthorizationBuilder()
            .AddPolicy(
                FilingReader.Policy,
                policy =>
                    policy.RequireRole([
                        .. Roles.Exporters,
                        Roles.OfficerReview,
                        Roles.OfficerRereview,
                        Roles.OfficerApproval,
                        Roles.OfficerEvaluation,
                    ])
            );
}
