using RebateFlow.Approval.Casework.Cases;

namespace RebateFlow.Approval.Casework.Repayments;

/// <summary>What the decision of a case does to the ledger of its exporter.</summary>
public static class CaseRepayments
{
    /// <summary>
    /// The commands that follow from what happened to a case: what an approval kept back, and what
    /// a negative total owes. A withdrawal undoes both, and so does a later attempt: its decision
    /// takes the place of the former one.
    /// </summary>
    /// <param name="newId">Makes the id of a claim.</param>
    public static IEnumerable<RepaymentCommand> Of(CaseChange change, Func<Guid> newId)
    {
        var some = change.After;
        foreach (var happened in change.Events)
        {
            if (happened is CaseWithdrawn)
                foreach (var undo in Undo(some, some.AttemptNo, "withdrawn by the exporter"))
                    yield return undo;
            if (happened is CaseReopened { Attempt.AttemptNo: var attemptNo })
                foreach (var undo in Undo(some, attemptNo - 1, "a later attempt came"))
                    yield return undo;
            if (happened is OfficerAct { SetOffCny: > 0 and var setOff })
                yield return new SetOffApproval(
                    some.CaseId,
                    some.PreDeclarationId,
                    some.Version,
                    setOff
                );
            if (happened is Decided { ToRepayCny: > 0 and var owed } decided)
                yield return new ClaimRepayment(
                    newId(),
                    SourceOf(some, decided.AttemptNo),
                    owed,
                    decided.Reason
                );
        }
    }

    /// <summary>Of attempts that claimed nothing there is nothing to withdraw.</summary>
    private static IEnumerable<RepaymentCommand> Undo(
        ApprovalCase some,
        int lastAttemptNo,
        string reason
    )
    {
        yield return new UndoSetOff(some.CaseId, some.PreDeclarationId);
        for (var no = 1; no <= lastAttemptNo; no++)
            yield return new WithdrawClaim(SourceOf(some, no), null, reason);
    }

    private static RepaymentSource SourceOf(ApprovalCase some, int attemptNo) =>
        new(some.CaseId, some.PreDeclarationId, attemptNo, RepaymentKind.NegativeTotal);

    /// <summary>Whether a command may approve money or a claim.</summary>
    public static bool IsAboutMoney(CaseCommand command) =>
        command is GiveVerdict or ReleaseHold or AnswerLetter;

    /// <summary>
    /// The command with what is owed, and what bars it, on the day of the decision.
    /// </summary>
    public static CaseCommand Knowing(CaseCommand command, OwedTerms owed) =>
        command switch
        {
            GiveVerdict verdict => verdict with { Terms = verdict.Terms with { Owed = owed } },
            ReleaseHold release => release with { Terms = release.Terms with { Owed = owed } },
            AnswerLetter answer => answer with { Terms = answer.Terms with { Owed = owed } },
            _ => command,
        };
}
