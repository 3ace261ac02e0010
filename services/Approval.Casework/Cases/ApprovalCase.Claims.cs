namespace RebateFlow.Approval.Casework.Cases;

/// <summary>Who holds a case, and until when.</summary>
public sealed partial record ApprovalCase
{
    private Step Take(Claim command, DateTimeOffset now)
    {
        if (command.OwnOnly && ClaimedBy != command.By.Id)
            return CaseRefusal.AssignedAtRandom;
        if (CheckClaim(command.By, now) is { } refusal)
            return refusal;
        var until = now + command.Lease;
        return new Claimed(IsFree(now) ? until : Later(until));
    }

    private CaseRefusal? CheckClaim(Officer officer, DateTimeOffset now) =>
        !IsLive ? CaseRefusal.NotInQueue
        : IsStale ? CaseRefusal.CheckStale
        : !IsFree(now) && ClaimedBy != officer.Id ? CaseRefusal.ClaimedByAnother
        : Bar(officer);

    private Step Take(HandOver command, DateTimeOffset now)
    {
        if (command.To is not { } to)
            return CaseRefusal.NoSuchOfficer;
        if (!IsLive)
            return CaseRefusal.NotInQueue;
        var isHead = command.By.Posts.Contains(Posts.HeadOf(Post));
        if (!isHead && Check(command.By, now) is { } refusal)
            return refusal;
        if (ClaimedBy == to.Id && !IsFree(now))
            return CaseRefusal.OtherHoldsItAlready;
        if (Bar(to) is { } barred)
            return barred == CaseRefusal.OfficerAbsent ? barred
                : barred == CaseRefusal.ActedOnAnotherPost ? CaseRefusal.OtherActedOnAnotherPost
                : CaseRefusal.OtherLacksPost;
        return new HandedOver(to.Id, now + command.Lease, command.Reason);
    }

    /// <summary>Never to somebody barred, see <see cref="AssignmentDraw"/>.</summary>
    private Step Take(Assign command, DateTimeOffset now)
    {
        string[] candidates =
        [
            .. command
                .Present.Where(one => CheckClaim(one, now) is null)
                .Select(one => one.Id)
                .Order(StringComparer.Ordinal),
        ];
        if (candidates.Length == 0)
            return CaseRefusal.NobodyEligible;
        var drawn = AssignmentDraw.Pick(command.Seed, CaseId, Version, candidates);
        var until = now + command.Lease;
        return new Assigned(drawn, until, candidates, command.SeedDay, Version);
    }

    /// <summary>The lease that is running goes on in the deputy's hands.</summary>
    private Step Take(TakeBack command, DateTimeOffset now)
    {
        if (State != CaseState.Claimed || IsFree(now) || ClaimedBy != command.Absent)
            return CaseRefusal.NotInQueue;
        var deputy = command.Deputy is { } named && Bar(named) is null ? named.Id : null;
        return new TakenBack(command.Absent, deputy, deputy is null ? null : LeaseUntil);
    }

    /// <summary>Null when the officer holds the case and may act on it.</summary>
    private CaseRefusal? CheckHolder(Officer officer, DateTimeOffset now)
    {
        if (State != CaseState.Claimed || ClaimedBy != officer.Id)
            return CaseRefusal.NotClaimedByYou;
        return IsFree(now) ? CaseRefusal.LeaseEnded : Bar(officer);
    }

    private Step? Check(Officer officer, DateTimeOffset now) =>
        CheckHolder(officer, now) is { } refusal ? refusal : null;

    private CaseRefusal? Bar(Officer officer)
    {
        if (officer.IsAbsent)
            return CaseRefusal.OfficerAbsent;
        if (!officer.Posts.Contains(Post))
            return CaseRefusal.PostNotHeld;
        return Actors.TryGetValue(officer.Id, out var acted) && acted != Post
            ? CaseRefusal.ActedOnAnotherPost
            : null;
    }

    /// <summary>Acting never shortens a lease.</summary>
    private DateTimeOffset Later(DateTimeOffset until) =>
        LeaseUntil is { } now && now > until ? now : until;

    private ApprovalCase HeldBy(string officer, DateTimeOffset until) =>
        this with
        {
            State = CaseState.Claimed,
            ClaimedBy = officer,
            LeaseUntil = until,
        };
}

/// <summary>An officer takes a case, or renews the claim on it.</summary>
/// <param name="OwnOnly">Only a claim that the officer has already may be renewed.</param>
public sealed record Claim(Officer By, TimeSpan Lease, bool OwnOnly = false) : OfficerCommand(By);

public sealed record Release(Officer By) : OfficerCommand(By);

/// <summary>
/// The case goes to a named colleague. Who holds it may, and the head of its post.
/// </summary>
/// <param name="To">Null when nobody of that name is known.</param>
public sealed record HandOver(Officer By, Officer? To, string Reason, TimeSpan Lease)
    : OfficerCommand(By);

/// <summary>The draw gives a free case to one of those who are present.</summary>
/// <param name="Seed">The secret seed of the day.</param>
public sealed record Assign(
    IReadOnlyList<Officer> Present,
    byte[] Seed,
    DateOnly SeedDay,
    TimeSpan Lease
) : CaseCommand;

/// <summary>The holder is away: the case goes to the deputy or back to its queue.</summary>
public sealed record TakeBack(string Absent, Officer? Deputy) : CaseCommand;
