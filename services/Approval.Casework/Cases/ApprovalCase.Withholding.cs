namespace RebateFlow.Approval.Casework.Cases;

/// <summary>Amounts that are withheld from a case: by holds and by letters.</summary>
public sealed partial record ApprovalCase
{
    /// <summary>Claimed rebate of the attempt, yuan.</summary>
    public decimal RebateDueCny { get; init; }

    /// <summary>Refused because a supplier's authority answered with a problem, yuan.</summary>
    public decimal RefusedCny { get; init; }

    /// <summary>Approved so far, yuan; 0 unless APPROVED.</summary>
    public decimal ApprovedCny { get; init; }

    /// <summary>Holds that are not released.</summary>
    public IReadOnlyList<Hold> Holds { get; init; } = [];

    /// <summary>Letters without a reply.</summary>
    public IReadOnlyList<Letter> Letters { get; init; } = [];

    /// <summary>Holds and letters there ever were: the numbers go on from there.</summary>
    public int HoldCount { get; init; }
    public int LetterCount { get; init; }

    public decimal WithheldCny =>
        Holds.Sum(hold => hold.WithheldCny) + Letters.Sum(letter => letter.AmountCny);

    /// <summary>What can be approved now, yuan.</summary>
    public decimal DecidableCny => RebateDueCny - RefusedCny - WithheldCny;

    private bool HasWholeHold => Holds.Any(hold => hold.Scope == HoldScope.WholeCase);

    /// <summary>Holds the whole case, an amount of it, or nothing against a guarantee.</summary>
    public Step PutOnHold(Officer officer, Hold hold, DateTimeOffset now, TimeSpan lease)
    {
        if (CheckHolder(officer, now) is { } refusal)
            return refusal;
        if (hold.WithheldCny > DecidableCny)
            return CaseRefusal.AmountTooLarge;
        var number = HoldCount + 1;
        var next = Acted(officer) with
        {
            Holds = [.. Holds, hold with { HoldNo = number }],
            HoldCount = number,
        };
        return hold.Scope == HoldScope.WholeCase
            ? next.Leave(CaseState.Held)
            : next with
            {
                LeaseUntil = Later(now + lease),
            };
    }

    /// <summary>
    /// Releases a hold. A case that is held as a whole goes back to its queue; of an approved one
    /// the amount is approved too, a large one by two officers.
    /// </summary>
    public Step ReleaseHold(Officer officer, int holdNo, ReleaseAt at)
    {
        if (Holds.FirstOrDefault(one => one.HoldNo == holdNo) is not { } hold)
            return CheckReleaser(officer, at, 0m, null) ?? CaseRefusal.NoSuchHold;
        if (CheckReleaser(officer, at, hold.WithheldCny, hold.ReleaseProposedBy) is { } refusal)
            return refusal;
        if (NeedsSecond(at, hold.WithheldCny) && hold.ReleaseProposedBy is null)
            return Acted(officer, PostOf(officer)) with
            {
                Holds =
                [
                    .. Holds.Select(one =>
                        one == hold ? hold with { ReleaseProposedBy = officer.Id } : one
                    ),
                ],
            };
        var next = Acted(officer) with { Holds = [.. Holds.Where(one => one != hold)] };
        if (State == CaseState.Held && !next.HasWholeHold)
            return next.Wait();
        return next.Approving(hold.WithheldCny);
    }

    /// <summary>Asks a supplier's authority; the supplier's amount is withheld meanwhile.</summary>
    public Step SendLetter(Officer officer, Letter letter, DateTimeOffset now, TimeSpan lease)
    {
        if (CheckHolder(officer, now) is { } refusal)
            return refusal;
        if (Letters.Any(one => one.SupplierTaxId == letter.SupplierTaxId))
            return CaseRefusal.LetterOpen;
        if (letter.AmountCny > DecidableCny)
            return CaseRefusal.AmountTooLarge;
        var number = LetterCount + 1;
        return Acted(officer) with
        {
            Letters = [.. Letters, letter with { LetterNo = number }],
            LetterCount = number,
            LeaseUntil = Later(now + lease),
        };
    }

