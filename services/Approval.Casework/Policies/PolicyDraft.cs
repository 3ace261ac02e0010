using RebateFlow.Approval.Casework.Enrolments;
using RebateFlow.Primitives;

namespace RebateFlow.Approval.Casework.Policies;

public enum PolicyDraftState
{
    /// <summary>Entered by one person; may be simulated.</summary>
    Draft,

    /// <summary>Another person agreed, having seen the simulation.</summary>
    Approved,

    /// <summary>It counts from its first day on.</summary>
    Activated,

    /// <summary>It came to nothing.</summary>
    Discarded,
}

public enum PolicyRefusal
{
    NotDraft,
    NotApproved,
    AlreadyClosed,
    SamePerson,
    NotSimulated,
    BeginsInThePast,
}

/// <summary>A version of a dated policy before it counts.</summary>
public sealed record PolicyDraft
{
    public required Guid Id { get; init; }

    /// <summary>Grows with every change: the ETag.</summary>
    public required long Version { get; init; }
    public required PolicyKind Kind { get; init; }
    public required PolicyDraftState State { get; init; }

    /// <summary>The policy as JSON, the form of the files in <c>seeds</c>.</summary>
    public required string Body { get; init; }
    public required Signature Drafted { get; init; }

    /// <summary>Result of the last simulation as JSON; null before the first.</summary>
    public string? Simulation { get; init; }
    public Signature? Simulated { get; init; }
    public Signature? Approved { get; init; }

    /// <summary>Who activated or discarded it.</summary>
    public Signature? Closed { get; init; }

    public DatedPolicy Policy => DatedPolicy.Parse(Body);

    public (PolicyDraft? Next, PolicyRefusal? Refusal) Simulate(Signature by, string result) =>
        State != PolicyDraftState.Draft
            ? (null, PolicyRefusal.NotDraft)
            : (this with { Simulation = result, Simulated = by, Version = Version + 1 }, null);

    /// <summary>
    /// Another person than the drafter; a green-channel policy must have been simulated, for those
    /// are the figures that are signed.
    /// </summary>
    public (PolicyDraft? Next, PolicyRefusal? Refusal) Approve(Signature by)
    {
        if (State != PolicyDraftState.Draft)
            return (null, PolicyRefusal.NotDraft);
        if (by.Person == Drafted.Person)
            return (null, PolicyRefusal.SamePerson);
        if (Kind == PolicyKind.GreenChannel && Simulation is null)
            return (null, PolicyRefusal.NotSimulated);
        return (
            this with
            {
                State = PolicyDraftState.Approved,
                Approved = by,
                Version = Version + 1,
            },
            null
        );
    }

    /// <summary>No version begins in the past: what was decided stays decided.</summary>
    public (PolicyDraft? Next, PolicyRefusal? Refusal) Activate(Signature by, DateOnly today)
    {
        if (State != PolicyDraftState.Approved)
            return (null, PolicyRefusal.NotApproved);
        return Policy.ValidFrom < today
            ? (null, PolicyRefusal.BeginsInThePast)
            : (Close(by, PolicyDraftState.Activated), null);
    }

    public (PolicyDraft? Next, PolicyRefusal? Refusal) Discard(Signature by) =>
        State is PolicyDraftState.Activated or PolicyDraftState.Discarded
            ? (null, PolicyRefusal.AlreadyClosed)
            : (Close(by, PolicyDraftState.Discarded), null);

    private PolicyDraft Close(Signature by, PolicyDraftState state) =>
        this with
        {
            State = state,
            Closed = by,
            Version = Version + 1,
        };
}
