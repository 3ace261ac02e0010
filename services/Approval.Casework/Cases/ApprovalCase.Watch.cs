using System.Globalization;
using RebateFlow.Approval.Casework.Alarms;
using RebateFlow.Approval.Casework.Checks;
using RebateFlow.Primitives;

namespace RebateFlow.Approval.Casework.Cases;

/// <summary>What is decided about a case beside its posts: channel, alarms and checks.</summary>
public sealed partial record ApprovalCase
{
    /// <summary>True when the channel of the case, as it stands, follows such a cause.</summary>
    public bool Follows(MoveCause cause) =>
        IsLive || (State == CaseState.Held && cause is MoveCause.Hold or MoveCause.Facts);

    /// <summary>True when such a cause may call for a look at what was approved.</summary>
    public bool IsLookedAtAgain(MoveCause cause) =>
        State == CaseState.Approved && cause is MoveCause.Risk or MoveCause.Enrolment;

    /// <summary>
    /// A returned, rejected or withdrawn case stays as it is: its next attempt is assessed anew. A
    /// new assessment is always told, the other causes only when they change something.
    /// </summary>
    private Step Take(MoveChannel command)
    {
        var now = command.Channel;
        if (!Follows(now.Cause))
            return Step.Nothing;
        if (now.Placement.Channel != Placement.Channel)
            return new ChannelMoved(Placement.Channel, now);
        return now.Cause is MoveCause.Risk or MoveCause.Facts
            ? new Reassessed(Placement.Channel, now)
            : Step.Nothing;
    }

    /// <summary>One check of the kind at a time.</summary>
    private Step Take(FlagForReReview command)
    {
        var now = command.Channel;
        if (!IsLookedAtAgain(now.Cause) || now.Placement.Channel <= Placement.Channel)
            return Step.Nothing;
        var flagged = new FlaggedForReReview(
            now.Cause,
            now.Reason,
            Placement.Channel,
            now.Placement.Channel,
            now.Basis.AssessmentId,
            now.Placement.Score
        );
        return Checks.Any(one => one is { Kind: CheckKind.ReReview, IsOpen: true })
            ? flagged
            : new Step(
                [
                    flagged,
                    new CheckOpened(command.CheckId, CheckKind.ReReview, RebateDueCny, now.Reason),
                ],
                null
            );
    }

    /// <summary>Nothing when the case is no longer in what the scan saw.</summary>
    private Step Take(RaiseAlarm command, DateTimeOffset now)
    {
        var head = Posts.HeadOf(Post);
        AlarmRaised? alarm = command switch
        {
            RaiseDeadline due when !IsLive || Dates.Legal != due.LegalDueOn => null,
            RaiseDeadline { Stage: AlarmStage.Escalation } due => new Escalated(
                due.LegalDueOn,
                due.WorkingDaysLeft
            )
            {
                About = new(due.AlarmId, Day(due.LegalDueOn), head, due.PolicyVersion),
            },
            RaiseDeadline due => new Warned(due.LegalDueOn, due.WorkingDaysLeft)
            {
                About = new(due.AlarmId, Day(due.LegalDueOn), Post, due.PolicyVersion),
            },
            RaiseAge age when DaysInState(now) is var days && days >= age.LimitDays =>
                new AgeAlarmed(days, age.LimitDays)
                {
                    About = new(age.AlarmId, AgeOccasion, head, age.PolicyVersion),
                },
            RaiseLetter letter when IsOverdue(letter) => new LetterOverdue(
                letter.LetterNo,
                letter.DueOn
            )
            {
                About = new(
                    letter.AlarmId,
                    $"{letter.LetterNo} {Day(letter.DueOn)}",
                    Post,
                    letter.PolicyVersion
                ),
            },
            _ => null,
        };
        return alarm is null
            ? Step.Nothing
            : alarm with
            {
                State = State,
                Post = Post,
                ToldOfficer = State == CaseState.Claimed && !IsFree(now) ? ClaimedBy : null,
            };
    }

    private bool IsOverdue(RaiseLetter command) =>
        State is not (CaseState.Rejected or CaseState.Withdrawn)
        && Letters.Any(one => one.LetterNo == command.LetterNo && one.DueOn == command.DueOn);

