using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Primitives;

namespace RebateFlow.Approval.Casework.Checks;

/// <summary>Why a case is checked apart from its decision.</summary>
public enum CheckKind
{
    /// <summary>The random sample alone kept it from green: the decision is the finding.</summary>
    SampleBefore,

    /// <summary>Green and paid: its papers were drawn for a look afterwards.</summary>
    SampleAfter,

    /// <summary>Something came to light after the approval.</summary>
    ReReview,
}

public enum CheckState
{
    Open,
    Closed,
}

public enum CheckOutcome
{
    Clean,
    Irregular,
}

/// <summary>What a check found.</summary>
/// <param name="FoundCny">What should not have been paid, yuan; 0 when clean.</param>
/// <param name="Note">What was looked at, 1 to 2,000 characters.</param>
public sealed record CheckFinding(CheckOutcome Outcome, decimal FoundCny, string Note);

/// <summary>A check of a case apart from its decision.</summary>
/// <remarks>
/// OPEN: claim → OPEN with a lease; finding by who holds the lease → CLOSED. CLOSED: nothing more,
/// but the finding of a sample follows what is approved later. Its events stand in the trail of the
/// case.
/// </remarks>
public sealed record CaseCheck
{
    public required Guid CheckId { get; init; }

    /// <summary>Grows by one with every event of the check: the ETag.</summary>
    public required long Version { get; init; }
    public required int AttemptNo { get; init; }
    public required CheckKind Kind { get; init; }
    public required CheckState State { get; init; }

    /// <summary>Why, where the kind does not say it.</summary>
    public required Bilingual? Reason { get; init; }

    /// <summary>Yuan that were paid, or claimed.</summary>
    public required decimal RebateCny { get; init; }

    /// <summary>
    /// What changed facts propose to claim back, yuan; null where it is about something else.
    /// </summary>
    public decimal? ProposedCny { get; init; }
    public required DateTimeOffset OpenedAt { get; init; }
    public string? ClaimedBy { get; init; }
    public DateTimeOffset? LeaseUntil { get; init; }
    public CheckFinding? Finding { get; init; }
    public string? ClosedBy { get; init; }

    /// <summary>Chance with which it was drawn, percent; null when chance drew it not.</summary>
    public decimal? ChancePercent { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }

    public bool IsOpen => State == CheckState.Open;

    /// <summary>Why it is made, for an officer.</summary>
    public Bilingual Text =>
        Reason
        ?? Kind switch
        {
            CheckKind.SampleBefore => new("事前抽查", "drawn for a check before the decision"),
            CheckKind.SampleAfter => new("事后抽查", "drawn for a check after the decision"),
            CheckKind.ReReview => new("复核", "looked at again"),
        };

    /// <param name="hasActed">Nobody checks a case that they acted on.</param>
    public Step Decide(ClaimCheck command, DateTimeOffset now, bool hasActed)
    {
        var isTaken = ClaimedBy is not null && ClaimedBy != command.By.Id && LeaseUntil > now;
        if (!IsOpen || isTaken)
            return CaseRefusal.CheckNotClaimed;
        return hasActed
            ? CaseRefusal.ActedOnAnotherPost
            : new CheckClaimed(CheckId, now + command.Lease);
    }

    /// <param name="hasActed">Nobody checks a case that they acted on.</param>
    public Step Decide(CloseCheck command, DateTimeOffset now, bool hasActed)
    {
        if (!IsOpen || ClaimedBy != command.By.Id || LeaseUntil <= now)
            return CaseRefusal.CheckNotClaimed;
        if (hasActed)
            return CaseRefusal.ActedOnAnotherPost;
        return command.Finding.FoundCny > RebateCny
            ? CaseRefusal.FindingTooLarge
            : new CheckClosed(CheckId, Kind, command.Finding);
    }

    public static CaseCheck Of(CheckOpened opened) =>
        new()
        {
            CheckId = opened.CheckId,
            Version = 1,
            AttemptNo = opened.AttemptNo,
            Kind = opened.Kind,
            State = opened.Finding is null ? CheckState.Open : CheckState.Closed,
            Reason = opened.Reason,
            RebateCny = opened.RebateCny,
            ProposedCny = opened.ProposedCny,
            OpenedAt = opened.At,
            Finding = opened.Finding,
            ClosedBy = opened.ClosedBy,
            ChancePercent = opened.ChancePercent,
            ClosedAt = opened.Finding is null ? null : opened.At,
        };

    public CaseCheck Apply(CheckEvent happened)
    {
        var next = happened switch
        {
            CheckClaimed claimed => this with
            {
                ClaimedBy = claimed.By.Id,
                LeaseUntil = claimed.LeaseUntil,
            },
            CheckClosed closed => this with
            {
                State = CheckState.Closed,
                Finding = closed.Finding,
                ClaimedBy = null,
                LeaseUntil = null,
                ClosedBy = closed.By.Id,
                ClosedAt = closed.At,
            },
            CheckProposed proposed => this with { ProposedCny = proposed.ProposedCny },
            CheckRevised revised => this with
            {
                Finding = Finding! with { Outcome = revised.Outcome, FoundCny = revised.FoundCny },
            },
            _ => throw new InvalidOperationException($"{happened.GetType().Name} opens a check."),
        };
        return next with { Version = Version + 1 };
    }
}
