using RebateFlow.Intake.Forms;
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
                    policy.RequireRole([
                        .. Roles.Exporters,
                        Roles.OfficerReview,
                        Roles.OfficerRereview,
                        Roles.OfficerApproval,
                        Roles.OfficerEvaluation,
                    ])
            );

    /// <summary>Maps the endpoints of attachments, and of the forms that remedies ask for.</summary>
    public static void MapPapers(this WebApplication app)
    {
        ListForms.Map(app);
        FileForm.Map(app);
        AddAttachment.Map(app);
        GetAttachments.Map(app);
    }
}
