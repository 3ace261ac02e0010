namespace RebateFlow.Approval.Casework.Cases;

/// <summary>
/// The state machine of a case. Every change of a case goes through one of these methods.
/// </summary>
/// <remarks>
/// From each state, what an action leads to; everything else is refused:
/// <list type="bullet">
/// <item>WAITING: claim, hand-over by the head of the post → CLAIMED</item>
/// <item>CLAIMED: release, or decide before the last post → WAITING; decide at the last post →
/// APPROVED or REJECTED; return → RETURNED; hold of the whole case, referral → HELD; pass a doubt,
/// hand over, hold of an amount or against a guarantee, letter → CLAIMED</item>
/// <item>HELD: release of its last hold of the whole case → WAITING</item>
/// <item>RETURNED: the next attempt only</item>
/// <item>APPROVED: release of a hold, reply to a letter → APPROVED, with what was withheld; a large
/// amount by two officers</item>
/// <item>any state but WITHDRAWN: withdrawal of this attempt or a later one → WITHDRAWN</item>
/// <item>any state: a later attempt → WAITING, or HELD while the whole case is on hold</item>
/// </list>
/// A lease that has ended leaves the state CLAIMED in the row, yet everybody treats it as WAITING.
/// One person acts on one post of a case only, over all its attempts. Holds, letters and what to
/// do about them stand in <c>ApprovalCase.Withholding.cs</c>.
/// </remarks>
public sealed partial record ApprovalCase
{
    public required Guid CaseId { get; init; }

    /// <summary>
    /// Grows by one with every stored change: the ETag. 0 before the case is stored.
    /// </summary>
    public required long Version { get; init; }
    public required int AttemptNo { get; init; }
    public required CaseState State { get; init; }

    /// <summary>The post whose turn it is, or was when the case left the queue.</summary>
    public required Post Post { get; init; }

    /// <summary>The posts that must agree, in order; at least one.</summary>
    public required IReadOnlyList<Post> Route { get; init; }
    public required string? ClaimedBy { get; init; }
    public required DateTimeOffset? LeaseUntil { get; init; }
    public required Proposal? Proposal { get; init; }

    /// <summary>Who has acted on the case, and on which post.</summary>
    public required IReadOnlyDictionary<string, Post> Actors { get; init; }

    /// <summary>Doubts beyond NOTE that nobody has passed yet.</summary>
    public required IReadOnlyList<OpenDoubt> OpenDoubts { get; init; }

    public static ApprovalCase Open(
        Guid caseId,
        int attemptNo,
        IReadOnlyList<Post> route,
        IReadOnlyList<OpenDoubt> doubts
    ) =>
        new()
        {
            CaseId = caseId,
            Version = 0,
            AttemptNo = attemptNo,
            State = CaseState.Waiting,
            Post = route[0],
            Route = route,
            ClaimedBy = null,
            LeaseUntil = null,
            Proposal = null,
            Actors = new Dictionary<string, Post>(),
            OpenDoubts = doubts,
        };

    public bool IsFree(DateTimeOffset now) =>
        State == CaseState.Waiting || (State == CaseState.Claimed && LeaseUntil <= now);

    public Step Claim(Officer officer, DateTimeOffset now, TimeSpan lease)
    {
        if (State is not (CaseState.Waiting or CaseState.Claimed))
            return CaseRefusal.NotInQueue;
        if (!IsFree(now) && ClaimedBy != officer.Id)
            return CaseRefusal.ClaimedByAnother;
        if (Bar(officer) is { } refusal)
            return refusal;
        return this with
        {
            State = CaseState.Claimed,
            ClaimedBy = officer.Id,
            LeaseUntil = IsFree(now) ? now + lease : Later(now + lease),
        };
    }

    /// <summary>
    /// Gives the case to a named officer. Who holds it may, and the head of its post.
    /// </summary>
    public Step HandOver(Officer officer, Officer to, DateTimeOffset now, TimeSpan lease)
    {
        if (State is not (CaseState.Waiting or CaseState.Claimed))
            return CaseRefusal.NotInQueue;
        var isHead = officer.Posts.Contains(Posts.HeadOf(Post));
        if (!isHead && CheckHolder(officer, now) is { } refusal)
            return refusal;
        if (ClaimedBy == to.Id && !IsFree(now))
            return CaseRefusal.OtherHoldsItAlready;
        if (Bar(to) is { } barred)
            return barred == CaseRefusal.OfficerAbsent ? barred
                : barred == CaseRefusal.ActedOnAnotherPost ? CaseRefusal.OtherActedOnAnotherPost
                : CaseRefusal.OtherLacksPost;
        return this with { State = CaseState.Claimed, ClaimedBy = to.Id, LeaseUntil = now + lease };
    }

    /// <summary>Whose lease ends because its holder is away: the case goes back.</summary>
    public Step TakeBack(DateTimeOffset now) =>
        State == CaseState.Claimed && !IsFree(now) ? Wait() : CaseRefusal.NotInQueue;

    public Step Release(Officer officer, DateTimeOffset now) =>
        CheckHolder(officer, now) is { } refusal ? refusal : Wait();

