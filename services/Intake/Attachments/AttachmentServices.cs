using RebateFlow.ServiceDefaults;

namespace RebateFlow.Intake.Attachments;

/// <summary>Attachments: policies and endpoints.</summary>
public static class AttachmentServices
{
    /// <summary>Registers who may read what was handed in with a filing.</summary>
    public static void AddAttachments(this WebApplicationBuilder builder) =>
        builder
            .Services.AddAuthorizationBuilder()
            .AddPolicy(
                FilingReader.Policy,
                policy =>
                    policy.RequireRole(
                        Roles.Exporter,
                        Roles.SandboxExporter,
                        Roles.OfficerReview,
                        Roles.OfficerRereview,
                        Roles.OfficerApproval,
                        Roles.OfficerEvaluation
                    )
            );

    /// <summary>Maps their endpoints.</summary>
    public static void MapAttachments(this WebApplication app)
    {
        AddAttachment.Map(app);
        GetAttachments.Map(app);
    }
}
