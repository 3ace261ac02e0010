namespace RebateFlow.Intake.Checks.PreDeclarations;

/// <summary>Where a pre-declaration stands; the order is that of its life.</summary>
public enum PreDeclarationState
{
    /// <summary>The live attempt is stored and waits for its checks.</summary>
    Submitted,

    /// <summary>Vouchers of the live attempt have no electronic information yet.</summary>
    AwaitingData,

    /// <summary>The live attempt has a doubt that nobody may pass.</summary>
    Blocked,

    /// <summary>The live attempt cleared and is on its way to the officers.</summary>
    Cleared,

    /// <summary>An officer's case is open for the live attempt.</summary>
    UnderReview,

    /// <summary>The officers' case is on hold as a whole.</summary>
    Held,

    /// <summary>Approved; the exporter can declare formally with the receipt.</summary>
    Approved,

    /// <summary>An officer sent it back for another attempt.</summary>
    Returned,

    /// <summary>Refused; the end. Its vouchers stay in use.</summary>
    Rejected,

    /// <summary>Taken back by the exporter; the end.</summary>
    Withdrawn,

    /// <summary>Declared formally with the receipt; the end.</summary>
    FormallyDeclared,
}

/// <summary>Why an exporter takes a pre-declaration back.</summary>
public enum WithdrawalKind
{
    /// <summary>Declared in error: the vouchers may be used again.</summary>
    Error,

    /// <summary>Given up: the vouchers may not be used again.</summary>
    Waiver,
}

/// <summary>
/// The life of a pre-declaration as pure functions: which step may follow which. They hold whatever
/// the order in which messages of other services come in.
/// </summary>
public static class PreDeclaration
{
    /// <summary>May the exporter hand in another attempt?</summary>
    /// <remarks>
    /// An attempt that is being checked or reviewed is not replaced under the reader.
    /// </remarks>
    public static bool TakesNextAttempt(PreDeclarationState state) =>
        state
            is PreDeclarationState.Blocked
                or PreDeclarationState.AwaitingData
                or PreDeclarationState.Returned;

    /// <summary>
    /// May the exporter take it back? Up to the decision, returned ones included.
    /// </summary>
    public static bool IsWithdrawable(PreDeclarationState state) =>
        state
            is PreDeclarationState.Submitted
                or PreDeclarationState.AwaitingData
                or PreDeclarationState.Blocked
                or PreDeclarationState.Cleared
                or PreDeclarationState.UnderReview
                or PreDeclarationState.Held
                or PreDeclarationState.Returned;

    /// <summary>
    /// Have officers or the exporter ended it? An approved one can still be declared formally.
    /// </summary>
    public static bool IsDecided(PreDeclarationState state) =>
        state
            is PreDeclarationState.Approved
                or PreDeclarationState.Rejected
                or PreDeclarationState.Withdrawn
                or PreDeclarationState.FormallyDeclared;

    /// <summary>Is there a receipt?</summary>
    public static bool HasReceipt(PreDeclarationState state) =>
        state is PreDeclarationState.Approved or PreDeclarationState.FormallyDeclared;

    /// <summary>May the exporter declare it formally? Once, after the approval.</summary>
    public static bool IsDeclarable(PreDeclarationState state) =>
        state == PreDeclarationState.Approved;

    /// <summary>
    /// Is there anything left to check? A late message finds the answer given already.
    /// </summary>
    public static bool AwaitsCheck(PreDeclarationState state) =>
        state is PreDeclarationState.Submitted or PreDeclarationState.AwaitingData;

    /// <summary>Have officers got it and not decided yet?</summary>
    public static bool IsWithOfficers(PreDeclarationState state) =>
        state
            is PreDeclarationState.Cleared
                or PreDeclarationState.UnderReview
                or PreDeclarationState.Held;

    /// <summary>State after the checks.</summary>
    public static PreDeclarationState AfterCheck(FeedbackOutcome outcome) =>
        outcome switch
        {
            FeedbackOutcome.Clean or FeedbackOutcome.Passable => PreDeclarationState.Cleared,
            FeedbackOutcome.Blocked => PreDeclarationState.Blocked,
            FeedbackOutcome.AwaitingData => PreDeclarationState.AwaitingData,
        };

    /// <summary>
    /// State after a case was opened for the live attempt. Only a cleared one moves: the decision
    /// may have overtaken this message, and a withdrawal stands. A case that is on hold stays so.
    /// </summary>
    public static PreDeclarationState AfterCaseOpened(PreDeclarationState state, bool isHeld) =>
        state == PreDeclarationState.Cleared ? AfterHoldChange(state, isHeld) : state;

    /// <summary>
    /// State after the case of the live attempt came under a hold, or off its last one. The hold
    /// may overtake the opening of the case; what is decided or withdrawn stays so.
    /// </summary>
    public static PreDeclarationState AfterHoldChange(PreDeclarationState state, bool isHeld) =>
        !IsWithOfficers(state) ? state
        : isHeld ? PreDeclarationState.Held
        : PreDeclarationState.UnderReview;

    /// <summary>
    /// State after the decision on the live attempt, or null when it no longer moves. A withdrawal
    /// stands, because its vouchers may be in use elsewhere by now; a second decision changes
    /// nothing.
    /// </summary>
    /// <param name="decision">APPROVED, REJECTED or RETURNED.</param>
    /// <param name="state">State before.</param>
    /// <exception cref="ArgumentOutOfRangeException">The decision is none of the three.</exception>
    public static PreDeclarationState? AfterDecision(PreDeclarationState state, string decision)
    {
        var decided = decision switch
        {
            "APPROVED" => PreDeclarationState.Approved,
            "REJECTED" => PreDeclarationState.Rejected,
            "RETURNED" => PreDeclarationState.Returned,
            var other => throw new ArgumentOutOfRangeException(nameof(decision), other, null),
        };
        // An amount that was withheld may be approved after the decision, also when the exporter
        // has declared formally meanwhile: the amount grows and the declaration stands.
        if (HasReceipt(state))
            return decided == PreDeclarationState.Approved ? state : null;
        return IsWithOfficers(state) ? decided : null;
    }
}