    /// <summary>Passes a doubt and renews the lease.</summary>
    public Step PassDoubt(Officer officer, int doubtNo, DateTimeOffset now, TimeSpan lease)
    {
        if (CheckHolder(officer, now) is { } refusal)
            return refusal;
        if (OpenDoubts.FirstOrDefault(one => one.DoubtNo == doubtNo) is not { } doubt)
            return CaseRefusal.NoSuchOpenDoubt;
        if (doubt.PassableBy == PassableBy.Nobody)
            return CaseRefusal.DoubtNotPassable;
        if (doubt.PassableBy == PassableBy.Reviewer && Post < Post.ReReview)
            return CaseRefusal.DoubtNeedsHigherPost;
        return Acted(officer) with
        {
            OpenDoubts = [.. OpenDoubts.Where(one => one.DoubtNo != doubtNo)],
            LeaseUntil = Later(now + lease),
        };
    }

    /// <summary>
    /// Gives the attempt back to the exporter. Any post may; no money is decided.
    /// </summary>
    public Step Return(Officer officer, DateTimeOffset now) =>
        CheckHolder(officer, now) is { } refusal
            ? refusal
            : Acted(officer).Leave(CaseState.Returned);

    /// <summary>
    /// Final at the last post of the route, a proposal before it. A later post that decides
    /// otherwise sends the case back to the first post: an outcome needs every post's agreement.
    /// </summary>
    public Step Decide(Officer officer, Verdict verdict, DateTimeOffset now)
    {
        if (CheckHolder(officer, now) is { } refusal)
            return refusal;
        var next = Acted(officer);
        var decision = verdict.Decision;
        if (decision == Decision.Approve)
        {
            if (OpenDoubts.Any(one => one.PassableBy != PassableBy.Reviewer))
                return CaseRefusal.DoubtsOpen;
            if (OpenDoubts.Count > 0 && !Route.Any(post => post >= Post.ReReview))
                next = next with { Route = [.. Route, Post.ReReview] };
            if (!MayApprove(verdict.AmountCny))
                return CaseRefusal.AmountTooLarge;
        }

        if (Proposal is { } proposal && !proposal.AgreesWith(verdict))
            return next.Wait() with { Post = Route[0], Proposal = null };
        if (next.PostAfter(Post) is { } after)
            return next.Wait() with
            {
                Post = after,
                Proposal = new(decision, officer.Id, verdict.Reason, verdict.AmountCny),
            };
        if (decision == Decision.Approve && OpenDoubts.Count > 0)
            return CaseRefusal.DoubtsOpen;
        return decision switch
        {
            Decision.Approve => next.Leave(CaseState.Approved) with
            {
                ApprovedCny = verdict.AmountCny ?? DecidableCny,
            },
            Decision.Reject => next.Leave(CaseState.Rejected),
        };
    }

    /// <summary>An older withdrawal than the attempt under review changes nothing.</summary>
    public Step Withdraw(int attemptNo) =>
        attemptNo < AttemptNo || State == CaseState.Withdrawn
            ? CaseRefusal.OlderAttempt
            : Leave(CaseState.Withdrawn) with
            {
                ApprovedCny = 0m,
            };

    /// <summary>A later attempt opens the case anew, whatever became of the former one.</summary>
    public Step Reopen(int attemptNo, IReadOnlyList<Post> route, IReadOnlyList<OpenDoubt> doubts) =>
        attemptNo <= AttemptNo
            ? CaseRefusal.OlderAttempt
            : Leave(HasWholeHold ? CaseState.Held : CaseState.Waiting) with
            {
                AttemptNo = attemptNo,
                Post = route[0],
                Route = route,
                Proposal = null,
                OpenDoubts = doubts,
                ApprovedCny = 0m,
                RefusedCny = 0m,
            };

    private CaseRefusal? CheckHolder(Officer officer, DateTimeOffset now)
    {
        if (State != CaseState.Claimed || ClaimedBy != officer.Id)
            return CaseRefusal.NotClaimedByYou;
        return IsFree(now) ? CaseRefusal.LeaseEnded : Bar(officer);
    }

    private CaseRefusal? Bar(Officer officer)
    {
        if (officer.IsAbsent)
            return CaseRefusal.OfficerAbsent;
        if (!officer.Posts.Contains(Post))
            return CaseRefusal.PostNotHeld;
        return Actors.TryGetValue(officer.Id, out var acted) && acted != Post
            ? CaseRefusal.ActedOnAnotherPost
            : null;
    }

    private ApprovalCase Acted(Officer officer) => Acted(officer, Post);

    private ApprovalCase Acted(Officer officer, Post post) =>
        Actors.ContainsKey(officer.Id)
            ? this
            : this with
            {
                Actors = new Dictionary<string, Post>(Actors) { [officer.Id] = post },
            };

    private Post? PostAfter(Post post)
    {
        var index = Route.ToList().IndexOf(post);
        return index + 1 < Route.Count ? Route[index + 1] : null;
    }

    /// <summary>Acting never shortens a lease.</summary>
    private DateTimeOffset Later(DateTimeOffset until) =>
        LeaseUntil is { } now && now > until ? now : until;

    private ApprovalCase Wait() => Leave(CaseState.Waiting);

    private ApprovalCase Leave(CaseState state) =>
        this with
        {
            State = state,
            ClaimedBy = null,
            LeaseUntil = null,
        };
}
