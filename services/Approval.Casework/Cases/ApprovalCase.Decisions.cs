using RebateFlow.Approval.Casework.Checks;
using RebateFlow.Approval.Casework.Tasks;
using RebateFlow.GreenChannel;

namespace RebateFlow.Approval.Casework.Cases;

/// <summary>Attempts and what the posts decide about them.</summary>
public sealed partial record ApprovalCase
{
    /// <summary>The case that a first attempt opens.</summary>
    public static ApprovalCase Of(Guid caseId, CaseOpened opened) =>
        new()
        {
            CaseId = caseId,
            Version = 1,
            PreDeclarationId = opened.Attempt.PreDeclarationId,
            AttemptNo = opened.Attempt.AttemptNo,
            Lane = opened.Attempt.Lane,
            Filing = opened.Attempt.Filing,
            Placement = opened.Attempt.Placement,
            Sample = opened.Attempt.Sample,
            State = CaseState.Waiting,
            Post = opened.Attempt.Route[0],
            Route = opened.Attempt.Route,
            ClockStartedOn = opened.Attempt.ClockStartedOn,
            Dates = opened.Attempt.Dates,
            OpenedAt = opened.At,
            ChangedAt = opened.At,
            StateSince = opened.At,
        };

    private Step Reopen(OpenAttempt command) =>
        command.Attempt.AttemptNo <= AttemptNo
            ? CaseRefusal.OlderAttempt
            : new CaseReopened(command.Attempt);

    private ApprovalCase ApplyReopened(Attempt attempt, DateTimeOffset at) =>
        Leave(HasWholeHold ? CaseState.Held : CaseState.Waiting) with
        {
            AttemptNo = attempt.AttemptNo,
            Lane = attempt.Lane,
            Filing = attempt.Filing,
            Placement = attempt.Placement,
            Sample = attempt.Sample,
            Post = attempt.Route[0],
            Route = attempt.Route,
            Proposal = null,
            Outcome = null,
            CheckNo = 1,
            StaleNo = 0,
            CheckedNo = 0,
            Doubts = [],
            PassedDoubts = [],
            RaisedDoubts = [],
            Tasks = [.. Tasks.Where(one => one.HoldsFor(attempt.AttemptNo))],
            ApprovedCny = 0m,
            SetOffCny = 0m,
            ToRepayCny = 0m,
            RefusedCny = 0m,
            ClockStartedOn = attempt.ClockStartedOn,
            Dates = attempt.Dates,
            Stops = attempt.ClockResumedOn is { } day ? ResumedFromReturn(day) : Stops,
            OpenedAt = at,
        };

    /// <summary>An older withdrawal than the attempt under review changes nothing.</summary>
    private Step Take(Withdraw command) =>
        command.AttemptNo < AttemptNo || State == CaseState.Withdrawn
            ? CaseRefusal.OlderAttempt
            : new CaseWithdrawn(command.AttemptNo, command.Kind, command.Reason);

    /// <summary>Passes a doubt and renews the lease.</summary>
    private Step Take(PassOpenDoubt command, DateTimeOffset now)
    {
        if (CheckHolder(command.By, now) is { } refusal)
            return refusal;
        if (OpenDoubts.FirstOrDefault(one => one.DoubtNo == command.DoubtNo) is not { } doubt)
            return CaseRefusal.NoSuchOpenDoubt;
        if (doubt.PassableBy == PassableBy.Nobody)
            return CaseRefusal.DoubtNotPassable;
        if (doubt.PassableBy == PassableBy.Reviewer && Post < Post.ReReview)
            return CaseRefusal.DoubtNeedsHigherPost;
        return new DoubtPassed(doubt.DoubtNo, doubt.Code, Later(now + command.Lease))
        {
            Reason = command.Reason,
        };
    }

    private Step Take(GiveVerdict command, DateTimeOffset now)
    {
        var refused = command.InBulk ? CheckBulk(command, now) : CheckHolder(command.By, now);
        if (refused is { } refusal)
            return refusal;
        if (IsStale)
            return CaseRefusal.CheckStale;
        var verdict = command.Verdict;
        var (decision, amount) = (verdict.Decision, verdict.AmountCny);
        var route = Route;
        if (decision == Decision.Approve)
        {
            if (OpenDoubts.Any(one => one.PassableBy != PassableBy.Reviewer))
                return CaseRefusal.DoubtsOpen;
            if (NeedsReReview && !Route.Any(post => post >= Post.ReReview))
                route = [.. Route, Post.ReReview];
            else if (BarringTasks.Any())
                return CaseRefusal.TasksOpen;
            if (!MayApprove(amount))
                return CaseRefusal.AmountTooLarge;
            if (command.Terms.Owed.IsBarred)
                return CaseRefusal.PrerequisiteUnmet;
        }

        if (Proposal is { } proposal && !proposal.AgreesWith(verdict))
            return new SentBack(decision, amount, route) { Reason = verdict.Reason };
        if (PostAfter(Post, route) is { } after)
            return new Proposed(decision, amount, route, after, command.InBulk)
            {
                Reason = verdict.Reason,
            };
        return decision == Decision.Approve && OpenDoubts.Any()
            ? CaseRefusal.DoubtsOpen
            : Final(command);
    }

