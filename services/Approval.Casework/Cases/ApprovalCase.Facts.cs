using RebateFlow.Approval.Casework.Checks;
using RebateFlow.Primitives;

namespace RebateFlow.Approval.Casework.Cases;

/// <summary>Facts that change after the attempt was compared with them.</summary>
public sealed partial record ApprovalCase
{
    /// <summary>Number of the check of the attempt that stands, from 1.</summary>
    public int CheckNo { get; init; } = 1;

    /// <summary>The last change of facts that was told; 0 for none.</summary>
    public long StaleNo { get; init; }

    /// <summary>The last change of facts that a check has seen; 0 for none.</summary>
    public long CheckedNo { get; init; }

    /// <summary>Nothing is claimed or decided until the attempt has been compared again.</summary>
    public bool IsStale => StaleNo > CheckedNo;

    /// <summary>Yuan that checks after the decision found should not have been paid.</summary>
    private decimal RecoveredCny =>
        Checks
            .Where(one => one.Kind == CheckKind.ReReview && one.AttemptNo == AttemptNo)
            .Sum(one => one.Finding?.FoundCny ?? 0m);

    private bool FollowsFacts =>
        State is CaseState.Waiting or CaseState.Claimed or CaseState.Held or CaseState.Approved;

    private Step Take(NoteFacts command) =>
        command.AttemptNo == AttemptNo && command.ChangeNo > StaleNo && FollowsFacts
            ? new FactsChanged(command.ChangeNo)
            : Step.Nothing;

    /// <summary>
    /// Before the decision the new check takes the place of the old one; after it the decision
    /// stands, and what it should not have paid is proposed to be claimed back.
    /// </summary>
    private Step Take(TakeRecheck command)
    {
        if (command.AttemptNo != AttemptNo || command.ChangeNo <= CheckedNo || !FollowsFacts)
            return Step.Nothing;
        if (command.Check is not { } check || check.CheckNo <= CheckNo)
            return new FactsConfirmed(command.ChangeNo);
        var rechecked = new CaseRechecked(command.ChangeNo, check);
        return State == CaseState.Approved
            ? new Step([rechecked, .. ReReviewOf(check, command.CheckId)], null)
            : rechecked;
    }

    /// <summary>Nothing is booked by it: a finding of an officer does that.</summary>
    private IEnumerable<CaseEvent> ReReviewOf(RecheckedAttempt check, Guid checkId)
    {
        var overpaid = Math.Max(0m, ApprovedCny - RecoveredCny - check.EntitledCny);
        var open = Checks.FirstOrDefault(one =>
            one is { Kind: CheckKind.ReReview, IsOpen: true, ProposedCny: not null }
        );
        var isRight = overpaid == 0m && !check.IsBarred;
        if (open is null && isRight)
            yield break;
        if (open is null)
        {
            if (!Checks.Any(one => one is { Kind: CheckKind.ReReview, IsOpen: true }))
                yield return new CheckOpened(
                    checkId,
                    CheckKind.ReReview,
                    ApprovedCny,
                    ReReviewReason,
                    ProposedCny: overpaid
                );
            yield break;
        }
        if (isRight)
            yield return new CheckClosed(
                open.CheckId,
                open.Kind,
                new(CheckOutcome.Clean, 0m, RightAgain)
            );
        else if (open.ProposedCny != overpaid)
            yield return new CheckProposed(open.CheckId, overpaid);
    }

    private const string RightAgain = "电子信息已更正 the facts were put right";

    private static readonly Bilingual ReReviewReason = new(
        "核准后电子信息发生变化",
        "information that it was compared with has changed since the approval"
    );

    private ApprovalCase ApplyFacts(CaseEvent happened) =>
        happened switch
        {
            FactsChanged changed => this with { StaleNo = changed.ChangeNo },
            FactsConfirmed confirmed => Seen(confirmed.ChangeNo),
            CaseRechecked rechecked => ApplyRecheck(rechecked),
            _ => throw new ArgumentException(happened.GetType().Name),
        };

    private ApprovalCase Seen(long changeNo) => this with { CheckedNo = changeNo };

    /// <summary>
    /// What earlier posts proposed was about other facts, so the first post looks again.
    /// </summary>
    private ApprovalCase ApplyRecheck(CaseRechecked rechecked)
    {
        var check = rechecked.Check;
        var next = Seen(rechecked.ChangeNo) with
        {
            CheckNo = check.CheckNo,
            Doubts = [],
            PassedDoubts = [.. check.Passes.Select(pass => pass.To)],
            Filing =
                State == CaseState.Approved
                    ? Filing with
                    {
                        DoubtCount = check.Filing.DoubtCount,
                        GravestDoubtLevel = check.Filing.GravestDoubtLevel,
                        DoubtCodes = check.Filing.DoubtCodes,
                    }
                    : check.Filing,
        };
        if (Proposal is null || State == CaseState.Approved)
            return next;
        return (State == CaseState.Held ? next : next.Leave(CaseState.Waiting)) with
        {
            Post = Route[0],
            Proposal = null,
        };
    }

    /// <summary>Money leaves on no stale check, and on none with a doubt nobody may pass.</summary>
    private CaseRefusal? CheckFacts(decimal amountCny) =>
        IsStale ? CaseRefusal.CheckStale
        : State == CaseState.Approved
        && amountCny > 0
        && OpenDoubts.Any(one => one.PassableBy == PassableBy.Nobody)
            ? CaseRefusal.DoubtsOpen
        : null;
}

/// <summary>An attempt as it was compared again.</summary>
public sealed record RecheckedAttempt
{
    /// <summary>2 or more.</summary>
    public required int CheckNo { get; init; }
    public required CaseFiling Filing { get; init; }

    /// <summary>SHA-256 of the packed content, lower-case hex.</summary>
    public required string ContentSha256 { get; init; }

    /// <summary>What must have been approved before; null for nothing.</summary>
    public IReadOnlyList<CasePrerequisite>? Prerequisites { get; init; }

    /// <summary>Values that changed since the check before, at most 50.</summary>
    public required IReadOnlyList<FactChange> Changes { get; init; }

    /// <summary>Doubts that were passed and stand as they were.</summary>
    public required IReadOnlyList<KeptPass> Passes { get; init; }

    /// <summary>What the attempt earns by the new facts, yuan.</summary>
    public required decimal EntitledCny { get; init; }

    /// <summary>Whether there is a doubt that nobody may pass.</summary>
    public required bool IsBarred { get; init; }
}

/// <summary>A value of the electronic information, before and after.</summary>
public sealed record FactChange(string Feed, string Key, string Field, string Before, string After);

/// <summary>A passed doubt by its number in the check before and in this one.</summary>
public sealed record KeptPass(int From, int To);

/// <summary>Something that the attempt was compared with has changed.</summary>
public sealed record NoteFacts(int AttemptNo, long ChangeNo) : CaseCommand;

/// <summary>The attempt was compared again.</summary>
/// <param name="ChangeNo">The last change of facts that it has seen.</param>
/// <param name="Check">Null when it says what the check before said.</param>
/// <param name="CheckId">Id of the check after the decision, should one open.</param>
public sealed record TakeRecheck(
    int AttemptNo,
    long ChangeNo,
    RecheckedAttempt? Check,
    Guid CheckId
) : CaseCommand;
