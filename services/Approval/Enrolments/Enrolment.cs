namespace RebateFlow.Approval.Enrolments;

public enum EnrolmentState
{
    /// <summary>Entered by one person, waits for another.</summary>
    Draft,

    /// <summary>Approved. Whether it holds today is a question of its dates.</summary>
    Live,

    /// <summary>Ended, or thrown away as a draft.</summary>
    Ended,
}

/// <summary>How an enterprise came to be enrolled.</summary>
public enum EnrolmentGround
{
    Application,
    List,
    Criteria,
}

public enum EnrolmentRefusal
{
    NotDraft,
    AlreadyEnded,
    SamePerson,
}

/// <summary>
/// An enterprise's enrolment for the green channel: drafted, approved by another, ended.
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
    public required Signature Drafted { get; init; }
    public Signature? Approved { get; init; }
    public Signature? Ended { get; init; }
    public string? EndedReason { get; init; }

    public (Enrolment? Next, EnrolmentRefusal? Refusal) Approve(Signature by)
    {
        if (State != EnrolmentState.Draft)
            return (null, EnrolmentRefusal.NotDraft);
        if (by.Person == Drafted.Person)
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
    /// given.
    /// </summary>
    public (Enrolment? Next, EnrolmentRefusal? Refusal) End(
        Signature by,
        DateOnly lastDay,
        string reason
    ) =>
        State == EnrolmentState.Ended
            ? (null, EnrolmentRefusal.AlreadyEnded)
            : (
                this with
                {
                    State = EnrolmentState.Ended,
                    Ended = by,
                    EndedReason = reason,
                    ValidTo = lastDay < ValidTo ? lastDay : ValidTo ?? lastDay,
                    Version = Version + 1,
                },
                null
            );
}

public sealed record Signature(string Person, DateTimeOffset At);
