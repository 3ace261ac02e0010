namespace RebateFlow.Approval.Casework.Cases;

/// <summary>Amounts that are withheld from a case, and holds.</summary>
public sealed partial record ApprovalCase
{
    /// <summary>Refused because a supplier's authority answered with a problem, yuan.</summary>
    public decimal RefusedCny { get; init; }

    /// <summary>Approved so far, yuan; 0 unless APPROVED.</summary>
    public decimal ApprovedCny { get; init; }

    /// <summary>Of it, set off against what the exporter owed, yuan.</summary>
    public decimal SetOffCny { get; init; }

    /// <summary>What the approval claims back for a negative total, yuan.</summary>
    public decimal ToRepayCny { get; init; }

    /// <summary>Holds that are not released.</summary>
    public IReadOnlyList<Hold> Holds { get; init; } = [];

    /// <summary>Letters without a reply.</summary>
    public IReadOnlyList<Letter> Letters { get; init; } = [];

    /// <summary>Holds and letters there ever were: the numbers go on from there.</summary>
    public int HoldCount { get; init; }
    public int LetterCount { get; init; }

    /// <summary>Claimed rebate of the attempt, yuan.</summary>
    public decimal RebateDueCny => Filing.RebateDueCny;

    public decimal WithheldCny =>
        Holds.Sum(hold => hold.WithheldCny) + Letters.Sum(letter => letter.AmountCny);

    /// <summary>
    /// What can be approved now, yuan, 0 or more: changed facts may leave less than is withheld.
    /// </summary>
    public decimal DecidableCny => Math.Max(0m, RebateDueCny - RefusedCny - WithheldCny);

    private bool HasWholeHold => Holds.Any(hold => hold.Scope == HoldScope.WholeCase);

    private Step Take(PlaceHold command, DateTimeOffset now)
    {
        if (CheckHolder(command.By, now) is { } refusal)
            return refusal;
        if (command.Hold.WithheldCny > DecidableCny)
            return CaseRefusal.AmountTooLarge;
        var hold = command.Hold with { HoldNo = HoldCount + 1 };
        var on = command.Terms.Today;
        DateTimeOffset? until =
            hold.Scope == HoldScope.WholeCase ? null : Later(now + command.Terms.Lease);
        return command.IsReferral
            ? new Referred(hold, on, until) { Reason = command.Reason }
            : new HeldBack(hold, on, until) { Reason = command.Reason };
    }

    private ApprovalCase ApplyHold(HoldPlaced placed)
    {
        var next = this with
        {
            Holds = [.. Holds, placed.Hold with { HeldBy = placed.By.Id }],
            HoldCount = placed.Hold.HoldNo,
            LeaseUntil = placed.LeaseUntil,
        };
        return placed.Hold.Scope == HoldScope.WholeCase
            ? next.Leave(CaseState.Held).Stop(StopReason.Hold, placed.Hold.HoldNo, placed.On)
            : next;
    }

    /// <summary>
    /// A case that is held as a whole goes back to its queue; of an approved one the amount is
    /// approved too, a large one by two officers.
    /// </summary>
    private Step Take(ReleaseHold command, DateTimeOffset now)
    {
        var (officer, terms) = (command.By, command.Terms);
        if (Holds.FirstOrDefault(one => one.HoldNo == command.HoldNo) is not { } hold)
            return CheckReleaser(officer, new(now, false, null)) ?? CaseRefusal.NoSuchHold;
        var needsSecond = NeedsSecond(terms, hold.WithheldCny);
        var refused = IsReleasedBySecond(hold, terms, needsSecond)
            ? CheckSecond(officer, hold, now)
            : CheckReleaser(officer, new(now, needsSecond, hold.ReleaseProposedBy));
        if (refused is { } refusal)
            return refusal;
        if (CheckFacts(State == CaseState.Approved ? hold.WithheldCny : 0m) is { } facts)
            return facts;
        if (needsSecond && hold.ReleaseProposedBy is null)
            return new ReleaseProposed(hold.HoldNo) { Reason = command.Reason };
        var isWhole = hold.Scope == HoldScope.WholeCase;
        var rest = Holds.Where(one => one != hold);
        var released = new HoldReleased(
            hold,
            terms.Today,
            ApprovedCny: State == CaseState.Approved ? hold.WithheldCny : 0m,
            FreesCase: State == CaseState.Held && rest.All(one => one.Scope != HoldScope.WholeCase),
            Dates: isWhole ? DatesAfter(StopReason.Hold, hold.HoldNo, terms) : null
        )
        {
            Reason = command.Reason,
        };
        released = released with { SetOffCny = terms.Owed.Of(released.ApprovedCny) };
        return Following(released, released.ApprovedCny);
    }