    /// <summary>A doubt is left for the re-review post, or two officers have to agree.</summary>
    private bool NeedsReReview =>
        OpenDoubts.Any() || OpenTasks.Any(one => one.Kind == TaskKind.EnhancedReview);

    /// <summary>Many cases are decided together only where nobody has to look twice.</summary>
    private CaseRefusal? CheckBulk(GiveVerdict command, DateTimeOffset now) =>
        command.Terms.AssignsAtRandom && ClaimedBy != command.By.Id ? CaseRefusal.AssignedAtRandom
        : !IsCleanGreen ? CaseRefusal.NotCleanGreen
        : CheckClaim(command.By, now);

    private Step Final(GiveVerdict command)
    {
        var (decision, reason, amount) = command.Verdict;
        var approved = decision == Decision.Approve ? amount ?? DecidableCny : 0m;
        var decided = new Decided(decision, approved, command.InBulk)
        {
            Reason = reason,
            SetOffCny = command.Terms.Owed.Of(approved),
            ToRepayCny =
                decision == Decision.Approve && Filing.ToRepayCny > 0 ? Filing.ToRepayCny : null,
        };
        IEnumerable<CaseEvent> events = decision == Decision.Approve ? ClosedByAgreement() : [];
        events = events.Append(decided);
        return new(
            [.. OfSample(decided, command) is { } check ? events.Append(check) : events],
            null
        );
    }

    /// <summary>
    /// The decision is the finding where the sample alone stood between a case and green. A green
    /// one that was drawn for later is paid now and looked at afterwards.
    /// </summary>
    private CheckOpened? OfSample(Decided decided, GiveVerdict command)
    {
        if (Checks.Any(one => one.AttemptNo == AttemptNo && one.Kind != CheckKind.ReReview))
            return null;
        var id = command.Terms.NewId;
        var chances = command.Terms.Chances.GetValueOrDefault(Placement.PolicyVersion);
        if (
            decided.Decision == Decision.Approve
            && Placement is { Channel: Channel.Green, LaterCheck: true }
        )
            return new(id, CheckKind.SampleAfter, decided.ApprovedCny)
            {
                ChancePercent = chances?.After,
            };
        return Sample is { Drawn: true, AloneBarsGreen: true }
            ? new(
                id,
                CheckKind.SampleBefore,
                RebateDueCny,
                Finding: FindingOf(decided.ApprovedCny, decided.Reason),
                ClosedBy: command.By.Id,
                ChancePercent: chances?.Before
            )
            : null;
    }

    private CheckFinding FindingOf(decimal approvedCny, string note) =>
        new(
            approvedCny < RebateDueCny ? CheckOutcome.Irregular : CheckOutcome.Clean,
            RebateDueCny - approvedCny,
            note
        );

    private ApprovalCase ApplyVerdict(CaseEvent happened) =>
        happened switch
        {
            Proposed proposed => Leave(CaseState.Waiting) with
            {
                Route = proposed.Route,
                Post = proposed.Next,
                Proposal = new(
                    proposed.Decision,
                    proposed.By.Id,
                    proposed.Reason,
                    proposed.AmountCny
                ),
            },
            SentBack back => Leave(CaseState.Waiting) with
            {
                Route = back.Route,
                Post = back.Route[0],
                Proposal = null,
            },
            Decided { Decision: Decision.Approve } decided => End(CaseState.Approved, decided) with
            {
                ApprovedCny = decided.ApprovedCny,
                SetOffCny = decided.SetOffCny ?? 0m,
                ToRepayCny = decided.ToRepayCny ?? 0m,
            },
            Decided decided => End(CaseState.Rejected, decided),
            _ => throw new ArgumentException(happened.GetType().Name),
        };

    private static Post? PostAfter(Post post, IReadOnlyList<Post> route)
    {
        var index = route.ToList().IndexOf(post);
        return index + 1 < route.Count ? route[index + 1] : null;
    }
}

/// <summary>An attempt comes in, the first or a later one.</summary>
public sealed record OpenAttempt(Attempt Attempt) : CaseCommand;

/// <summary>The exporter takes an attempt back.</summary>
public sealed record Withdraw(int AttemptNo, string Kind, string Reason) : CaseCommand;

public sealed record PassOpenDoubt(Officer By, int DoubtNo, string Reason, TimeSpan Lease)
    : OfficerCommand(By);

public sealed record ReturnToExporter(Officer By, string Reason, DateOnly Today)
    : OfficerCommand(By);

/// <summary>
/// A decision. Final at the last post of the route, a proposal before it. A later post that decides
/// otherwise sends the case back to the first post: an outcome needs every post's agreement.
/// </summary>
/// <param name="InBulk">Claims a clean green case and decides it in one go.</param>
public sealed record GiveVerdict(Officer By, Verdict Verdict, CaseTerms Terms, bool InBulk = false)
    : OfficerCommand(By);
