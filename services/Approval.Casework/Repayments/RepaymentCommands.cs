namespace RebateFlow.Approval.Casework.Repayments;

/// <summary>What somebody wants of the ledger.</summary>
public abstract record RepaymentCommand;

/// <summary>Claims an amount; a source that has claimed before claims nothing more.</summary>
public sealed record ClaimRepayment(
    Guid ClaimId,
    RepaymentSource Source,
    decimal AmountCny,
    string Reason
) : RepaymentCommand;

/// <summary>Withdraws what of a claim is neither set off nor paid nor spoken for.</summary>
/// <param name="AmountCny">Null for all of that.</param>
public sealed record WithdrawClaim(RepaymentSource Source, decimal? AmountCny, string Reason)
    : RepaymentCommand;

/// <summary>Keeps back of an approval what is owed, the oldest claim first.</summary>
public sealed record SetOffApproval(
    Guid CaseId,
    Guid PreDeclarationId,
    long CaseVersion,
    decimal AmountCny
) : RepaymentCommand;

/// <summary>Of a filing that was withdrawn nothing was kept back.</summary>
public sealed record UndoSetOff(Guid CaseId, Guid PreDeclarationId) : RepaymentCommand;

public sealed record NotePayment(
    Guid PaymentId,
    decimal AmountCny,
    string Reference,
    DateOnly PaidOn
) : RepaymentCommand;

public sealed record ConfirmPayment(Guid PaymentId) : RepaymentCommand;

public sealed record CancelPayment(Guid PaymentId, string Reason) : RepaymentCommand;

/// <summary>Who acts, and when.</summary>
/// <param name="At">UTC, whole microseconds.</param>
/// <param name="On">The authority's business day.</param>
public sealed record RepaymentActor(string By, DateTimeOffset At, DateOnly On)
{
    /// <summary>Who is named for what follows from a decision.</summary>
    public const string System = "system";
}
