namespace RebateFlow.Approval.Casework.Enrolments;

public enum EnrolmentState
{
    /// <summary>The enterprise asks for it, or an officer on its behalf.</summary>
    Applied,

    /// <summary>Entered by one person, waits for another.</summary>
    Draft,

    /// <summary>Approved. Whether it holds today is a question of its dates.</summary>
    Live,

    /// <summary>Ended, declined, or thrown away as a draft.</summary>
    Ended,
}

/// <summary>How an enterprise came to be enrolled.</summary>
public enum EnrolmentGround
{
    Application,
    List,
    Criteria,
}

/// <summary>Why an enrolment ended.</summary>
public enum EndCause
{
    /// <summary>The enterprise wishes so.</summary>
    Request,

    /// <summary>It is put out: it lost the trust or no longer meets the criteria.</summary>
    Ejection,

    /// <summary>It should never have been entered.</summary>
    Mistake,

    /// <summary>An application or a draft that came to nothing.</summary>
    Declined,

    /// <summary>Its last day passed before the next one was approved.</summary>
    RanOut,
}

public enum EnrolmentRefusal
{
    NotApplied,
    NotDraft,
    AlreadyEnded,
    SamePerson,
}

/// <summary>
/// An enterprise's enrolment for the green channel: applied for or not, drafted, approved by
/// another, ended.
/// </summary>
public sealed record Enrolment
{
    public required Guid Id { get; init; }

    /// <summary>Grows with every change: the ETag.</summary>
    public required long Version { get; init; }
    public required string Uscc { get; init; }
    public required string EnterpriseName { get; init; }
    public required EnrolmentState State { get; init; }
    public required EnrolmentGround Ground { get; init; }
    public required string Reason { get; init; }
    public required DateOnly ValidFrom { get; init; }

    /// <summary>
    /// Last day; null when open-ended. Before <see cref="ValidFrom"/> it never held.
    /// </summary>
    public required DateOnly? ValidTo { get; init; }
    public Signature? Applied { get; init; }

    /// <summary>
    /// The editor who entered it; until one takes an application up, the applicant.
    /// </summary>
    public required Signature Drafted { get; init; }
    public Signature? Approved { get; init; }
    public Signature? Ended { get; init; }
    public EndCause? EndCause { get; init; }
    public string? EndedReason { get; init; }

    /// <summary>An editor makes an application a draft, with days of validity.</summary>
    public (Enrolment? Next, EnrolmentRefusal? Refusal) TakeUp(
        Signature by,
        DateOnly validFrom,
        DateOnly? validTo
    ) =>
        State != EnrolmentState.Applied
            ? (null, EnrolmentRefusal.NotApplied)
            : (
                this with
                {
                    State = EnrolmentState.Draft,
                    Drafted = by,
                    ValidFrom = validFrom,
                    ValidTo = validTo,
                    Version = Version + 1,
                },
                null
            );

    public (Enrolment? Next, EnrolmentRefusal? Refusal) Approve(Signature by)
    {
        if (State != EnrolmentState.Draft)
            return (null, EnrolmentRefusal.NotDraft);
        if (by.Person == Drafted.Person || by.Person == Applied?.Person)
            return (null, EnrolmentRefusal.SamePerson);
        return (
            this with
            {
                State = EnrolmentState.Live,
                Approved = by,
                Version = Version + 1,
            },
            null
        );
    }

    /// <summary>
    /// Ends it after <paramref name="lastDay"/>. One person is enough: a privilege is taken, not
    /// given. What was never approved is declined, whatever the cause.
    /// </summary>
    public (Enrolment? Next, EnrolmentRefusal? Refusal) End(
        Signature by,
        DateOnly lastDay,
        EndCause cause,
        string reason
    ) =>
        State == EnrolmentState.Ended
            ? (null, EnrolmentRefusal.AlreadyEnded)
            : (
                this with
                {
                    State = EnrolmentState.Ended,
                    Ended = by,
                    EndCause = Approved is null ? Enrolments.EndCause.Declined : cause,
                    EndedReason = reason,
                    ValidTo = lastDay < ValidTo ? lastDay : ValidTo ?? lastDay,
                    Version = Version + 1,
                },
                null
            );
}

public sealed record Signature(string Person, DateTimeOffset At);

/// <summary>What happened to an enrolment, as its history tells it.</summary>
public enum EnrolmentAction
{
    Applied,
    Drafted,
    TakenUp,
    Approved,
    Ended,
}

/// <param name="Detail">What was said; empty when nothing had to be.</param>
public sealed record EnrolmentEvent(EnrolmentAction Action, Signature By, string Detail);
