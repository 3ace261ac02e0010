using RebateFlow.Approval.Casework.Audit;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Approval.Casework.Repayments;
using RebateFlow.Intake.Checks;
using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Intake.Checks.Information;
using RebateFlow.Intake.Checks.PreDeclarations;

namespace RebateFlow.Intake.Tests.Owed;

/// <summary>
/// An exporter, its vouchers, its filings and what it owes, in memory: the pure cores decide, and
/// the world keeps what the databases keep.
/// </summary>
internal sealed class OwedWorld(params Goods[] goods)
{
    private static readonly DateTimeOffset Now = new(2026, 4, 10, 1, 0, 0, TimeSpan.Zero);
    private int _payments;

    public IReadOnlyList<Goods> Goods => goods;
    public List<OwedFiling> Filings { get; } = [];
    public RepaymentLedger Ledger { get; private set; } = new() { Uscc = Samples.Declarant };

    /// <summary>Paid by the treasury less paid to it, yuan.</summary>
    public decimal NetPaidCny =>
        Filings.Where(one => one.IsApproved).Sum(one => one.Case!.ApprovedCny - one.Case.SetOffCny)
        - Ledger.Claims.Sum(claim => claim.PaidCny);

    public OwedFiling Declare(SubmittedFiling document)
    {
        var filing = new OwedFiling(Filings.Count + 1, document);
        Filings.Add(filing);
        Check(filing);
        return filing;
    }

    /// <summary>False when it is refused: something stands on what it is now.</summary>
    public bool TryAmend(OwedFiling filing, SubmittedFiling document)
    {
        if (!PreDeclaration.TakesNextAttempt(filing.State) || IsTakenBack(filing))
            return false;
        filing.Document = document;
        filing.AttemptNo++;
        Check(filing);
        return true;
    }

    public bool TryWithdraw(OwedFiling filing, WithdrawalKind kind)
    {
        if (!PreDeclaration.IsWithdrawable(filing.State) || IsTakenBack(filing))
            return false;
        if (Uses(filing.Held).Any(use => use.Customs < 0 && use.Of.IsDeclaredAgain(-use.Customs)))
            return false;
        End(filing, PreDeclarationState.Withdrawn);
        if (kind == WithdrawalKind.Error)
        {
            Apply(VoucherClaim.Nothing.Less(filing.Held));
            filing.Held = VoucherClaim.Nothing;
        }
        return true;
    }

    public void Reject(OwedFiling filing)
    {
        if (TryDecide(filing, new Verdict(Decision.Reject, "no")))
            End(filing, PreDeclarationState.Rejected);
    }

    public static void Return(OwedFiling filing)
    {
        if (filing.IsPending)
            filing.State = PreDeclarationState.Returned;
    }

    public bool TryApprove(OwedFiling filing, decimal? amountCny = null)
    {
        if (!TryDecide(filing, new Verdict(Decision.Approve, "yes", amountCny)))
            return false;
        filing.State = PreDeclarationState.Approved;
        return true;
    }

    /// <summary>Keeps an amount back of a pending filing.</summary>
    public void Hold(OwedFiling filing, decimal amountCny)
    {
        if (filing is not { IsPending: true } || amountCny <= 0)
            return;
        var hold = new Hold(0, HoldGround.LowRateGoods, HoldScope.Amount, amountCny, "other");
        Run(filing, terms => new PlaceHold(OwedFiling.Officer, hold, "?", terms));
    }

    public void ReleaseHolds(OwedFiling filing)
    {
        foreach (var hold in filing.Case?.Holds ?? [])
            Run(
                filing,
                terms => new ReleaseHold(OwedFiling.Officer, hold.HoldNo, "cleared", terms)
            );
    }

    public void Pay(decimal amountCny, bool isConfirmed)
    {
        var id = new Guid(++_payments, 0, 0, new byte[8]);
        if (!Enter(new NotePayment(id, amountCny, $"{id}", Samples.Today), "one"))
            return;
        Assert.Equal(
            RepaymentRefusal.NeedsSecondPerson,
            Ledger.Decide(new ConfirmPayment(id), ActorOf("one")).Refusal
        );
        Assert.True(
            Enter(isConfirmed ? new ConfirmPayment(id) : new CancelPayment(id, "not in"), "two")
        );
    }

    private void Check(OwedFiling filing)
    {
        var info = Owed.Goods.Information(goods, filing.Held, OriginalsFor(filing));
        var outcome = PreDeclarationCheck.Run(filing.Document, info, Samples.Today);
        GiveBack(filing);
        filing.Outcome = outcome;
        filing.Taken = outcome.IsCleared ? outcome.Taken : [];
        var claim = outcome.IsCleared ? VoucherClaim.Of(outcome.Uses) : VoucherClaim.Nothing;
        Apply(claim.Less(filing.Held));
        filing.Held = claim;
        filing.State = outcome.IsCleared
            ? PreDeclarationState.UnderReview
            : PreDeclarationState.Blocked;
        if (!outcome.IsCleared)
            return;
        var attempt = filing.ToAttempt();
        filing.Case = filing.Case is { } former
            ? former.ApplyAll(former.Decide(new OpenAttempt(attempt), Now).Events!)
            : ApprovalCase.Of(filing.Id, ApprovalCase.Open(attempt, Now));
    }

