using RebateFlow.Approval.Casework.Audit;
using RebateFlow.Approval.Casework.Checks;
using RebateFlow.Approval.Casework.Tasks;
using RebateFlow.GreenChannel;

namespace RebateFlow.Approval.Casework.Cases;

/// <summary>
/// A case. A command is decided into events or refused; an event makes the next state. Nothing else
/// changes a case.
/// </summary>
/// <remarks>
/// From each state, what an action leads to; everything else is refused:
/// <list type="bullet">
/// <item>WAITING: claim, draw, hand-over by the head of the post → CLAIMED</item>
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
/// One person acts on one post of a case only, over all its attempts. Who holds it stands in
/// <c>ApprovalCase.Claims.cs</c>, decisions in <c>.Decisions.cs</c>, what is withheld in
/// <c>.Holds.cs</c> and <c>.Letters.cs</c>, tasks in <c>.Tasks.cs</c>, channels, alarms and checks
/// in <c>.Watch.cs</c>, facts that change in <c>.Facts.cs</c>, each with its commands.
/// </remarks>
public sealed partial record ApprovalCase
{
    public required Guid CaseId { get; init; }

    /// <summary>Grows by one with every event but those beside the case: the ETag.</summary>
    public required long Version { get; init; }
    public required Guid PreDeclarationId { get; init; }
    public required int AttemptNo { get; init; }
    public required string Lane { get; init; }
    public required CaseFiling Filing { get; init; }
    public required Placement Placement { get; init; }
    public required SampleDraw Sample { get; init; }
    public required CaseState State { get; init; }

    /// <summary>The post whose turn it is, or was when the case left the queue.</summary>
    public required Post Post { get; init; }

    /// <summary>The posts that must agree, in order; at least one.</summary>
    public required IReadOnlyList<Post> Route { get; init; }
    public string? ClaimedBy { get; init; }
    public DateTimeOffset? LeaseUntil { get; init; }
    public Proposal? Proposal { get; init; }

    /// <summary>How the attempt ended; null while it is under way.</summary>
    public CaseOutcome? Outcome { get; init; }

    /// <summary>Who has acted on the case, and on which post.</summary>
    public IReadOnlyDictionary<string, Post> Actors { get; init; } = new Dictionary<string, Post>();

    /// <summary>
    /// Doubts of the attempt beyond NOTE, as its content names them. They are in no event: whoever
    /// loads the case adds them, since the content is sealed by its hash.
    /// </summary>
    public IReadOnlyList<OpenDoubt> Doubts { get; init; } = [];

    /// <summary>Numbers of the doubts of the attempt that somebody passed.</summary>
    public IReadOnlyList<int> PassedDoubts { get; init; } = [];

    public required DateOnly ClockStartedOn { get; init; }
    public required DueDates Dates { get; init; }

    /// <summary>All stops of the clock, the oldest first.</summary>
    public IReadOnlyList<CaseStop> Stops { get; init; } = [];

    /// <summary>When the attempt under review opened the case.</summary>
    public required DateTimeOffset OpenedAt { get; init; }
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>Since when it has been in its state, and in the same hands.</summary>
    public required DateTimeOffset StateSince { get; init; }

    /// <summary>Checks apart from the decision, over all attempts.</summary>
    public IReadOnlyList<CaseCheck> Checks { get; init; } = [];

    /// <summary>Doubts beyond NOTE, and raised ones, that nobody has passed yet.</summary>
    public IEnumerable<OpenDoubt> OpenDoubts =>
        Doubts
            .Concat(RaisedDoubts.Select(one => one.ToOpen()))
            .Where(one => !PassedDoubts.Contains(one.DoubtNo));

    public bool IsFree(DateTimeOffset now) =>
        State == CaseState.Waiting || (State == CaseState.Claimed && LeaseUntil <= now);

    /// <summary>Waiting or worked on.</summary>
    public bool IsLive => State is CaseState.Waiting or CaseState.Claimed;

    /// <summary>Green, with no doubt or task open, nothing on hold and no letter out.</summary>
    public bool IsCleanGreen =>
        Placement.Channel == Channel.Green
        && !OpenDoubts.Any()
        && !OpenTasks.Any()
        && this is { Holds.Count: 0, Letters.Count: 0 };

    /// <summary>What a command comes to: events, in order, or a refusal.</summary>
    /// <param name="now">UTC, whole microseconds.</param>
    public Step Decide(CaseCommand command, DateTimeOffset now)
    {
        var step = command switch
        {
            OpenAttempt open => Reopen(open),
            Withdraw withdraw => Take(withdraw),
            NoteFacts note => Take(note),
            TakeRecheck recheck => Take(recheck),
            Claim claim => Take(claim, now),
            Release release => Check(release.By, now) ?? (Step)new Released(),
            HandOver handOver => Take(handOver, now),
            Assign assign => Take(assign, now),
            TakeBack takeBack => Take(takeBack, now),
            PassOpenDoubt pass => Take(pass, now),
            ReturnToExporter back => Check(back.By, now)
                ?? (Step)new Returned(back.Today) { Reason = back.Reason },
            GiveVerdict verdict => Take(verdict, now),
            PlaceHold hold => Take(hold, now),
            ReleaseHold release => Take(release, now),
            SendLetter letter => Take(letter, now),
            ExtendLetter letter => Take(letter, now),
            AnswerLetter letter => Take(letter, now),
            MoveChannel move => Take(move),
            FlagForReReview flag => Take(flag),
            RaiseAlarm alarm => Take(alarm, now),
            SetNeeds needs => Take(needs),
            ReceiveSelfInspection form => Take(form),
            CompleteTask task => Take(task, now),
            WaiveTask task => Take(task),
            RaiseDoubt doubt => Take(doubt, now),
            ClaimCheck check => Take(check, now),
            CloseCheck check => Take(check, now),
            _ => throw new ArgumentException($"No case takes {command.GetType().Name}."),
        };
        return step.Map(happened => Stamp(happened, command, now));
    }

