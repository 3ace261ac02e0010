using System.Globalization;
using RebateFlow.Primitives;

namespace RebateFlow.Approval.Casework.Cases;

/// <summary>What the audit trail keeps of an action: before and after, and what was said.</summary>
public static class ChangeDetail
{
    public static object Of(CaseChange change, object? subject) =>
        new
        {
            change.After.AttemptNo,
            Before = Side(change.Before.Case),
            After = Side(change.After),
            change.DeputyFor,
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
            Holds = some.Holds.Count > 0 ? some.Holds.Select(hold => hold.HoldNo).ToArray() : null,
            Letters = some.Letters.Count > 0
                ? some.Letters.Select(letter => letter.LetterNo).ToArray()
                : null,
            Withheld = some.WithheldCny > 0 ? Money(some.WithheldCny) : null,
            Refused = some.RefusedCny > 0 ? Money(some.RefusedCny) : null,
            Approved = some.ApprovedCny > 0 ? Money(some.ApprovedCny) : null,
            OpenDoubts = some.OpenDoubts.Count > 0
                ? some.OpenDoubts.Select(doubt => doubt.DoubtNo).ToArray()
                : null,
        };

    private static string Money(decimal amount) =>
        amount.ToString("0.00", CultureInfo.InvariantCulture);
}
