namespace RebateFlow.Approval.Casework.Repayments;

/// <summary>A claim and what became of it, yuan.</summary>
public sealed record RepaymentClaim(
    Guid ClaimId,
    RepaymentSource Source,
    decimal AmountCny,
    DateOnly ClaimedOn
)
{
    public decimal WithdrawnCny { get; init; }
    public decimal SetOffCny { get; init; }
    public decimal PaidCny { get; init; }

    /// <summary>Still owed.</summary>
    public decimal OpenCny => AmountCny - WithdrawnCny - SetOffCny - PaidCny;
}

/// <summary>What an approval kept back on account of a claim, yuan.</summary>
public sealed record SetOffPart(Guid ClaimId, Guid CaseId, decimal Cny);

public enum PaymentState
{
    /// <summary>Waits for a second person.</summary>
    Noted,
    Confirmed,
    Cancelled,
}

/// <summary>A payment into the treasury.</summary>
public sealed record Payment(
    Guid PaymentId,
    decimal AmountCny,
    string Reference,
    DateOnly PaidOn,
    string NotedBy
)
{
    public PaymentState State { get; init; }
}

/// <summary>Why the ledger refused something.</summary>
public enum RepaymentRefusal
{
    /// <summary>More than is owed and not spoken for by another payment.</summary>
    AmountTooLarge,
    NoSuchClaim,
    NoSuchPayment,

    /// <summary>The payment was confirmed or cancelled before.</summary>
    PaymentClosed,

    /// <summary>Whoever noted a payment does not confirm it.</summary>
    NeedsSecondPerson,
}

/// <summary>Either what happens, event by event, or why it was refused.</summary>
public readonly record struct RepaymentStep(
    IReadOnlyList<RepaymentEvent>? Events,
    RepaymentRefusal? Refusal
)
{
    /// <summary>Nothing to be done, and nothing wrong with that.</summary>
    public static readonly RepaymentStep Nothing = new([], null);

    public static implicit operator RepaymentStep(RepaymentEvent happened) => new([happened], null);

    public static implicit operator RepaymentStep(RepaymentRefusal refusal) => new(null, refusal);
}
