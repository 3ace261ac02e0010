using System.Net;
using System.Text.Json.Nodes;
using RebateFlow.Contracts.Intake;
using RebateFlow.Contracts.Risk;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Integration.Tests.Approval;

/// <summary>Cases of watched filings, and what people do about their tasks.</summary>
public static class TaskSteps
{
    public static readonly Bearer Evaluator = Bearer.Officer("officer-evaluation", "evaluation");
    public static readonly Bearer Head = Bearer.Officer("officer-approval", "approval");

    private static readonly string[] everything =
    [
        "ENHANCED_REVIEW",
        "NO_GREEN",
        "LETTER",
        "HOLD",
        "SELF_INSPECTION",
    ];

    /// <summary>A filing that buys from a supplier of level 1.</summary>
    public static RiskAssessed Watched() =>
        Assessments.Clean().BoughtFrom(("91120000A", 6000m), ("91310000B", 3000m)) with
        {
            WatchlistHits = [Hit("SUPPLIER", "91310000B", 1, everything)],
        };

    public static WatchlistHit Hit(string kind, string value, int level, string[] effects) =>
        new()
        {
            EntryId = Guid.CreateVersion7(),
            Kind = kind,
            Key = value,
            MatchedValue = value,
            Level = level,
            Reason = "测试",
            Effects = effects,
        };

    public static RiskReassessed Reassessed(
        RiskAssessed message,
        int sequenceNo,
        params WatchlistHit[] hits
    ) =>
        new()
        {
            AssessmentId = Guid.CreateVersion7(),
            FormerAssessmentId = message.AssessmentId,
            Cause = "WATCHLIST",
            PreDeclarationId = message.Filing.PreDeclarationId,
            AttemptNo = message.Filing.AttemptNo,
            SequenceNo = sequenceNo,
            Score = message.Score,
            Grade = message.Grade,
            RuleSetVersion = message.RuleSetVersion,
            HasUnjudgedRule = false,
            Findings = [],
            WatchlistHits = hits,
            ReasonZh = "关注信息变动",
            ReasonEn = "The watchlist changed",
            AssessedAt = message.AssessedAt,
        };

    public static SelfInspectionFiled Form(RiskAssessed message, int revisionNo = 1) =>
        new()
        {
            PreDeclarationId = message.Filing.PreDeclarationId,
            AttemptNo = message.Filing.AttemptNo,
            RevisionNo = revisionNo,
            FormFrom = new(2014, 1, 1),
            Answers =
            [
                new()
                {
                    Code = "Q01",
                    QuestionZh = "问",
                    QuestionEn = "question",
                    Answer = "NO",
                    Explanation = "由买方指定",
                },
            ],
            SignedBy = "郑示例",
            FiledAt = TestClock.Start,
        };

    public static async Task<JsonNode> OkAsync(
        this ApprovalAlone approval,
        Bearer officer,
        Guid caseId,
        string action,
        object? body = null
    ) => (await approval.ActAsync(officer, caseId, action, body)).Expect(HttpStatusCode.OK).Json;

    public static async Task<JsonNode> SeeAsync(this ApprovalAlone approval, Guid caseId) =>
        (await approval.As(CaseSteps.Reviewer).GetAsync($"/v1/cases/{caseId}"))
            .Expect(HttpStatusCode.OK)
            .Json;

    /// <summary>Hands in the form and waits until officers see it.</summary>
    public static async Task FileAsync(this ApprovalAlone approval, Guid caseId, RiskAssessed of)
    {
        await approval.PublishAsync(Form(of));
        await Eventually.HoldsAsync(async () =>
            (await approval.SeeAsync(caseId))["selfInspection"] is not null
        );
    }

    /// <summary>Numbers and kinds of the open tasks.</summary>
    public static IEnumerable<string> Open(JsonNode seen) =>
        seen["openTasks"]!.AsArray().Select(one => $"{one!["taskNo"]} {one["kind"]}");

    /// <summary>Everything that can happen to tasks, in one case.</summary>
    public static async Task WalkAsync(ApprovalAlone approval)
    {
        var message = Watched();
        var caseId = await approval.OpenAsync(message);
        await approval.FileAsync(caseId, message);
        await approval.OkAsync(CaseSteps.Reviewer, caseId, "claim");
        await approval.OkAsync(CaseSteps.Reviewer, caseId, "tasks/3/done", new { reason = "read" });
        var doubt = new
        {
            code = "K416",
            place = "line 1",
            reason = "came back",
        };
        await approval.OkAsync(CaseSteps.Reviewer, caseId, "doubts", doubt);
        await approval.OkAsync(Head, caseId, "tasks/2/waiver", new { reason = "known of old" });
        await approval.PublishAsync(Reassessed(message, 2));
        await Eventually.HoldsAsync(async () => !Open(await approval.SeeAsync(caseId)).Any());
    }
}