    private ApprovalCase ApplyProposal(ReleaseProposed proposed) =>
        this with
        {
            Holds =
            [
                .. Holds.Select(one =>
                    one.HoldNo == proposed.HoldNo
                        ? one with
                        {
                            ReleaseProposedBy = proposed.By.Id,
                        }
                        : one
                ),
            ],
        };

    private ApprovalCase ApplyRelease(HoldReleased released)
    {
        var holdNo = released.Hold.HoldNo;
        var next = this with
        {
            Holds = [.. Holds.Where(one => one.HoldNo != holdNo)],
            ApprovedCny = ApprovedCny + released.ApprovedCny,
            SetOffCny = SetOffCny + (released.SetOffCny ?? 0m),
        };
        if (released.Dates is { } dates)
            next = next.Resume(StopReason.Hold, holdNo, released.On) with { Dates = dates };
        return released.FreesCase ? next.Leave(CaseState.Waiting) : next;
    }

    /// <summary>
    /// The whole case, a referral or a large amount: never by whoever held it. After the decision
    /// two others may be needed as it is.
    /// </summary>
    private static bool IsReleasedBySecond(Hold hold, CaseTerms terms, bool needsSecond) =>
        !needsSecond
        && (
            hold.Scope == HoldScope.WholeCase
                ? terms.WholeHoldNeedsSecond
                : hold.AmountCny >= terms.HoldSecondCny
        );

    /// <summary>Whoever may release it otherwise, or the head of the post.</summary>
    private CaseRefusal? CheckSecond(Officer officer, Hold hold, DateTimeOffset now)
    {
        if (officer.Id == hold.HeldBy)
            return CaseRefusal.NeedsSecondOfficer;
        var refusal = CheckKeeper(officer, now);
        var head = Posts.HeadOf(Post);
        var isHead =
            refusal is not (null or CaseRefusal.NotInQueue or CaseRefusal.OfficerAbsent)
            && officer.Posts.Contains(head)
            && Actors.GetValueOrDefault(officer.Id, head) == head;
        return isHead ? null : refusal;
    }

    /// <summary>
    /// Money that leaves after the decision: from this amount on by two officers.
    /// </summary>
    private bool NeedsSecond(CaseTerms terms, decimal amountCny) =>
        State == CaseState.Approved && amountCny > 0 && amountCny >= terms.SecondOfficerCny;

    /// <summary>
    /// The first of two may stand on any post of the route; whoever releases, on the last.
    /// </summary>
    private CaseRefusal? CheckReleaser(Officer officer, Releasing at)
    {
        if (!at.NeedsSecond)
            return CheckKeeper(officer, at.Now);
        if (at.ProposedBy == officer.Id)
            return CaseRefusal.NeedsSecondOfficer;
        if (at.ProposedBy is not null)
            return Bar(officer);
        if (officer.IsAbsent)
            return CaseRefusal.OfficerAbsent;
        return officer.Posts.Contains(PostOf(officer)) ? null : CaseRefusal.PostNotHeld;
    }

    /// <summary>
    /// The post on which an officer has acted, else the lowest of the route held.
    /// </summary>
    private Post PostOf(Officer officer) =>
        Actors.TryGetValue(officer.Id, out var acted)
            ? acted
            : Route.Where(officer.Posts.Contains).DefaultIfEmpty(Post).First();

    private bool MayApprove(decimal? amountCny)
    {
        var amount = amountCny ?? DecidableCny;
        return amount <= DecidableCny && (amount > 0 || RebateDueCny == 0);
    }

    /// <summary>
    /// Who holds the case; where nobody can hold it, whoever is on its post and may act on it.
    /// </summary>
    private CaseRefusal? CheckKeeper(Officer officer, DateTimeOffset now) =>
        State switch
        {
            CaseState.Waiting or CaseState.Claimed => CheckHolder(officer, now),
            CaseState.Held or CaseState.Returned or CaseState.Approved => Bar(officer),
            CaseState.Rejected or CaseState.Withdrawn => CaseRefusal.NotInQueue,
        };

    /// <summary>How a release is to be made, and by whom it was proposed.</summary>
    private readonly record struct Releasing(
        DateTimeOffset Now,
        bool NeedsSecond,
        string? ProposedBy
    );
}

/// <summary>Holds the whole case, an amount of it, or nothing against a guarantee.</summary>
/// <param name="Hold">Its number is given by the case.</param>
/// <param name="IsReferral">The case is referred to inspection.</param>
public sealed record PlaceHold(
    Officer By,
    Hold Hold,
    string Reason,
    CaseTerms Terms,
    bool IsReferral = false
) : OfficerCommand(By);

public sealed record ReleaseHold(Officer By, int HoldNo, string Reason, CaseTerms Terms)
    : OfficerCommand(By);