    private int DaysInState(DateTimeOffset now) => (now - StateSince).Days;

    /// <summary>The state and the moment of entering it.</summary>
    private string AgeOccasion =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{WireCode.Of(State)} {StateSince.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.ffffff}"
        );

    private static string Day(DateOnly day) =>
        day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private Step Take(ClaimCheck command, DateTimeOffset now) =>
        Find(command.CheckId) is { } check
            ? check.Decide(command, now, Actors.ContainsKey(command.By.Id))
            : CaseRefusal.NoSuchCheck;

    private Step Take(CloseCheck command, DateTimeOffset now) =>
        Find(command.CheckId) is { } check
            ? check.Decide(command, now, Actors.ContainsKey(command.By.Id))
            : CaseRefusal.NoSuchCheck;

    private CaseCheck? Find(Guid checkId) => Checks.FirstOrDefault(one => one.CheckId == checkId);

    /// <summary>
    /// What is approved after the decision was not irregular, so the finding of the sample follows.
    /// </summary>
    private Step Following(CaseEvent happened, decimal approvedCny)
    {
        var sample = Checks.FirstOrDefault(one =>
            one.AttemptNo == AttemptNo && one.Kind == CheckKind.SampleBefore
        );
        if (approvedCny == 0m || sample is null)
            return happened;
        var (outcome, found, _) = FindingOf(ApprovedCny + approvedCny, "");
        return new Step([happened, new CheckRevised(sample.CheckId, outcome, found)], null);
    }

    private ApprovalCase ApplyCheck(CheckEvent happened) =>
        this with
        {
            Checks = happened is CheckOpened opened
                ? [.. Checks, CaseCheck.Of(opened)]
                :
                [
                    .. Checks.Select(one =>
                        one.CheckId == happened.CheckId ? one.Apply(happened) : one
                    ),
                ],
        };
}

/// <summary>What a case's channel was decided to be now.</summary>
/// <param name="Reason">For an officer, never for the exporter.</param>
public sealed record NewChannel(MoveCause Cause, Bilingual Reason, Placement Placement)
{
    public required IReadOnlyList<Post> Route { get; init; }
    public required DueDates Dates { get; init; }
    public required ChannelBasis Basis { get; init; }
}

/// <summary>A live case moves when its channel differs.</summary>
public sealed record MoveChannel(NewChannel Channel) : CaseCommand;

/// <summary>
/// A case that was approved is looked at again when it would now get a closer look, by the policy
/// that it was decided by.
/// </summary>
/// <param name="CheckId">Id of the check that opens.</param>
public sealed record FlagForReReview(NewChannel Channel, Guid CheckId) : CaseCommand;

/// <summary>An alarm as the scan would raise it.</summary>
/// <param name="AlarmId">Its id, should it be raised.</param>
public abstract record RaiseAlarm(Guid AlarmId, string PolicyVersion) : CaseCommand;

/// <summary>The legal limit comes near or is reached.</summary>
/// <param name="Stage">WARNING or ESCALATION.</param>
/// <param name="LegalDueOn">The limit that the scan saw.</param>
/// <param name="WorkingDaysLeft">Negative when it is over.</param>
public sealed record RaiseDeadline(
    Guid AlarmId,
    string PolicyVersion,
    AlarmStage Stage,
    DateOnly LegalDueOn,
    int WorkingDaysLeft
) : RaiseAlarm(AlarmId, PolicyVersion);

/// <summary>Too long in one state.</summary>
public sealed record RaiseAge(Guid AlarmId, string PolicyVersion, int LimitDays)
    : RaiseAlarm(AlarmId, PolicyVersion);

/// <summary>A letter has no reply.</summary>
public sealed record RaiseLetter(Guid AlarmId, string PolicyVersion, int LetterNo, DateOnly DueOn)
    : RaiseAlarm(AlarmId, PolicyVersion);

/// <summary>An officer takes a check, or renews the claim on it.</summary>
public sealed record ClaimCheck(Officer By, Guid CheckId, TimeSpan Lease) : OfficerCommand(By);

/// <summary>An officer records what a check found.</summary>
public sealed record CloseCheck(Officer By, Guid CheckId, CheckFinding Finding)
    : OfficerCommand(By);
