namespace RebateFlow.Approval.Cases;

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
    OlderAttempt,
    AmountTooLarge,
    NoSuchHold,
    NoSuchLetter,
    LetterOpen,
    LetterTooLong,
    NoSuchSupplier,
}

/// <summary>A person and the posts that the person holds.</summary>
public sealed record Officer(string Id, string TaxAuthority, IReadOnlyCollection<Post> Posts);

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

/// <summary>Either the case after the action, or why it was refused.</summary>
public readonly record struct Step(ApprovalCase? Next, CaseRefusal? Refusal)
{
    /// <summary>For actions that the caller has made sure of.</summary>
    public ApprovalCase OrThrow(string bug) =>
        Next ?? throw new InvalidOperationException($"{bug}: {Refusal}");

    public static implicit operator Step(ApprovalCase next) => new(next, null);

    public static implicit operator Step(CaseRefusal refusal) => new(null, refusal);
}
