using RebateFlow.Intake.Attachments;
using RebateFlow.Intake.Forms;

namespace RebateFlow.Intake;

/// <summary>What exporters hand in beside a filing: forms of remedies, attachments.</summary>
public static class PaperEndpoints
{
    public static void MapPapers(this WebApplication app)
    {
        ListForms.Map(app);
        FileForm.Map(app);
        AddAttachment.Map(app);
        GetAttachments.Map(app);
    }
}
