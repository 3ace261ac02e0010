namespace RebateFlow.Approval.Casework.Cases;

/// <summary>Letters to the authority of a supplier.</summary>
public sealed partial record ApprovalCase
{
    private Step Take(SendLetter command, DateTimeOffset now)
    {
        var terms = command.Terms;
        if (command.AmountCny <= 0)
            return CaseRefusal.NoSuchSupplier;
        if (CheckHolder(command.By, now) is { } refusal)
            return refusal;
        if (Letters.Any(one => one.SupplierTaxId == command.SupplierTaxId))
            return CaseRefusal.LetterOpen;
        if (command.AmountCny > DecidableCny)
            return CaseRefusal.AmountTooLarge;
        var letter = new Letter(
            LetterCount + 1,
            command.SupplierTaxId,
            command.Authority,
            command.AmountCny,
            terms.Today,
            terms.Today.AddMonths(terms.LetterMonths)
        );
        return new LetterSent(letter, Later(now + terms.Lease)) { Reason = command.Reason };
    }

    private ApprovalCase ApplyLetter(LetterSent sent) =>
        (
            this with
            {
                Letters = [.. Letters, sent.Letter],
                LetterCount = sent.Letter.LetterNo,
                LeaseUntil = sent.LeaseUntil,
            }
        ).Stop(StopReason.Letter, sent.Letter.LetterNo, sent.Letter.SentOn);

    private Step Take(ExtendLetter command, DateTimeOffset now)
    {
        if (CheckKeeper(command.By, now) is { } refusal)
            return refusal;
        if (Letters.FirstOrDefault(one => one.LetterNo == command.LetterNo) is not { } letter)
            return CaseRefusal.NoSuchLetter;
        var last = letter.SentOn.AddMonths(command.Terms.LetterLongestMonths);
        return command.DueOn <= letter.DueOn || command.DueOn > last
            ? CaseRefusal.LetterTooLong
            : new LetterExtended(letter.LetterNo, command.DueOn) { Reason = command.Reason };
    }

    private ApprovalCase ApplyExtension(LetterExtended extended) =>
        WithLetter(extended.LetterNo, one => one with { DueOn = extended.DueOn });

    /// <summary>
    /// The reply came: the amount is decidable again, of an approved case approved too, a large one
    /// by two officers; or it is refused for good.
    /// </summary>
    private Step Take(AnswerLetter command, DateTimeOffset now)
    {
        var (officer, terms) = (command.By, command.Terms);
        if (Letters.FirstOrDefault(one => one.LetterNo == command.LetterNo) is not { } letter)
            return CheckReleaser(officer, new(now, false, null)) ?? CaseRefusal.NoSuchLetter;
        var isNormal = command.Reply == LetterReply.Normal;
        var needsSecond = isNormal && NeedsSecond(terms, letter.AmountCny);
        if (CheckReleaser(officer, new(now, needsSecond, letter.ReplyProposedBy)) is { } refusal)
            return refusal;
        if (isNormal && CheckFacts(letter.AmountCny) is { } facts)
            return facts;
        if (needsSecond && letter.ReplyProposedBy is null)
            return new ReplyProposed(letter.LetterNo) { Reason = command.Reason };
        var answered = new LetterAnswered(
            letter,
            command.Reply,
            terms.Today,
            ApprovedCny: isNormal && State == CaseState.Approved ? letter.AmountCny : 0m,
            Dates: DatesAfter(StopReason.Letter, letter.LetterNo, terms)
        )
        {
            Reason = command.Reason,
        };
        answered = answered with { SetOffCny = terms.Owed.Of(answered.ApprovedCny) };
        var step = Following(answered, answered.ApprovedCny);
        return new([.. step.Events!, .. ClosedBy(letter, command.Reason)], null);
    }

    private ApprovalCase ApplyProposal(ReplyProposed proposed) =>
        WithLetter(proposed.LetterNo, one => one with { ReplyProposedBy = proposed.By.Id });

    private ApprovalCase ApplyAnswer(LetterAnswered answered)
    {
        var letter = answered.Letter;
        var isProblem = answered.Reply == LetterReply.Problem;
        return (
            this with
            {
                Letters = [.. Letters.Where(one => one.LetterNo != letter.LetterNo)],
                ApprovedCny = ApprovedCny + answered.ApprovedCny,
                SetOffCny = SetOffCny + (answered.SetOffCny ?? 0m),
                RefusedCny = RefusedCny + (isProblem ? letter.AmountCny : 0m),
            }
        ).Resume(StopReason.Letter, letter.LetterNo, answered.On) with
        {
            Dates = answered.Dates,
        };
    }

    private ApprovalCase WithLetter(int letterNo, Func<Letter, Letter> change) =>
        this with
        {
            Letters = [.. Letters.Select(one => one.LetterNo == letterNo ? change(one) : one)],
        };
}

/// <summary>Asks a supplier's authority; the supplier's amount is withheld meanwhile.</summary>
/// <param name="AmountCny">Yuan; 0 when the filing names no such supplier.</param>
public sealed record SendLetter(
    Officer By,
    string SupplierTaxId,
    string Authority,
    decimal AmountCny,
    string Reason,
    CaseTerms Terms
) : OfficerCommand(By);

/// <summary>Gives the supplier's authority more time, up to the longest term.</summary>
public sealed record ExtendLetter(
    Officer By,
    int LetterNo,
    DateOnly DueOn,
    string Reason,
    CaseTerms Terms
) : OfficerCommand(By);

/// <summary>The reply came: the amount is decidable again, or refused for good.</summary>
public sealed record AnswerLetter(
    Officer By,
    int LetterNo,
    LetterReply Reply,
    string Reason,
    CaseTerms Terms
) : OfficerCommand(By);