    /// <summary>The first attempt of a pre-declaration.</summary>
    public static CaseOpened Open(Attempt attempt, DateTimeOffset now) =>
        new(attempt) { At = now, AttemptNo = attempt.AttemptNo };

    /// <summary>The case that an event makes of this one.</summary>
    public ApprovalCase Apply(CaseEvent happened)
    {
        if (happened is Aside)
            return happened is CheckEvent check ? ApplyCheck(check) : this;
        var next = Next(happened);
        if (happened is OfficerAct && next.Actors.ContainsKey(happened.By.Id) is false)
            next = next with
            {
                Actors = new Dictionary<string, Post>(Actors)
                {
                    [happened.By.Id] = happened.By.Post!.Value,
                },
            };
        var isSameSpell =
            next.State == State && next.ClaimedBy == ClaimedBy && happened is not CaseReopened;
        return next with
        {
            Version = Version + 1,
            ChangedAt = happened.At,
            StateSince = isSameSpell ? StateSince : happened.At,
        };
    }

    /// <summary>The case after some events, in their order.</summary>
    public ApprovalCase ApplyAll(IEnumerable<CaseEvent> happened) =>
        happened.Aggregate(this, (some, one) => some.Apply(one));

    private ApprovalCase Next(CaseEvent happened) =>
        happened switch
        {
            CaseReopened reopened => ApplyReopened(reopened.Attempt, reopened.At),
            CaseWithdrawn => Leave(CaseState.Withdrawn) with
            {
                ApprovedCny = 0m,
                SetOffCny = 0m,
                ToRepayCny = 0m,
            },
            Claimed claimed => HeldBy(claimed.By.Id, claimed.LeaseUntil),
            Released => Leave(CaseState.Waiting),
            HandedOver handed => HeldBy(handed.To, handed.LeaseUntil),
            Assigned assigned => HeldBy(assigned.Officer, assigned.LeaseUntil),
            TakenBack { Deputy: { } deputy } back => HeldBy(deputy, back.LeaseUntil!.Value),
            TakenBack => Leave(CaseState.Waiting),
            DoubtPassed passed => this with
            {
                PassedDoubts = [.. PassedDoubts, passed.DoubtNo],
                LeaseUntil = passed.LeaseUntil,
            },
            Returned returned => End(CaseState.Returned, returned)
                .Stop(StopReason.Return, 0, returned.On),
            Proposed or SentBack or Decided => ApplyVerdict(happened),
            HoldPlaced placed => ApplyHold(placed),
            ReleaseProposed proposed => ApplyProposal(proposed),
            HoldReleased released => ApplyRelease(released),
            LetterSent sent => ApplyLetter(sent),
            LetterExtended extended => ApplyExtension(extended),
            ReplyProposed proposed => ApplyProposal(proposed),
            LetterAnswered answered => ApplyAnswer(answered),
            ChannelDecidedAgain again => this with
            {
                Placement = again.Now.Placement,
                Route = again.Now.Route,
                Dates = again.Now.Dates,
            },
            FactsChanged or FactsConfirmed or CaseRechecked => ApplyFacts(happened),
            TaskOpened or TaskWithdrawn or SelfInspectionReceived or TaskStep or DoubtRaised =>
                ApplyTask(happened),
            FlaggedForReReview => this,
            _ => throw new ArgumentException($"{happened.GetType().Name} opens a case."),
        };

    /// <summary>Who did it and when; an officer on the post that the officer acted on.</summary>
    private CaseEvent Stamp(CaseEvent happened, CaseCommand command, DateTimeOffset now) =>
        command is OfficerCommand { By: var officer }
        && happened is not (CheckOpened or CheckRevised)
            ? happened with
            {
                At = now,
                AttemptNo = AttemptNo,
                By =
                    happened is CheckEvent
                        ? new AuditActor(officer.Id, null)
                        : new AuditActor(officer.Id, PostFor(officer, happened)),
                DeputyFor = officer.DeputyOf.GetValueOrDefault(Post),
            }
            : happened with
            {
                At = now,
                AttemptNo = happened is AttemptOpened opened ? opened.Attempt.AttemptNo : AttemptNo,
            };

    /// <summary>Mostly the post whose turn it is; some acts are those of another one.</summary>
    private Post PostFor(Officer officer, CaseEvent happened) =>
        happened switch
        {
            ReleaseProposed or ReplyProposed => PostOf(officer),
            HoldReleased when Bar(officer) is not null => Posts.HeadOf(Post),
            TaskDone { Kind: TaskKind.Hold } => SeniorPost(officer),
            TaskWaived => Post.Approval,
            _ => Actors.GetValueOrDefault(officer.Id, Post),
        };

    private ApprovalCase Leave(CaseState state) =>
        this with
        {
            State = state,
            ClaimedBy = null,
            LeaseUntil = null,
        };

    private ApprovalCase End(CaseState state, OfficerAct act) =>
        Leave(state) with
        {
            Outcome = new(state, act.Reason, act.By.Id, act.At),
        };
}
