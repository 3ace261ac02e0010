namespace RebateFlow.Approval.Casework.Repayments;

/// <summary>
/// What an exporter owes back. A command is decided into events or refused; an event makes the next
/// state. Never is more set off or paid than is owed, and nothing twice.
/// </summary>
public sealed record RepaymentLedger
{
    /// <summary>Unified social credit code of the exporter.</summary>
    public required string Uscc { get; init; }

    /// <summary>Entries so far: the number of the last one.</summary>
    public int EntryCount { get; init; }

    /// <summary>The oldest first: the order in which they are set off and paid.</summary>
    public IReadOnlyList<RepaymentClaim> Claims { get; init; } = [];
    public IReadOnlyList<Payment> Payments { get; init; } = [];

    /// <summary>What approvals kept back and still keep.</summary>
    public IReadOnlyList<SetOffPart> SetOffs { get; init; } = [];

    /// <summary>Day of the last entry; the earliest day without one.</summary>
    public DateOnly LastOn { get; init; }

    /// <summary>Owed, yuan, 0 or more.</summary>
    public decimal BalanceCny => Claims.Sum(claim => claim.OpenCny);

    /// <summary>Of the balance, payments that wait for a second person.</summary>
    public decimal PendingCny =>
        Payments.Where(one => one.State == PaymentState.Noted).Sum(one => one.AmountCny);

    /// <summary>What an approval may keep back.</summary>
    public decimal OpenCny => BalanceCny - PendingCny;

    /// <summary>What a command comes to: events, in order, or a refusal.</summary>
    public RepaymentStep Decide(RepaymentCommand command, RepaymentActor actor)
    {
        var step = command switch
        {
            ClaimRepayment claim => Take(claim),
            WithdrawClaim withdraw => Take(withdraw),
            SetOffApproval setOff => Take(setOff),
            UndoSetOff undo => Take(undo),
            NotePayment payment => payment.AmountCny > OpenCny
                ? RepaymentRefusal.AmountTooLarge
                : new PaymentNoted(
                    payment.PaymentId,
                    payment.AmountCny,
                    payment.Reference,
                    payment.PaidOn
                ),
            ConfirmPayment confirm => Take(confirm, actor),
            CancelPayment cancel => Take(cancel),
            _ => throw new ArgumentException($"No ledger takes {command.GetType().Name}."),
        };
        // The day never goes back, so that the balance of a day is that of its last entry.
        var on = actor.On > LastOn ? actor.On : LastOn;
        return step.Events is { } events
            ? new(
                [.. events.Select(one => one with { At = actor.At, On = on, By = actor.By })],
                null
            )
            : step;
    }

    /// <summary>The ledger that an event makes of this one.</summary>
    public RepaymentLedger Apply(RepaymentEvent happened) =>
        Next(happened) with
        {
            EntryCount = EntryCount + 1,
            LastOn = happened.On,
        };

    public RepaymentLedger ApplyAll(IEnumerable<RepaymentEvent> happened) =>
        happened.Aggregate(this, (some, one) => some.Apply(one));

    /// <summary>
    /// What was set off or paid of the negative total of an earlier attempt is met for the later
    /// one, too.
    /// </summary>
    private RepaymentStep Take(ClaimRepayment command)
    {
        var source = command.Source;
        var met =
            source.Kind == RepaymentKind.NegativeTotal
                ? Claims
                    .Where(one => one.Source.CaseId == source.CaseId)
                    .Where(one => one.Source.Kind == source.Kind)
                    .Sum(one => one.SetOffCny + one.PaidCny)
                : 0m;
        var owed = command.AmountCny - met;
        return owed <= 0 || Find(source) is not null
            ? RepaymentStep.Nothing
            : new Claimed(command.ClaimId, source, owed, command.Reason);
    }

    private RepaymentStep Take(WithdrawClaim command)
    {
        if (Find(command.Source) is not { } claim)
            return RepaymentRefusal.NoSuchClaim;
        var most = Math.Min(claim.OpenCny, OpenCny);
        var amount = command.AmountCny ?? most;
        if (amount > most)
            return RepaymentRefusal.AmountTooLarge;
        return amount <= 0
            ? RepaymentStep.Nothing
            : new Withdrawn(claim.ClaimId, claim.Source, amount, command.Reason);
    }

    private RepaymentStep Take(SetOffApproval command)
    {
        if (command.AmountCny > OpenCny)
            return RepaymentRefusal.AmountTooLarge;
        return new(
            [
                .. OldestFirst(command.AmountCny)
                    .Select(part => new SetOff(
                        part.ClaimId,
                        command.CaseId,
                        command.PreDeclarationId,
                        command.CaseVersion,
                        part.Cny
                    )),
            ],
            null
        );
    }

