namespace RebateFlow.Approval.Casework.Repayments;

/// <summary>Why something is owed.</summary>
public enum RepaymentKind
{
    /// <summary>An approved filing takes back more than it claims.</summary>
    NegativeTotal,

    /// <summary>What was approved and paid was not due.</summary>
    Recovery,
}

/// <summary>What a claim comes from; one source makes one claim.</summary>
/// <param name="Reference">
/// Tells claims of one attempt apart, such as a check; usually empty.
/// </param>
public sealed record RepaymentSource(
    Guid CaseId,
    Guid PreDeclarationId,
    int AttemptNo,
    RepaymentKind Kind,
    string Reference = ""
);

/// <summary>
/// Something that happened to what an exporter owes; an entry of the ledger. The name of the record
/// is the kind of the entry.
/// </summary>
public abstract record RepaymentEvent
{
    /// <summary>UTC, whole microseconds.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>The authority's business day; no entry is earlier than the one before.</summary>
    public DateOnly On { get; init; }

    /// <summary>Who did it; <c>system</c> for what follows from a decision.</summary>
    public string By { get; init; } = "";

    /// <summary>Yuan, two decimals, above 0.</summary>
    public abstract decimal AmountCny { get; }

    /// <summary>What it adds to the balance; 0 when it only announces something.</summary>
    public abstract decimal ChangeCny { get; }
}

/// <summary>Something is owed.</summary>
public sealed record Claimed(Guid ClaimId, RepaymentSource Source, decimal Cny, string Reason)
    : RepaymentEvent
{
    public override decimal AmountCny => Cny;
    public override decimal ChangeCny => Cny;
}

/// <summary>Of what is neither set off nor paid, an amount is not owed after all.</summary>
public sealed record Withdrawn(Guid ClaimId, RepaymentSource Source, decimal Cny, string Reason)
    : RepaymentEvent
{
    public override decimal AmountCny => Cny;
    public override decimal ChangeCny => -Cny;
}

/// <summary>What an approval kept back of the rebate.</summary>
/// <param name="CaseVersion">Version of the case that the approval made.</param>
public sealed record SetOff(
    Guid ClaimId,
    Guid CaseId,
    Guid PreDeclarationId,
    long CaseVersion,
    decimal Cny
) : RepaymentEvent
{
    public override decimal AmountCny => Cny;
    public override decimal ChangeCny => -Cny;
}

/// <summary>
/// The exporter had withdrawn the filing before its approval came: nothing is paid, so nothing was
/// kept back.
/// </summary>
public sealed record SetOffUndone(Guid ClaimId, Guid CaseId, Guid PreDeclarationId, decimal Cny)
    : RepaymentEvent
{
    public override decimal AmountCny => Cny;
    public override decimal ChangeCny => Cny;
}

/// <summary>An officer saw a payment; until another one confirms it, it is not set off.</summary>
/// <param name="Reference">Number of the payment slip 缴款书.</param>
public sealed record PaymentNoted(Guid PaymentId, decimal Cny, string Reference, DateOnly PaidOn)
    : RepaymentEvent
{
    public override decimal AmountCny => Cny;
    public override decimal ChangeCny => 0m;
}

/// <param name="Parts">What it pays of which claim, the oldest first.</param>
public sealed record PaymentConfirmed(Guid PaymentId, IReadOnlyList<PaidPart> Parts)
    : RepaymentEvent
{
    public override decimal AmountCny => Parts.Sum(part => part.Cny);
    public override decimal ChangeCny => -AmountCny;
}

public sealed record PaymentCancelled(Guid PaymentId, decimal Cny, string Reason) : RepaymentEvent
{
    public override decimal AmountCny => Cny;
    public override decimal ChangeCny => 0m;
}

/// <param name="Cny">Yuan, above 0.</param>
public sealed record PaidPart(Guid ClaimId, decimal Cny);
