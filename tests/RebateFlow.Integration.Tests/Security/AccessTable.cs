namespace RebateFlow.Integration.Tests.Security;

/// <summary>
/// Who may call what. This table is the claim; the walk tries every door with every role, and fails
/// for a door that is not listed here.
/// </summary>
public static class AccessTable
{
    private const string Officers =
        "officer.review officer.rereview officer.approval officer.evaluation";
    private const string Exporters = "exporter exporter.sandbox";
    private const string Risk = "risk.editor risk.approver";
    private const string Policy = "policy.editor policy.approver";
    private const string RiskReaders = $"{Officers} {Risk} auditor";
    private const string Authority = $"{Officers} {Risk} {Policy} auditor operator";

    /// <summary>What stands open to everybody, with a token or without.</summary>
    public const string Anyone = "anyone";

    /// <summary>Every role there is.</summary>
    public static readonly IReadOnlyList<string> Roles =
    [
        "exporter",
        "exporter.sandbox",
        "feed",
        .. Officers.Split(' '),
        .. Risk.Split(' '),
        .. Policy.Split(' '),
        "auditor",
        "operator",
    ];

    private static readonly Dictionary<string, string> ErrorQueues = new()
    {
        ["GET /v1/error-queues"] = "operator",
        ["GET /v1/error-queues/{queue}"] = "operator",
        ["POST /v1/error-queues/{queue}/actions"] = "operator",
    };

    public static readonly IReadOnlyDictionary<string, string> Intake = new Dictionary<
        string,
        string
    >(ErrorQueues)
    {
        ["POST /v1/pre-declarations"] = Exporters,
        ["POST /v1/pre-declarations/import"] = Exporters,
        ["GET /v1/templates/{method}.xlsx"] = Exporters,
        ["GET /v1/pre-declarations"] = Exporters,
        ["GET /v1/pre-declarations/{id}"] = Exporters,
        ["GET /v1/pre-declarations/{id}/doubts"] = Exporters,
        ["POST /v1/pre-declarations/{id}/attempts"] = Exporters,
        ["POST /v1/pre-declarations/{id}/withdrawal"] = Exporters,
        ["GET /v1/pre-declarations/{id}/receipt"] = Exporters,
        ["GET /v1/repayments"] = Exporters,
        ["GET /v1/pre-declarations/{id}/events"] = "exporter",
        ["POST /v1/pre-declarations/{id}/formal-declaration"] = Exporters,
        ["POST /v1/webhooks"] = "exporter",
        ["GET /v1/webhooks"] = "exporter",
        ["GET /v1/webhooks/{id}"] = "exporter",
        ["PUT /v1/webhooks/{id}"] = "exporter",
        ["DELETE /v1/webhooks/{id}"] = "exporter",
        ["POST /v1/webhooks/{id}/secret-rotation"] = "exporter",
        ["POST /v1/webhooks/{id}/test"] = "exporter",
        ["POST /v1/webhooks/{id}/resend"] = "exporter",
        ["GET /v1/webhooks/{id}/deliveries"] = "exporter",
        ["GET /v1/webhooks/{id}/deliveries/{number}"] = "exporter",
        ["POST /v1/webhooks/{id}/deliveries/{number}/resend"] = "exporter",
        ["GET /.well-known/jwks.json"] = Anyone,
        ["GET /.well-known/sandbox-jwks.json"] = Anyone,
        ["POST /v1/pre-declarations/{id}/no-data-form"] = Exporters,
        ["GET /v1/pre-declarations/{id}/no-data-form"] = Exporters,
        ["GET /v1/pre-declarations/{id}/self-inspection"] = Exporters,
        ["PUT /v1/pre-declarations/{id}/self-inspection"] = Exporters,
        ["POST /v1/pre-declarations/{id}/attachments"] = Exporters,
        ["GET /v1/pre-declarations/{id}/attachments"] = $"{Exporters} {Officers}",
        ["GET /v1/pre-declarations/{id}/attachments/{attachmentId}"] = $"{Exporters} {Officers}",
        ["GET /v1/forms"] = $"{Exporters} {Officers}",
        ["GET /v1/pre-declarations/{id}/forms/{form}"] = $"{Exporters} {Officers}",
        ["PUT /v1/pre-declarations/{id}/forms/{form}"] = Exporters,
        ["GET /v1/enterprises"] = Officers,
        ["GET /v1/enterprises/{uscc}"] = $"exporter {Officers}",
        ["GET /v1/enterprises/{uscc}/classes"] = $"exporter {Officers}",
        ["POST /v1/enterprises/{uscc}/classes"] = "officer.evaluation officer.approval",
        ["GET /v1/enterprises/{uscc}/class-checklist"] = "officer.evaluation officer.approval",
        ["POST /v1/settlements/preview"] = "exporter",
        ["POST /v1/settlements"] = "exporter",
        ["GET /v1/settlements"] = $"exporter {Officers}",
        ["GET /v1/settlements/{id}"] = $"exporter {Officers}",
        ["POST /v1/settlements/{id}/registration"] =
            "officer.review officer.rereview officer.approval",
        ["POST /v1/settlements/{id}/refusal"] = "officer.review officer.rereview officer.approval",
        ["POST /v1/feeds/class-criteria"] = "feed",
        ["GET /v1/feeds/class-criteria"] = "feed",
        ["POST /v1/feeds/enterprises"] = "feed",
        ["GET /v1/feeds/enterprises"] = "feed",
        ["POST /v1/feeds/customs-declarations"] = "feed",
        ["GET /v1/feeds/customs-declarations"] = "feed",
        ["POST /v1/feeds/vat-invoices"] = "feed",
        ["GET /v1/feeds/vat-invoices"] = "feed",
        ["POST /v1/feeds/agency-certificates"] = "feed",
        ["GET /v1/feeds/agency-certificates"] = "feed",
        ["POST /v1/feeds/fx-receipts"] = "feed",
        ["GET /v1/feeds/fx-receipts"] = "feed",
        ["POST /v1/feeds/rate-library"] = "feed",
        ["GET /v1/feeds/rate-library"] = "feed",
        ["POST /v1/feeds/exchange-rates"] = "feed",
        ["GET /v1/feeds/exchange-rates"] = "feed",
        ["POST /v1/feeds/vat-returns"] = "feed",
        ["GET /v1/feeds/vat-returns"] = "feed",
        ["POST /v1/feeds/processing-books"] = "feed",
        ["GET /v1/feeds/processing-books"] = "feed",
        ["POST /v1/feeds/doubt-codes"] = "feed",
        ["GET /v1/feeds/doubt-codes"] = "feed",
        ["POST /v1/feeds/check-settings"] = "feed",
        ["GET /v1/feeds/check-settings"] = "feed",
        ["POST /v1/feeds/policy-periods"] = "feed",
        ["GET /v1/feeds/policy-periods"] = "feed",
        ["POST /v1/feeds/no-data-effects"] = "feed",
        ["GET /v1/feeds/no-data-effects"] = "feed",
        ["POST /v1/feeds/voucher-kinds"] = "feed",
        ["GET /v1/feeds/voucher-kinds"] = "feed",
    };

