using RebateFlow.Approval.Casework.Cases;

namespace RebateFlow.Approval.Tests.Cases;

/// <summary>What a command came to, and the case after it.</summary>
public sealed record Tried(
    ApprovalCase? Next,
    CaseRefusal? Refusal,
    IReadOnlyList<CaseEvent> Events
);

/// <summary>When something is released, and from which amount on by two officers.</summary>
public readonly record struct ReleaseAt(DateTimeOffset Now, decimal SecondOfficerCny)
{
    public CaseTerms Terms => Officers.Terms(TimeSpan.FromMinutes(30), SecondOfficerCny);
}

/// <summary>Commands as a test says them: decided, and their events applied.</summary>
public static class Acts
{
    public static Tried Try(this ApprovalCase some, CaseCommand command, DateTimeOffset now)
    {
        var step = some.Decide(command, now);
        return new(
            step.Events is { } events ? some.ApplyAll(events) : null,
            step.Refusal,
            step.Events ?? []
        );
    }

    public static Tried Claim(
        this ApprovalCase some,
        Officer by,
        DateTimeOffset now,
        TimeSpan lease
    ) => some.Try(new Claim(by, lease), now);

    public static Tried Release(this ApprovalCase some, Officer by, DateTimeOffset now) =>
        some.Try(new Release(by), now);

    public static Tried HandOver(
        this ApprovalCase some,
        Officer by,
        Officer to,
        DateTimeOffset now,
        TimeSpan lease
    ) => some.Try(new HandOver(by, to, "away", lease), now);

    /// <summary>From whoever holds it.</summary>
    public static Tried TakeBack(
        this ApprovalCase some,
        DateTimeOffset now,
        Officer? deputy = null
    ) => some.Try(new TakeBack(some.ClaimedBy ?? "", deputy), now);

    public static Tried PassDoubt(
        this ApprovalCase some,
        Officer by,
        int doubtNo,
        DateTimeOffset now,
        TimeSpan lease
    ) => some.Try(new PassOpenDoubt(by, doubtNo, "seen", lease), now);

    public static Tried Return(this ApprovalCase some, Officer by, DateTimeOffset now) =>
        some.Try(new ReturnToExporter(by, "mend it", new(2026, 11, 26)), now);

    public static Tried Decide(
        this ApprovalCase some,
        Officer by,
        Verdict verdict,
        DateTimeOffset now
    ) => some.Try(new GiveVerdict(by, verdict, Officers.Terms(TimeSpan.FromMinutes(30))), now);

    public static Tried Withdraw(this ApprovalCase some, int attemptNo) =>
        some.Try(new Withdraw(attemptNo, "ERROR", ""), some.ChangedAt);

    /// <summary>A later attempt with the same claim, and its doubts.</summary>
    public static Tried Reopen(
        this ApprovalCase some,
        int attemptNo,
        IReadOnlyList<Post> route,
        IReadOnlyList<OpenDoubt> doubts,
        DateTimeOffset? now = null
    )
    {
        var attempt = Officers.Attempt(attemptNo, route, some.RebateDueCny);
        var tried = some.Try(new OpenAttempt(attempt), now ?? some.ChangedAt);
        return tried with { Next = tried.Next is { } next ? next with { Doubts = doubts } : null };
    }

    public static Tried PutOnHold(
        this ApprovalCase some,
        Officer by,
        Hold hold,
        DateTimeOffset now,
        TimeSpan lease
    ) => some.Try(new PlaceHold(by, hold, "doubtful", Officers.Terms(lease)), now);

    public static Tried ReleaseHold(this ApprovalCase some, Officer by, int holdNo, ReleaseAt at) =>
        some.Try(new ReleaseHold(by, holdNo, "cleared", at.Terms), at.Now);

    public static Tried SendLetter(
        this ApprovalCase some,
        Officer by,
        Letter letter,
        DateTimeOffset now,
        TimeSpan lease
    ) =>
        some.Try(
            new SendLetter(
                by,
                letter.SupplierTaxId,
                letter.Authority,
                letter.AmountCny,
                "real?",
                Officers.Terms(lease)
            ),
            now
        );

    public static Tried ExtendLetter(
        this ApprovalCase some,
        Officer by,
        int letterNo,
        DateOnly dueOn,
        DateTimeOffset now
    ) =>
        some.Try(
            new ExtendLetter(by, letterNo, dueOn, "asked", Officers.Terms(TimeSpan.Zero)),
            now
        );

    public static Tried AnswerLetter(
        this ApprovalCase some,
        Officer by,
        int letterNo,
        LetterReply reply,
        ReleaseAt at
    ) => some.Try(new AnswerLetter(by, letterNo, reply, "it says", at.Terms), at.Now);
}
