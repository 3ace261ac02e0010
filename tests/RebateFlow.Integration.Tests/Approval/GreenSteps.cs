using System.Net;
using RebateFlow.Approval.Channels;
using RebateFlow.Contracts.Risk;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Integration.Tests.Approval;

/// <summary>Enrolled filers and their green cases.</summary>
public static class GreenSteps
{
    public static readonly Bearer Editor = new("policy-editor", ["policy.editor"]);
    public static readonly Bearer Approver = new("policy-approver", ["policy.approver"]);

    public static (string, string) Key() => ("Idempotency-Key", Guid.CreateVersion7().ToString());

    /// <summary>Drafted by one person, approved by another.</summary>
    /// <returns>Id of the enrolment; its version is 2.</returns>
    public static async Task<Guid> EnrolAsync(this ApprovalAlone approval, string uscc)
    {
        var draft = await approval
            .As(Editor)
            .PostAsync(
                "/v1/green-channel/enrolments",
                new
                {
                    uscc,
                    validFrom = "2026-01-01",
                    reason = "大型加工贸易企业",
                },
                Key()
            );
        var id = draft.Expect(HttpStatusCode.Created).Json["id"]!.GetValue<Guid>();
        var approved = await approval
            .As(Approver)
            .PostAsync(
                $"/v1/green-channel/enrolments/{id}/approval",
                null,
                ("If-Match", draft.ETag!)
            );
        approved.Expect(HttpStatusCode.OK);
        return id;
    }

    /// <summary>An assessment of a class-1 filer.</summary>
    public static RiskAssessed Filed(string uscc, decimal rebateDueCny)
    {
        var message = Assessments.Clean().Claiming(rebateDueCny);
        return message with
        {
            Filing = message.Filing with
            {
                Declarant = message.Filing.Declarant with { Uscc = uscc, EnterpriseClass = 1 },
            },
        };
    }

    /// <summary>
    /// Opens a case that the sample did not draw before the decision; a drawn one would be standard
    /// whatever else holds.
    /// </summary>
    public static async Task<(Guid CaseId, RiskAssessed Message)> OpenUndrawnAsync(
        this ApprovalAlone approval,
        string uscc,
        decimal rebateDueCny
    )
    {
        for (var i = 0; i < 20; i++)
        {
            var message = Filed(uscc, rebateDueCny);
            var caseId = await approval.OpenAsync(message);
            if (
                !await approval.Database.QueryAsync<bool>(
                    $"SELECT sample_drawn FROM approval_case WHERE case_id = '{caseId}'"
                )
            )
                return (caseId, message);
        }
        throw new InvalidOperationException("Twenty draws of two percent in a row.");
    }

    /// <summary>Opens a case whose draw of the day lies in a range of percents.</summary>
    public static async Task<Guid> OpenDrawnAsync(
        this ApprovalAlone approval,
        string uscc,
        decimal rebateDueCny,
        (decimal From, decimal Below) range
    )
    {
        // The first case of the day makes its seed.
        var (first, _) = await approval.OpenUndrawnAsync(uscc, rebateDueCny);
        var seed = await approval.Database.QueryAsync<byte[]>(
            $"""
            SELECT seed FROM sample_seed
            WHERE day = (SELECT sample_day FROM approval_case WHERE case_id = '{first}')
            """
        );
        var message = Filed(uscc, rebateDueCny);
        Guid id;
        do id = Guid.CreateVersion7();
        while (
            RandomSample.DrawPercent(seed, id) is var percent
            && (percent < range.From || percent >= range.Below)
        );
        return await approval.OpenAsync(
            message with
            {
                Filing = message.Filing with { PreDeclarationId = id },
            }
        );
    }

    /// <summary>A green case that the two officers of its route approve.</summary>
    public static async Task ApproveAsync(this ApprovalAlone approval, Guid caseId)
    {
        foreach (var officer in new[] { CaseSteps.Reviewer, CaseSteps.Rereviewer })
        {
            (await approval.ActAsync(officer, caseId, "claim")).Expect(HttpStatusCode.OK);
            var body = new { decision = "APPROVE" };
            (await approval.ActAsync(officer, caseId, "decision", body)).Expect(HttpStatusCode.OK);
        }
    }

    public static Task<string> ChannelOfAsync(this ApprovalAlone approval, Guid caseId) =>
        approval.Database.QueryAsync<string>(
            $"SELECT channel FROM approval_case WHERE case_id = '{caseId}'"
        );

    /// <summary>A later assessment of the same attempt with a hit of the gravest level.</summary>
    public static RiskReassessed WithGraveHit(this RiskAssessed message, int sequenceNo = 2) =>
        new()
        {
            AssessmentId = Guid.CreateVersion7(),
            FormerAssessmentId = message.AssessmentId,
            PreDeclarationId = message.Filing.PreDeclarationId,
            AttemptNo = message.Filing.AttemptNo,
            SequenceNo = sequenceNo,
            Score = 65,
            Grade = "HIGH",
            RuleSetVersion = message.RuleSetVersion,
            HasUnjudgedRule = false,
            Findings = [],
            WatchlistHits = [Hit(1)],
            Cause = "WATCHLIST",
            ReasonZh = "供应商列入特别关注一级",
            ReasonEn = "A supplier was put on the watchlist, level 1",
            AssessedAt = message.AssessedAt.AddHours(1),
        };

    /// <summary>The same assessment with a hit of that level.</summary>
    public static RiskAssessed WithHit(this RiskAssessed message, int level) =>
        message with
        {
            WatchlistHits = [Hit(level)],
        };

    private static WatchlistHit Hit(int level) =>
        new()
        {
            EntryId = Guid.CreateVersion7(),
            Kind = "SUPPLIER",
            Key = "91440300MA5G88EX3W",
            MatchedValue = "91440300MA5G88EX3W",
            Level = level,
            Reason = "走逃（失联）企业",
        };
}