    public static readonly IReadOnlyDictionary<string, string> RiskScoring = new Dictionary<
        string,
        string
    >(ErrorQueues)
    {
        ["GET /v1/watchlist/entries"] = RiskReaders,
        ["POST /v1/watchlist/entries"] = "risk.editor",
        ["GET /v1/watchlist/entries/{id}"] = RiskReaders,
        ["GET /v1/watchlist/entries/{id}/history"] = RiskReaders,
        ["GET /v1/watchlist/entries/{id}/impact"] = Risk,
        ["POST /v1/watchlist/imports"] = "risk.editor",
        ["GET /v1/watchlist/imports"] = Risk,
        ["GET /v1/watchlist/imports/{id}"] = Risk,
        ["GET /v1/watchlist/imports/{id}/impact"] = Risk,
        ["POST /v1/watchlist/imports/{id}/approval"] = "risk.approver",
        ["POST /v1/watchlist/imports/{id}/rejection"] = "risk.approver",
        ["GET /v1/watchlist/export"] = Risk,
        ["POST /v1/watchlist/entries/{id}/approval"] = "risk.approver",
        ["POST /v1/watchlist/entries/{id}/rejection"] = "risk.approver",
        ["POST /v1/watchlist/entries/{id}/retirement"] = "risk.editor",
        ["POST /v1/watchlist/entries/{id}/revision"] = "risk.editor",
        ["POST /v1/screenings"] = RiskReaders,
        ["GET /v1/rule-sets"] = RiskReaders,
        ["POST /v1/rule-sets"] = "risk.editor",
        ["GET /v1/rule-set-drafts"] = RiskReaders,
        ["GET /v1/rule-sets/{version}"] = RiskReaders,
        ["GET /v1/rule-sets/{version}/differences"] = Risk,
        ["POST /v1/rule-sets/{version}/simulation"] = "risk.editor",
        ["GET /v1/rule-sets/{version}/simulation"] = Risk,
        ["GET /v1/rule-sets/{version}/simulation/filings"] = Risk,
        ["POST /v1/rule-sets/{version}/shadow"] = "risk.editor",
        ["POST /v1/rule-sets/{version}/approval"] = "risk.approver",
        ["POST /v1/rule-sets/{version}/activation"] = "risk.approver",
        ["POST /v1/rule-sets/{version}/rollback"] = "risk.approver",
        ["GET /v1/rule-precision"] = RiskReaders,
        ["GET /v1/assessments/{preDeclarationId}/page"] = RiskReaders,
        ["GET /v1/assessments/{preDeclarationId}"] = RiskReaders,
        ["POST /v1/assessments/{id}/replay"] = RiskReaders,
    };