    private RepaymentStep Take(UndoSetOff command) =>
        new(
            [
                .. SetOffs
                    .Where(one => one.CaseId == command.CaseId)
                    .GroupBy(one => one.ClaimId)
                    .Select(ofClaim => new SetOffUndone(
                        ofClaim.Key,
                        command.CaseId,
                        command.PreDeclarationId,
                        ofClaim.Sum(one => one.Cny)
                    )),
            ],
            null
        );

    private RepaymentStep Take(ConfirmPayment command, RepaymentActor actor) =>
        FindPayment(command.PaymentId) switch
        {
            null => RepaymentRefusal.NoSuchPayment,
            { State: not PaymentState.Noted } => RepaymentRefusal.PaymentClosed,
            { NotedBy: var by } when by == actor.By => RepaymentRefusal.NeedsSecondPerson,
            var payment => new PaymentConfirmed(
                payment.PaymentId,
                [.. OldestFirst(payment.AmountCny)]
            ),
        };

    private RepaymentStep Take(CancelPayment command) =>
        FindPayment(command.PaymentId) switch
        {
            null => RepaymentRefusal.NoSuchPayment,
            { State: not PaymentState.Noted } => RepaymentRefusal.PaymentClosed,
            var payment => new PaymentCancelled(
                payment.PaymentId,
                payment.AmountCny,
                command.Reason
            ),
        };

    /// <summary>An amount over the claims that are open, the oldest first.</summary>
    private IEnumerable<PaidPart> OldestFirst(decimal amountCny)
    {
        var left = amountCny;
        foreach (var claim in Claims)
        {
            var part = Math.Min(left, claim.OpenCny);
            if (part <= 0)
                continue;
            left -= part;
            yield return new PaidPart(claim.ClaimId, part);
        }
    }

    private RepaymentLedger Next(RepaymentEvent happened) =>
        happened switch
        {
            Claimed made => this with
            {
                Claims = [.. Claims, new(made.ClaimId, made.Source, made.Cny, made.On)],
            },
            Withdrawn withdrawn => WithClaim(
                withdrawn.ClaimId,
                claim => claim with { WithdrawnCny = claim.WithdrawnCny + withdrawn.Cny }
            ),
            SetOff setOff => WithClaim(
                setOff.ClaimId,
                claim => claim with { SetOffCny = claim.SetOffCny + setOff.Cny }
            ) with
            {
                SetOffs = [.. SetOffs, new(setOff.ClaimId, setOff.CaseId, setOff.Cny)],
            },
            SetOffUndone undone => WithClaim(
                undone.ClaimId,
                claim => claim with { SetOffCny = claim.SetOffCny - undone.Cny }
            ) with
            {
                SetOffs =
                [
                    .. SetOffs.Where(one =>
                        one.CaseId != undone.CaseId || one.ClaimId != undone.ClaimId
                    ),
                ],
            },
            PaymentNoted noted => this with
            {
                Payments =
                [
                    .. Payments,
                    new(noted.PaymentId, noted.Cny, noted.Reference, noted.PaidOn, noted.By),
                ],
            },
            PaymentConfirmed confirmed => confirmed.Parts.Aggregate(
                WithPayment(confirmed.PaymentId, PaymentState.Confirmed),
                (some, part) =>
                    some.WithClaim(
                        part.ClaimId,
                        claim => claim with { PaidCny = claim.PaidCny + part.Cny }
                    )
            ),
            PaymentCancelled cancelled => WithPayment(cancelled.PaymentId, PaymentState.Cancelled),
            _ => throw new ArgumentException(happened.GetType().Name),
        };

    private RepaymentClaim? Find(RepaymentSource source) =>
        Claims.FirstOrDefault(claim => claim.Source == source);

    private Payment? FindPayment(Guid paymentId) =>
        Payments.FirstOrDefault(one => one.PaymentId == paymentId);

    private RepaymentLedger WithClaim(Guid claimId, Func<RepaymentClaim, RepaymentClaim> change) =>
        this with
        {
            Claims = [.. Claims.Select(one => one.ClaimId == claimId ? change(one) : one)],
        };

    private RepaymentLedger WithPayment(Guid paymentId, PaymentState state) =>
        this with
        {
            Payments =
            [
                .. Payments.Select(one =>
                    one.PaymentId == paymentId ? one with { State = state } : one
                ),
            ],
        };
}
