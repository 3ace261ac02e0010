namespace RebateFlow.Approval.Audit;

/// <summary>The endpoints of this folder.</summary>
public static class AuditEndpoints
{
    public static void MapAudit(this WebApplication app)
    {
        GetAuditTrail.Map(app);
        VerifyAudit.Map(app);
        ListAnchors.Map(app);
        ExportCaseFile.Map(app);
    }
}