    public static readonly IReadOnlyDictionary<string, string> Approval = new Dictionary<
        string,
        string
    >(ErrorQueues)
    {
        ["GET /v1/cases"] = Officers,
        ["GET /v1/cases/counts"] = Officers,
        ["GET /v1/saved-filters"] = Officers,
        ["POST /v1/saved-filters"] = Officers,
        ["PUT /v1/saved-filters/{id}"] = Officers,
        ["DELETE /v1/saved-filters/{id}"] = Officers,
        ["POST /v1/cases/claim"] = Officers,
        ["GET /v1/cases/{id}"] = Officers,
        ["GET /v1/cases/{id}/lines"] = Officers,
        ["GET /v1/cases/{id}/audit"] = $"{Officers} auditor",
        ["POST /v1/cases/{id}/claim"] = Officers,
        ["POST /v1/cases/{id}/release"] = Officers,
        ["POST /v1/cases/{id}/hand-over"] = Officers,
        ["POST /v1/cases/bulk-decision"] = Officers,
        ["GET /v1/alarms"] = Officers,
        ["GET /v1/officers"] = Officers,
        ["GET /v1/officers/{id}/absences"] = Officers,
        ["POST /v1/officers/{id}/absences"] = Officers,
        ["POST /v1/officers/{id}/absences/{absenceId}/ending"] = Officers,
        ["POST /v1/cases/{id}/doubts/{doubtNo}/pass"] = Officers,
        ["POST /v1/cases/{id}/doubts"] = Officers,
        ["POST /v1/cases/{id}/tasks/{taskNo}/done"] = Officers,
        ["POST /v1/cases/{id}/tasks/{taskNo}/waiver"] = Officers,
        ["POST /v1/cases/{id}/return"] = Officers,
        ["POST /v1/cases/{id}/decision"] = Officers,
        ["POST /v1/cases/{id}/hold"] = Officers,
        ["POST /v1/cases/{id}/hold-release"] = Officers,
        ["POST /v1/cases/{id}/referral"] = Officers,
        ["POST /v1/cases/{id}/letters"] = Officers,
        ["POST /v1/cases/{id}/letters/{letterNo}/extension"] = Officers,
        ["POST /v1/cases/{id}/letters/{letterNo}/reply"] = Officers,
        ["GET /v1/cases/{id}/file"] = "auditor",
        ["GET /v1/cases/{id}/moves"] = $"{Officers} auditor",
        ["GET /v1/checks"] = Officers,
        ["POST /v1/checks/claim"] = Officers,
        ["POST /v1/checks/{id}/finding"] = Officers,
        ["GET /v1/reports/{report}"] = $"{Officers} auditor",
        ["GET /v1/repayments"] = Officers,
        ["GET /v1/repayments/{uscc}"] = Officers,
        ["POST /v1/repayments/{uscc}/payments"] = "officer.approval",
        ["POST /v1/repayments/{uscc}/payments/{id}/confirmation"] =
            "officer.rereview officer.approval",
        ["POST /v1/repayments/{uscc}/payments/{id}/cancellation"] =
            "officer.rereview officer.approval",
        ["GET /v1/green-channel/samples/{day}"] = Authority,
        ["GET /v1/audit/verification"] = "auditor",
        ["GET /v1/audit/anchors"] = $"{Officers} auditor",
        ["GET /v1/green-channel/enrolments"] = Authority,
        ["POST /v1/green-channel/enrolments"] = "policy.editor",
        ["GET /v1/green-channel/enrolments/{id}/history"] = Authority,
        ["POST /v1/green-channel/enrolments/{id}/draft"] = "policy.editor",
        ["POST /v1/green-channel/enrolments/import"] = "policy.editor",
        ["POST /v1/green-channel/enrolments/proposals"] = "policy.editor",
        ["POST /v1/green-channel/enrolments/announcement"] = "operator",
        ["GET /v1/green-channel/candidates"] = Policy,
        ["GET /v1/green-channel/applications"] = "exporter",
        ["POST /v1/green-channel/applications"] = $"exporter {Officers}",
        ["POST /v1/green-channel/enrolments/{id}/approval"] = "policy.approver",
        ["POST /v1/green-channel/enrolments/{id}/ending"] = Policy,
        ["GET /v1/green-channel/policies"] = Authority,
        ["POST /v1/green-channel/policies"] = "policy.editor",
        ["GET /v1/green-channel/policies/drafts"] = Authority,
        ["GET /v1/green-channel/policies/drafts/{id}"] = Authority,
        ["POST /v1/green-channel/policies/drafts/{id}/simulation"] = Policy,
        ["POST /v1/green-channel/policies/drafts/{id}/approval"] = "policy.approver",
        ["POST /v1/green-channel/policies/drafts/{id}/activation"] = Policy,
        ["POST /v1/green-channel/policies/drafts/{id}/discarding"] = Policy,
    };
}
