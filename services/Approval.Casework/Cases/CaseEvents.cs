using System.Text.Json.Serialization;
using RebateFlow.Approval.Casework.Alarms;
using RebateFlow.Approval.Casework.Audit;
using RebateFlow.Approval.Casework.Checks;
using RebateFlow.GreenChannel;
using RebateFlow.Primitives;

namespace RebateFlow.Approval.Casework.Cases;

/// <summary>
/// Something that happened to a case. The name of the record is the action of its audit entry
/// (<see cref="CaseEventJson"/>), its JSON is the entry's detail.
/// </summary>
public abstract record CaseEvent
{
    /// <summary>UTC, whole microseconds; a column of the entry.</summary>
    [JsonIgnore]
    public DateTimeOffset At { get; init; }

    /// <summary>Columns of the entry.</summary>
    [JsonIgnore]
    public AuditActor By { get; init; } = AuditActor.System;

    /// <summary>The attempt under review.</summary>
    public int AttemptNo { get; init; }

    /// <summary>Whose post the officer holds as a deputy; null for an own post.</summary>
    public string? DeputyFor { get; init; }
}

/// <summary>An officer acted on the case and is bound to the post from now on.</summary>
public abstract record OfficerAct : CaseEvent
{
    /// <summary>What the officer said; empty when nothing had to be said.</summary>
    public string Reason { get; init; } = "";

    /// <summary>
    /// What of the money that it approves is set off against what the exporter owes, yuan; null for
    /// nothing.
    /// </summary>
    public decimal? SetOffCny { get; init; }
}

/// <summary>Something beside the case: nobody who works on it has to read it again.</summary>
public abstract record Aside : CaseEvent;

public abstract record AttemptOpened(Attempt Attempt) : CaseEvent;

public sealed record CaseOpened(Attempt Attempt) : AttemptOpened(Attempt);

/// <summary>A later attempt opens the case anew, whatever became of the former one.</summary>
public sealed record CaseReopened(Attempt Attempt) : AttemptOpened(Attempt);

/// <param name="WithdrawnNo">The attempt that was withdrawn: this one or a later one.</param>
public sealed record CaseWithdrawn(int WithdrawnNo, string Kind, string Reason) : CaseEvent;

/// <summary>
/// Something that the attempt was compared with has changed: its check is stale.
/// </summary>
/// <param name="ChangeNo">Grows with each change.</param>
public sealed record FactsChanged(long ChangeNo) : CaseEvent;

/// <summary>It was compared again up to a change, and nothing is different.</summary>
public sealed record FactsConfirmed(long ChangeNo) : CaseEvent;

/// <summary>It was compared again up to a change, with another result.</summary>
public sealed record CaseRechecked(long ChangeNo, RecheckedAttempt Check) : CaseEvent;

public sealed record Claimed(DateTimeOffset LeaseUntil) : CaseEvent;

public sealed record Released : CaseEvent;

public sealed record HandedOver(string To, DateTimeOffset LeaseUntil, string Reason) : CaseEvent;

/// <summary>Given to an officer by the draw, which these values repeat.</summary>
/// <param name="Version">Version of the case that was drawn with.</param>
public sealed record Assigned(
    string Officer,
    DateTimeOffset LeaseUntil,
    IReadOnlyList<string> Candidates,
    DateOnly SeedDay,
    long Version
) : CaseEvent;

/// <summary>Back in the queue, or with the deputy, because its holder is away.</summary>
/// <param name="LeaseUntil">The lease goes on in the deputy's hands; null without one.</param>
public sealed record TakenBack(string Absent, string? Deputy, DateTimeOffset? LeaseUntil)
    : CaseEvent;

public sealed record DoubtPassed(int DoubtNo, string Code, DateTimeOffset LeaseUntil) : OfficerAct;

/// <summary>The exporter has it again, and its clock stands still.</summary>
public sealed record Returned(DateOnly On) : OfficerAct;

/// <summary>A decision before the last post of the route.</summary>
/// <param name="AmountCny">Null for all that is decidable.</param>
/// <param name="Next">The post whose turn it is now.</param>
public sealed record Proposed(
    Decision Decision,
    decimal? AmountCny,
    IReadOnlyList<Post> Route,
    Post Next,
    bool InBulk
) : OfficerAct;

/// <summary>A post that does not agree: the first post looks again.</summary>
public sealed record SentBack(Decision Decision, decimal? AmountCny, IReadOnlyList<Post> Route)
    : OfficerAct;

public sealed record Decided(Decision Decision, decimal ApprovedCny, bool InBulk) : OfficerAct
{
    /// <summary>What a negative total owes from now on, yuan; null for nothing.</summary>
    public decimal? ToRepayCny { get; init; }
}

/// <param name="On">The clock stands still from this day on when the whole case is held.</param>
/// <param name="LeaseUntil">Null when the whole case is held.</param>
public abstract record HoldPlaced(Hold Hold, DateOnly On, DateTimeOffset? LeaseUntil) : OfficerAct;

public sealed record HeldBack(Hold Hold, DateOnly On, DateTimeOffset? LeaseUntil)
    : HoldPlaced(Hold, On, LeaseUntil);

