using RebateFlow.Approval.Casework.Audit;
using RebateFlow.Approval.Casework.Calendars;
using RebateFlow.Primitives;

namespace RebateFlow.Approval.Casework.Cases;

/// <summary>
/// A case as the database holds it, with what an action needs besides the state machine.
/// </summary>
public sealed record StoredCase
{
    public required ApprovalCase Case { get; init; }
    public required Guid PreDeclarationId { get; init; }
    public required string Lane { get; init; }
    public required string Channel { get; init; }
    public required string TaxAuthority { get; init; }
    public required DateOnly ClockStartedOn { get; init; }
    public required DeadlineLimits Limits { get; init; }
    public required bool SampleDrawn { get; init; }
    public required ChainHead AuditHead { get; init; }

    /// <summary>W3C trace context of the attempt; null without tracing.</summary>
    public required string? TraceParent { get; init; }

    /// <summary>Green, with no doubt open, nothing on hold and no letter out.</summary>
    public bool IsCleanGreen =>
        Channel == Codes.Of(GreenChannel.Channel.Green)
        && Case is { OpenDoubts.Count: 0, Holds.Count: 0, Letters.Count: 0 };
}

/// <summary>An action on a case: what it was, what came of it, who did it and why.</summary>
/// <param name="Reason">What the person said; empty when nothing had to be said.</param>
public sealed record CaseChange(
    StoredCase Before,
    ApprovalCase After,
    AuditActor Actor,
    string Reason,
    DateTimeOffset At
)
{
    /// <summary>Whose post the actor holds as a deputy; null for an own post.</summary>
    public string? DeputyFor { get; init; }

    /// <summary>True when others have to hear of an outcome.</summary>
    public bool IsOutcome =>
        After.State is CaseState.Approved or CaseState.Rejected or CaseState.Returned
        && (Before.Case.State != After.State || IsLaterApproval);

    /// <summary>True when the exporter has to hear of a hold of the whole case, or of its end.
    /// </summary>
    public bool IsHoldChange =>
        (Before.Case.State == CaseState.Held) != (After.State == CaseState.Held);

    /// <summary>True when an amount that was withheld is approved after the decision.</summary>
    public bool IsLaterApproval =>
        Before.Case.State == CaseState.Approved && After.ApprovedCny > Before.Case.ApprovedCny;
}
