namespace RebateFlow.Approval.Cases;

/// <summary>What the audit trail keeps of an action: before and after, and what was said.</summary>
public static class ChangeDetail
{
    public static object Of(CaseChange change, object? subject) =>
        new
        {
            change.After.AttemptNo,
            Before = Side(change.Before.Case),
            After = Side(change.After),
            Subject = subject,
            Reason = change.Reason.Length > 0 ? change.Reason : null,
        };

    private static object Side(ApprovalCase some) =>
        new
        {
            State = Codes.Of(some.State),
            Post = Codes.Of(some.Post),
            some.ClaimedBy,
            Proposal = some.Proposal is { } proposal ? Codes.Of(proposal.Decision) : null,
            OpenDoubts = some.OpenDoubts.Count > 0
                ? some.OpenDoubts.Select(doubt => doubt.DoubtNo).ToArray()
                : null,
        };
}