/// <summary>Held as a whole and referred to inspection 移送稽查.</summary>
public sealed record Referred(Hold Hold, DateOnly On, DateTimeOffset? LeaseUntil)
    : HoldPlaced(Hold, On, LeaseUntil);

/// <summary>A large amount waits for a second officer.</summary>
public sealed record ReleaseProposed(int HoldNo) : OfficerAct;

/// <param name="ApprovedCny">What it adds to an approval; 0 before the decision.</param>
/// <param name="FreesCase">True when the case goes back to its queue.</param>
/// <param name="Dates">Due dates of the clock that runs again; null when it did not stand.</param>
public sealed record HoldReleased(
    Hold Hold,
    DateOnly On,
    decimal ApprovedCny,
    bool FreesCase,
    DueDates? Dates
) : OfficerAct;

public sealed record LetterSent(Letter Letter, DateTimeOffset LeaseUntil) : OfficerAct;

public sealed record LetterExtended(int LetterNo, DateOnly DueOn) : OfficerAct;

/// <summary>A large amount waits for a second officer.</summary>
public sealed record ReplyProposed(int LetterNo) : OfficerAct;

/// <param name="ApprovedCny">What it adds to an approval; 0 before the decision.</param>
/// <param name="Dates">Due dates of the clock that runs again.</param>
public sealed record LetterAnswered(
    Letter Letter,
    LetterReply Reply,
    DateOnly On,
    decimal ApprovedCny,
    DueDates Dates
) : OfficerAct;

/// <summary>The channel was decided again.</summary>
public abstract record ChannelDecidedAgain(Channel Before, NewChannel Now) : CaseEvent;

/// <summary>Another assessment, the same channel.</summary>
public sealed record Reassessed(Channel Before, NewChannel Now) : ChannelDecidedAgain(Before, Now);

public sealed record ChannelMoved(Channel Before, NewChannel Now)
    : ChannelDecidedAgain(Before, Now);

/// <summary>Something came to light after the approval.</summary>
public sealed record FlaggedForReReview(
    MoveCause Cause,
    Bilingual Reason,
    Channel DecidedAs,
    Channel WouldBe,
    Guid AssessmentId,
    int Score
) : CaseEvent;

/// <summary>Somebody was told, once.</summary>
public abstract record AlarmRaised : Aside
{
    public required AlarmSubject About { get; init; }
    public CaseState State { get; init; }
    public Post Post { get; init; }

    /// <summary>Who holds the case; null when nobody does.</summary>
    public string? ToldOfficer { get; init; }

    [JsonIgnore]
    public AlarmStage Stage =>
        this switch
        {
            Warned => AlarmStage.Warning,
            Escalated => AlarmStage.Escalation,
            AgeAlarmed => AlarmStage.Age,
            _ => AlarmStage.Letter,
        };
}

/// <summary>What is told, and to whom.</summary>
/// <param name="Occasion">
/// What it is about: a due date, a state and its beginning, a letter.
/// </param>
/// <param name="Told">The post whose duty it is to act on it.</param>
public sealed record AlarmSubject(Guid AlarmId, string Occasion, Post Told, string PolicyVersion);

/// <summary>The legal limit came near.</summary>
public sealed record Warned(DateOnly LegalDueOn, int WorkingDaysLeft) : AlarmRaised;

/// <summary>The legal limit was reached: the head of the post was told.</summary>
public sealed record Escalated(DateOnly LegalDueOn, int WorkingDaysLeft) : AlarmRaised;

/// <summary>Too long in one state: the head of the post was told.</summary>
public sealed record AgeAlarmed(int Days, int LimitDays) : AlarmRaised;

public sealed record LetterOverdue(int LetterNo, DateOnly DueOn) : AlarmRaised;

/// <summary>A check apart from the decision.</summary>
public abstract record CheckEvent(Guid CheckId) : Aside;

/// <param name="RebateCny">Yuan that were paid, or claimed.</param>
/// <param name="Reason">Why, where the kind does not say it.</param>
/// <param name="Finding">Of a check that the decision itself closes, by its officer.</param>
/// <param name="ProposedCny">
/// Of one that changed facts open: yuan to be claimed back; null for the others.
/// </param>
/// <param name="ChancePercent">Chance with which it was drawn; null when it was not.</param>
public sealed record CheckOpened(
    Guid CheckId,
    CheckKind Kind,
    decimal RebateCny,
    Bilingual? Reason = null,
    CheckFinding? Finding = null,
    string? ClosedBy = null,
    decimal? ProposedCny = null,
    [property: JsonConverter(typeof(DecimalJsonConverter))] decimal? ChancePercent = null
) : CheckEvent(CheckId);

/// <summary>The facts changed again, and with them what is proposed to be claimed back.</summary>
public sealed record CheckProposed(Guid CheckId, decimal ProposedCny) : CheckEvent(CheckId);

public sealed record CheckClaimed(Guid CheckId, DateTimeOffset LeaseUntil) : CheckEvent(CheckId);

public sealed record CheckClosed(Guid CheckId, CheckKind Kind, CheckFinding Finding)
    : CheckEvent(CheckId);

/// <summary>What was withheld at the decision and approved later was not irregular.</summary>
public sealed record CheckRevised(Guid CheckId, CheckOutcome Outcome, decimal FoundCny)
    : CheckEvent(CheckId);
