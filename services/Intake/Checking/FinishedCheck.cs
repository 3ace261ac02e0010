using RebateFlow.Contracts.Intake;
using RebateFlow.Intake.Checks;
using RebateFlow.Intake.Checks.Doubts;
using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Intake.Checks.Information;
using RebateFlow.Intake.Checks.PreDeclarations;
using RebateFlow.Intake.Requests;
using RebateFlow.Intake.Submissions;
using RebateFlow.Intake.Vouchers;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Checking;

/// <summary>A check that has run, and what is to be stored and sent of it. Pure.</summary>
/// <param name="Subject">The attempt.</param>
/// <param name="Owner">The same as owner of vouchers, with its document.</param>
/// <param name="Loaded">What it was compared with.</param>
/// <param name="Result">What the checks found.</param>
/// <param name="CheckedAt">When they ended, UTC.</param>
public sealed record FinishedCheck(
    CheckSubject Subject,
    VoucherOwner Owner,
    LoadedInformation Loaded,
    CheckOutcome Result,
    DateTimeOffset CheckedAt
)
{
    /// <summary>The document.</summary>
    public SubmittedFiling Filing => Owner.Filing;

    /// <summary>Whether the attempt goes on to risk scoring and holds its vouchers.</summary>
    public bool IsCleared => Subject.IsRecheck || NextState == PreDeclarationState.Cleared;

    /// <summary>
    /// Where the pre-declaration stands after it. What came late goes to the officers who have it,
    /// whatever it says.
    /// </summary>
    public PreDeclarationState NextState =>
        Subject.IsRecheck ? Subject.State
        : Subject.IsLate ? PreDeclarationState.Cleared
        : PreDeclaration.AfterCheck(Result.Outcome);

    /// <summary>Whose arrival is a reason to check again.</summary>
    public IReadOnlyList<AwaitedInformation> Waits =>
        Result.Outcome == FeedbackOutcome.Blocked && !Subject.IsLate ? []
        : Result.Late.Count == 0 ? Result.Awaited
        : [.. Result.Awaited, .. Result.Late];

    /// <summary>Whether there is something to tell; one that waits may go on waiting.</summary>
    public bool IsNews => Subject.IsLate || Subject.IsRecheck || NextState != Subject.State;

    /// <summary>
    /// What of it was not there when the vouchers were loaded. What was there and did not serve is
    /// no reason to look once more.
    /// </summary>
    public IReadOnlyList<AwaitedInformation> Missed =>
        [.. Waits.Where(item => !WasThere(item.Key))];

    /// <summary>The feedback as it is stored.</summary>
    public Feedback ToFeedback() =>
        new()
        {
            Outcome = Result.Outcome,
            DoubtCount = Result.Doubts.Count,
            GravestDoubtLevel = GravestDoubtLevel(),
            RebateDueCny = Result.Rebate.RebateDueCny,
            ToRepayCny = Result.Rebate.ToRepayCny,
            ExemptCreditCny = Result.Rebate.ExemptCreditCny,
            Rebate = PackedJson.Pack(Result.Rebate, Stored.Rebate, IsLarge),
            DoubtPages = [.. Result.Doubts.Chunk(Feedback.DoubtsPerPage).Select(PackDoubts)],
            ReferenceVersion = Loaded.ReferenceVersion,
            CheckedAt = CheckedAt,
        };

    private bool IsLarge => FilingRules.LineCount(Filing) > PackedJson.ManyLines;

    /// <summary>
    /// What the attempt holds from now on; null when it did not clear. What is blocked by facts
    /// that came late keeps what it held until the officers decide.
    /// </summary>
    public VoucherClaim? Claim =>
        !IsCleared ? null
        : GoesOnHolding ? Subject.Held
        : VoucherClaim.Of(Result.Uses);

    /// <summary>
    /// Whether what it takes back stands in place of what its former check took back: not when that
    /// goes on holding until the officers decide.
    /// </summary>
    public bool ReplacesOffsets =>
        !GoesOnHolding
        && (Subject.AttemptNo > 1 || Subject.Held.GivesBack || Result.Taken.Count > 0);

    /// <summary>
    /// What was held is still counted so far when the vouchers of this one change.
    /// </summary>
    public VoucherClaim Former => ReplacesOffsets ? Subject.Held.WithoutGivenBack : Subject.Held;

    private bool GoesOnHolding =>
        IsCleared
        && (Result.Outcome == FeedbackOutcome.Blocked || (Subject.IsRecheck && !Result.IsCleared));

    /// <summary>The message of an attempt that cleared.</summary>
    public PreDeclarationCleared ToCleared() =>
        new() { Filing = ToFiling(), ClearedAt = CheckedAt };

    /// <summary>The attempt as the other services get it.</summary>
    public Filing ToFiling() =>
        new()
        {
            PreDeclarationId = Subject.Id,
            AttemptNo = Subject.AttemptNo,
            Lane = Subject.Lane,
            Method = WireCode.Of(Filing.Method),
            Declarant =
                Loaded.Declarant
                ?? throw new InvalidOperationException("An unknown exporter cannot clear."),
            Period = Filing.Period,
            BatchNo = Filing.BatchNo,
            ExportLineCount = Filing.ExportLines.Count,
            FobUsd = Filing.ExportLines.Sum(line => line.FobUsd),
            RebateDueCny = Result.Rebate.RebateDueCny,
            ExemptCreditCny = Result.Rebate.ExemptCreditCny,
            ToRepayCny = Result.Rebate.ToRepayCny is > 0 and var owed ? owed : null,
            Prerequisites =
                Result.Prerequisites.Count == 0 ? null : [.. Result.Prerequisites.Select(FiledOf)],
            DoubtCount = Result.Doubts.Count,
            GravestDoubtLevel = GravestDoubtLevel(),
            Content = PackedJson.Pack(
                Result.Content
                    ?? throw new InvalidOperationException("A cleared attempt has content."),
                Stored.Content,
                IsLarge
            ),
            SubmittedAt = Subject.SubmittedAt,
        };

    /// <summary>The message of an attempt that did not.</summary>
    public PreDeclarationFedBack ToFedBack() =>
        new()
        {
            PreDeclarationId = Subject.Id,
            AttemptNo = Subject.AttemptNo,
            Uscc = Subject.Uscc,
            Outcome = WireCode.Of(Result.Outcome),
            DoubtCount = Result.Doubts.Count,
            FedBackAt = CheckedAt,
        };

    private static FiledPrerequisite FiledOf(Prerequisite one) =>
        new()
        {
            PreDeclarationId = one.PreDeclarationId,
            AttemptNo = one.AttemptNo,
            GrantedCny = one.GrantedCny,
            TakenBackCny = one.TakenBackCny,
        };

    private bool WasThere(string key) =>
        Loaded.Information.CustomsLines.ContainsKey(key)
        || Loaded.Information.Invoices.ContainsKey(key)
        || Loaded.Information.ProcessingBooks.ContainsKey(key)
        || Loaded.Information.AgencyCertificates.ContainsKey(key);

    private string GravestDoubtLevel() =>
        Result.Doubts.Count == 0 ? "NONE" : WireCode.Of(Result.Doubts.Max(doubt => doubt.Level));

    private static byte[] PackDoubts(Doubt[] doubts) =>
        PackedJson.Pack(doubts, Stored.Doubts, isLarge: false);
}