    private Originals OriginalsFor(OwedFiling filing) =>
        Earlier.Of([
            .. Filings
                .Where(one => one != filing && one.IsLive)
                .Select(one => one.ToOriginal(Filings.Where(other => other != filing))),
        ]) with
        {
            Freed = Filings
                .Where(one => one != filing && !one.IsApproved)
                .SelectMany(one => FreedBy(one))
                .GroupBy(one => one.Voucher)
                .ToDictionary(
                    one => one.Key,
                    IReadOnlyList<FreedUse> (one) => [.. one.Select(use => use.Use)]
                ),
        };

    private static IEnumerable<(string Voucher, FreedUse Use)> FreedBy(OwedFiling filing) =>
        filing
            .Held.ByCustomsLine()
            .Select(one => (one.Key, one.Value))
            .Concat(filing.Held.ByInvoice().Select(one => ($"{one.Key}", one.Value.TaxBaseCny)))
            .Where(one => one.Item2 < 0)
            .Select(one => (one.Item1, new FreedUse(filing.Id, filing.AttemptNo, -one.Item2)));

    private bool IsTakenBack(OwedFiling filing) =>
        Filings.Exists(one => one.Taken.Any(line => line.Original?.Id == filing.Id));

    private bool TryDecide(OwedFiling filing, Verdict verdict) =>
        filing.IsPending
        && Run(filing, terms => new GiveVerdict(OwedFiling.Officer, verdict, terms));

    private bool Run(OwedFiling filing, Func<CaseTerms, CaseCommand> command)
    {
        var some = filing.Case!;
        if (some.State == CaseState.Waiting)
            some = some.ApplyAll(
                some.Decide(new Claim(OwedFiling.Officer, TimeSpan.FromHours(1)), Now).Events!
            );
        var terms = OwedFiling.Terms(new(Ledger.OpenCny, IsBarred(filing)));
        if (some.Decide(command(terms), Now).Events is not { } events)
            return false;
        var change = new CaseChange(some.ApplyAll(events), events, ChainHead.Empty);
        filing.Case = change.After;
        foreach (var follows in CaseRepayments.Of(change, Guid.CreateVersion7))
            Assert.True(Enter(follows, RepaymentActor.System), $"{follows}");
        return true;
    }

    private bool IsBarred(OwedFiling filing) =>
        filing.Prerequisites.Any(one =>
        {
            var of = Filings.Single(other => other.Id == one.PreDeclarationId);
            var state = new PrerequisiteState(
                of.AttemptNo,
                of.IsApproved,
                of.Case?.ApprovedCny ?? 0m,
                of.Case is { Holds.Count: > 0 }
            );
            return !new CasePrerequisite(
                one.PreDeclarationId,
                one.AttemptNo,
                one.GrantedCny,
                one.TakenBackCny
            ).IsMetBy(state);
        });

    private bool Enter(RepaymentCommand command, string by)
    {
        if (Ledger.Decide(command, ActorOf(by)).Events is not { } events)
            return false;
        foreach (var happened in events)
        {
            var read = RepaymentEventJson.Read(
                RepaymentEventJson.KindOf(happened),
                RepaymentEventJson.Write(happened)
            );
            Ledger = Ledger.Apply(read);
            Assert.All(Ledger.Claims, claim => Assert.InRange(claim.OpenCny, 0m, claim.AmountCny));
            Assert.InRange(Ledger.PendingCny, 0m, Ledger.BalanceCny);
        }
        return true;
    }

    private static RepaymentActor ActorOf(string by) => new(by, Now, Samples.Today);

    private void End(OwedFiling filing, PreDeclarationState state)
    {
        GiveBack(filing);
        filing.Taken = [];
        filing.State = state;
    }

    private void GiveBack(OwedFiling filing)
    {
        foreach (var use in Uses(filing.Held).Where(use => use.Customs < 0 || use.Invoice < 0))
            use.Of.UseAgain(Math.Max(0m, -use.Customs), Math.Max(0m, -use.Invoice));
        filing.Held = filing.Held.WithoutGivenBack;
    }

    private void Apply(VoucherClaim change)
    {
        foreach (var use in Uses(change))
            use.Of.Use(use.Customs, use.Invoice);
    }

    private IEnumerable<(Goods Of, decimal Customs, decimal Invoice)> Uses(VoucherClaim claim)
    {
        var (customs, invoices) = (claim.ByCustomsLine(), claim.ByInvoice());
        return goods.Select(one =>
            (
                one,
                customs.GetValueOrDefault(one.CustomsLine),
                invoices.GetValueOrDefault(new(one.Invoice, 1)).TaxBaseCny
            )
        );
    }
}