    /// <summary>Gives the supplier's authority more time, up to the longest term.</summary>
    public Step ExtendLetter(Officer officer, int letterNo, LetterTerm term, DateTimeOffset now)
    {
        if (CheckKeeper(officer, now) is { } refusal)
            return refusal;
        if (Letters.FirstOrDefault(one => one.LetterNo == letterNo) is not { } letter)
            return CaseRefusal.NoSuchLetter;
        if (term.DueOn <= letter.DueOn || term.DueOn > letter.SentOn.AddMonths(term.LongestMonths))
            return CaseRefusal.LetterTooLong;
        return Acted(officer) with
        {
            Letters =
            [
                .. Letters.Select(one => one == letter ? letter with { DueOn = term.DueOn } : one),
            ],
        };
    }

    /// <summary>
    /// The reply came: the amount is decidable again, of an approved case approved too, a large one
    /// by two officers; or it is refused for good.
    /// </summary>
    public Step AnswerLetter(Officer officer, int letterNo, LetterReply reply, ReleaseAt at)
    {
        var isNormal = reply == LetterReply.Normal;
        if (Letters.FirstOrDefault(one => one.LetterNo == letterNo) is not { } letter)
            return CheckReleaser(officer, at, 0m, null) ?? CaseRefusal.NoSuchLetter;
        var released = isNormal ? letter.AmountCny : 0m;
        if (CheckReleaser(officer, at, released, letter.ReplyProposedBy) is { } refusal)
            return refusal;
        if (NeedsSecond(at, released) && letter.ReplyProposedBy is null)
            return Acted(officer, PostOf(officer)) with
            {
                Letters =
                [
                    .. Letters.Select(one =>
                        one == letter ? letter with { ReplyProposedBy = officer.Id } : one
                    ),
                ],
            };
        var next = Acted(officer) with { Letters = [.. Letters.Where(one => one != letter)] };
        return isNormal
            ? next.Approving(letter.AmountCny)
            : next with
            {
                RefusedCny = RefusedCny + letter.AmountCny,
            };
    }

    /// <summary>
    /// Money that leaves after the decision: from this amount on by two officers.
    /// </summary>
    private bool NeedsSecond(ReleaseAt at, decimal amountCny) =>
        State == CaseState.Approved && amountCny > 0 && amountCny >= at.SecondOfficerCny;

    /// <summary>
    /// The first of two may stand on any post of the route; whoever releases, on the last.
    /// </summary>
    private CaseRefusal? CheckReleaser(
        Officer officer,
        ReleaseAt at,
        decimal amountCny,
        string? proposedBy
    )
    {
        if (!NeedsSecond(at, amountCny))
            return CheckKeeper(officer, at.Now);
        if (proposedBy == officer.Id)
            return CaseRefusal.NeedsSecondOfficer;
        if (proposedBy is not null)
            return Bar(officer);
        if (officer.IsAbsent)
            return CaseRefusal.OfficerAbsent;
        return officer.Posts.Contains(PostOf(officer)) ? null : CaseRefusal.PostNotHeld;
    }

    /// <summary>
    /// The post on which an officer has acted, else the lowest of the route held.
    /// </summary>
    private Post PostOf(Officer officer) =>
        Actors.TryGetValue(officer.Id, out var acted)
            ? acted
            : Route.Where(officer.Posts.Contains).DefaultIfEmpty(Post).First();

    private bool MayApprove(decimal? amountCny)
    {
        var amount = amountCny ?? DecidableCny;
        return amount <= DecidableCny && (amount > 0 || RebateDueCny == 0);
    }

    private ApprovalCase Approving(decimal released) =>
        State == CaseState.Approved ? this with { ApprovedCny = ApprovedCny + released } : this;

    /// <summary>
    /// Who holds the case; where nobody can hold it, whoever is on its post and may act on it.
    /// </summary>
    private CaseRefusal? CheckKeeper(Officer officer, DateTimeOffset now) =>
        State switch
        {
            CaseState.Waiting or CaseState.Claimed => CheckHolder(officer, now),
            CaseState.Held or CaseState.Returned or CaseState.Approved => Bar(officer),
            CaseState.Rejected or CaseState.Withdrawn => CaseRefusal.NotInQueue,
        };
}

/// <summary>When money is released, and from which amount on two officers have to.</summary>
/// <param name="SecondOfficerCny">CNY yuan, above 0, of the routes in force.</param>
public readonly record struct ReleaseAt(DateTimeOffset Now, decimal SecondOfficerCny);

/// <param name="DueOn">The new last day for the reply.</param>
/// <param name="LongestMonths">Months from the sending that no extension may exceed.</param>
public readonly record struct LetterTerm(DateOnly DueOn, int LongestMonths);
