namespace RebateFlow.Approval.Casework.Cases;

public enum CaseState
{
    /// <summary>In the queue of its post.</summary>
    Waiting,

    /// <summary>An officer works on it until the lease ends.</summary>
    Claimed,

    /// <summary>On hold as a whole: nobody works on it until the hold is released.</summary>
    Held,

    /// <summary>Back with the exporter, who may hand in another attempt.</summary>
    Returned,
    Approved,
    Rejected,

    /// <summary>Taken back by the exporter.</summary>
    Withdrawn,
}

/// <summary>Posts 岗位 in the order in which a case passes them.</summary>
public enum Post
{
    /// <summary>审核岗.</summary>
    Review,

    /// <summary>调查评估岗: letters, interviews, site checks.</summary>
    Evaluation,

    /// <summary>复审岗.</summary>
    ReReview,

    /// <summary>核准岗.</summary>
    Approval,
}

public enum Decision
{
    Approve,
    Reject,
}

/// <summary>Who may pass a doubt 可否人工挑过.</summary>
public enum PassableBy
{
    /// <summary>Whoever holds the case.</summary>
    Officer,

    /// <summary>The re-review or the approval post only.</summary>
    Reviewer,

    /// <summary>
    /// Nobody. Intake clears no such attempt; should one come, it can only be returned.
    /// </summary>
    Nobody,
}

/// <summary>Why the state machine refused an action.</summary>
public enum CaseRefusal
{
    NotInQueue,
    ClaimedByAnother,
    NotClaimedByYou,
    LeaseEnded,
    PostNotHeld,
    ActedOnAnotherPost,
    NoSuchOpenDoubt,
    DoubtNotPassable,
    DoubtNeedsHigherPost,
    DoubtsOpen,

    /// <summary>What the case takes back, or stands on, is not decided as it must be.</summary>
    PrerequisiteUnmet,
    OlderAttempt,
    AmountTooLarge,
    NoSuchHold,
    NoSuchLetter,
    LetterOpen,
    LetterTooLong,
    NoSuchSupplier,
    NoSuchOfficer,
    OfficerAbsent,
    OtherLacksPost,
    OtherActedOnAnotherPost,
    OtherHoldsItAlready,
    AssignedAtRandom,
    NeedsSecondOfficer,

    /// <summary>Nobody who is present may take a case from the draw.</summary>
    NobodyEligible,

    /// <summary>Only clean green cases are decided together.</summary>
    NotCleanGreen,
    NoSuchCheck,
    NoSuchTask,

    /// <summary>Tasks have to be done or waived first.</summary>
    TasksOpen,

    /// <summary>An answered letter or a second officer's agreement closes it.</summary>
    TaskClosesItself,
    SelfInspectionMissing,
    TaskNeedsEvaluation,
    VisitReportMissing,
    CheckNotClaimed,
    FindingTooLarge,

    /// <summary>Facts have changed; it is being compared again.</summary>
    CheckStale,
}

/// <summary>A person and the posts that the person may act on.</summary>
public sealed record Officer(string Id, string TaxAuthority, IReadOnlyCollection<Post> Posts)
{
    /// <summary>Posts held only as the deputy of somebody who is away, and of whom.</summary>
    public IReadOnlyDictionary<Post, string> DeputyOf { get; init; } =
        new Dictionary<Post, string>();

    /// <summary>True when a dated absence covers today.</summary>
    public bool IsAbsent { get; init; }
}

public static class Posts
{
    /// <summary>
    /// Who is told of trouble on a post, and may hand its cases over: the head of the section for
    /// review and evaluation, the head of the bureau for the others.
    /// </summary>
    /// <remarks>Work norms 1.0 chapter 2: 复审岗 is the section's head, 核准岗 the bureau's.</remarks>
    public static Post HeadOf(Post post) =>
        post switch
        {
            Post.Review or Post.Evaluation => Post.ReReview,
            Post.ReReview or Post.Approval => Post.Approval,
        };
}

public sealed record OpenDoubt(int DoubtNo, PassableBy PassableBy)
{
    /// <summary>Code of the catalogue, such as M105.</summary>
    public string Code { get; init; } = "";
}

/// <summary>What the earlier posts of the route agreed on so far.</summary>
/// <param name="AmountCny">Null for all that is decidable.</param>
public sealed record Proposal(Decision Decision, string By, string Reason, decimal? AmountCny)
{
    public bool AgreesWith(Verdict verdict) =>
        Decision == verdict.Decision && AmountCny == verdict.AmountCny;
}

/// <summary>What an officer decides.</summary>
/// <param name="AmountCny">
/// Approved part of what is decidable, yuan; null for all of it and for a rejection.
/// </param>
public sealed record Verdict(Decision Decision, string Reason, decimal? AmountCny = null);

/// <summary>Either what happens, event by event, or why it was refused.</summary>
public readonly record struct Step(IReadOnlyList<CaseEvent>? Events, CaseRefusal? Refusal)
{
    /// <summary>Nothing to be done, and nothing wrong with that.</summary>
    public static readonly Step Nothing = new([], null);

    /// <summary>For commands that the caller has made sure of.</summary>
    public IReadOnlyList<CaseEvent> OrThrow(string bug) =>
        Events ?? throw new InvalidOperationException($"{bug}: {Refusal}");

    public Step Map(Func<CaseEvent, CaseEvent> change) =>
        Events is null ? this : new([.. Events.Select(change)], null);

    public static implicit operator Step(CaseEvent happened) => new([happened], null);

    public static implicit operator Step(CaseRefusal refusal) => new(null, refusal);
}

/// <summary>What made a case's channel be decided again.</summary>
public enum MoveCause
{
    Risk,
    Enrolment,
    Policy,
    Hold,

    /// <summary>What the attempt was compared with has changed.</summary>
    Facts,
}
