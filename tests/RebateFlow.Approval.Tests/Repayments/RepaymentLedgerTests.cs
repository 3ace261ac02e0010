using RebateFlow.Approval.Casework.Repayments;

namespace RebateFlow.Approval.Tests.Repayments;

public sealed class RepaymentLedgerTests
{
    private static readonly RepaymentActor One = new("one", default, new(2026, 4, 20));
    private static readonly RepaymentActor Two = One with { By = "two" };
    private static readonly Guid Payment = new(9, 0, 0, new byte[8]);

    [Fact]
    public void A_source_claims_once()
    {
        var ledger = Ledger(Claim(1, 100m));
        Assert.Empty(ledger.Decide(Claim(1, 50m), One).Events!);
        Assert.Equal(100m, ledger.BalanceCny);
        Assert.Empty(ledger.Decide(Claim(2, 0m), One).Events!);
    }

    [Fact]
    public void What_an_earlier_attempt_has_met_is_not_claimed_again_by_a_later_one()
    {
        var first = Claim(1, 100m);
        var ledger = Ledger(first, SetOff(60m), new WithdrawClaim(first.Source, null, "again"));
        Assert.Equal(0m, ledger.BalanceCny);

        var later = first with { Source = first.Source with { AttemptNo = 99 } };
        ledger = Then(ledger, later with { ClaimId = new(77, 0, 0, new byte[8]) }, One);

        Assert.Equal(40m, ledger.BalanceCny);
    }

    [Fact]
    public void The_oldest_claim_is_set_off_first()
    {
        var ledger = Ledger(Claim(1, 100m), Claim(2, 50m), SetOff(120m));
        Assert.Equal([100m, 20m], ledger.Claims.Select(claim => claim.SetOffCny));
        Assert.Equal(30m, ledger.BalanceCny);
    }

    [Fact]
    public void No_more_is_set_off_than_is_owed() =>
        Refuses(Ledger(Claim(1, 100m)), SetOff(100.01m), RepaymentRefusal.AmountTooLarge);

    [Fact]
    public void A_payment_that_waits_is_not_set_off_and_one_that_fails_is_again()
    {
        var ledger = Ledger(Claim(1, 100m), Pay(60m));
        Assert.Equal((100m, 60m, 40m), (ledger.BalanceCny, ledger.PendingCny, ledger.OpenCny));
        Refuses(ledger, SetOff(40.01m), RepaymentRefusal.AmountTooLarge);
        Refuses(ledger, Pay(40.01m), RepaymentRefusal.AmountTooLarge);
        ledger = Then(ledger, new CancelPayment(Payment, "bounced"), Two);
        Assert.Equal(100m, ledger.OpenCny);
        Refuses(ledger, new ConfirmPayment(Payment), RepaymentRefusal.PaymentClosed, Two);
    }

    [Fact]
    public void Another_person_confirms_a_payment_and_the_oldest_claim_is_paid_first()
    {
        var ledger = Ledger(Claim(1, 50m), Claim(2, 50m), Pay(60m));
        var confirm = new ConfirmPayment(Payment);
        Refuses(ledger, confirm, RepaymentRefusal.NeedsSecondPerson);
        ledger = Then(ledger, confirm, Two);
        Assert.Equal([50m, 10m], ledger.Claims.Select(claim => claim.PaidCny));
        Assert.Equal((40m, 0m), (ledger.BalanceCny, ledger.PendingCny));
        Refuses(ledger, confirm, RepaymentRefusal.PaymentClosed, Two);
        Refuses(ledger, new CancelPayment(Payment, ""), RepaymentRefusal.PaymentClosed, Two);
        Refuses(ledger, new ConfirmPayment(default), RepaymentRefusal.NoSuchPayment, Two);
        Refuses(ledger, new CancelPayment(default, ""), RepaymentRefusal.NoSuchPayment, Two);
    }

    [Fact]
    public void What_is_not_met_yet_can_be_withdrawn()
    {
        var ledger = Ledger(Claim(1, 100m), SetOff(30m));
        Refuses(ledger, Withdraw(1, 70.01m), RepaymentRefusal.AmountTooLarge);
        Refuses(ledger, Withdraw(2, null), RepaymentRefusal.NoSuchClaim);
        ledger = Then(ledger, Withdraw(1, 20m), One);
        Assert.Equal(50m, ledger.BalanceCny);
        ledger = Then(ledger, Withdraw(1, null), One);
        Assert.Equal((0m, 70m), (ledger.BalanceCny, ledger.Claims[0].WithdrawnCny));
        Assert.Empty(ledger.Decide(Withdraw(1, null), One).Events!);
    }

    [Fact]
    public void A_withdrawal_leaves_what_a_payment_speaks_for()
    {
        var ledger = Then(Ledger(Claim(1, 100m), Pay(60m)), Withdraw(1, null), One);
        Assert.Equal((60m, 60m), (ledger.BalanceCny, ledger.PendingCny));
    }

    [Fact]
    public void What_a_withdrawn_filing_kept_back_is_owed_again()
    {
        var ledger = Ledger(Claim(1, 100m), SetOff(70m));
        ledger = Then(ledger, new UndoSetOff(CaseId(7), CaseId(7)), One);
        Assert.Equal((100m, 0m), (ledger.BalanceCny, ledger.Claims[0].SetOffCny));
        Assert.Empty(ledger.Decide(new UndoSetOff(CaseId(7), CaseId(7)), One).Events!);
    }

    [Fact]
    public void The_day_of_an_entry_is_never_before_that_of_the_last_one()
    {
        var ledger = Ledger(Claim(1, 100m));
        var earlier = One with { On = new(2026, 4, 19) };
        Assert.Equal(new(2026, 4, 20), ledger.Decide(Claim(2, 1m), earlier).Events![0].On);
        var later = One with { On = new(2026, 4, 21) };
        Assert.Equal(new(2026, 4, 21), ledger.Decide(Claim(2, 1m), later).Events![0].On);
    }

    [Fact]
    public void Every_entry_is_read_back_as_it_was_written()
    {
        RepaymentEvent[] all =
        [
            .. Ledger().Decide(Claim(1, 100m), One).Events!,
            .. Ledger(Claim(1, 100m)).Decide(Withdraw(1, 1m), One).Events!,
            .. Ledger(Claim(1, 100m)).Decide(SetOff(1m), One).Events!,
            .. Ledger(Claim(1, 100m), SetOff(70m))
                .Decide(new UndoSetOff(CaseId(7), CaseId(7)), One)
                .Events!,
            .. Ledger(Claim(1, 100m)).Decide(Pay(1m), One).Events!,
            .. Ledger(Claim(1, 100m), Pay(1m)).Decide(new ConfirmPayment(Payment), Two).Events!,
            .. Ledger(Claim(1, 100m), Pay(1m)).Decide(new CancelPayment(Payment, ""), Two).Events!,
        ];
        Assert.Equal(
            RepaymentEventJson.Kinds.Order(),
            all.Select(RepaymentEventJson.KindOf).Order()
        );
        foreach (var happened in all)
        {
            var json = RepaymentEventJson.Write(happened);
            var read = RepaymentEventJson.Read(RepaymentEventJson.KindOf(happened), json);
            Assert.Equal(json, RepaymentEventJson.Write(read));
            Assert.Equal(
                (happened.AmountCny, happened.ChangeCny),
                (read.AmountCny, read.ChangeCny)
            );
        }
        Assert.Throws<InvalidDataException>(() => RepaymentEventJson.Read("OTHER", "{}"));
    }

    /// <summary>
    /// Whatever comes in whatever order: claimed less met is owed, and never below 0.
    /// </summary>
    [Fact]
    public void Nothing_is_met_twice_in_any_history()
    {
        for (var seed = 1; seed <= 2_500; seed++)
        {
            var random = new Random(seed);
            var (ledger, sum) = (Ledger(), 0m);
            for (var step = 0; step < 30; step++)
            {
                var command = Any(random, step);
                if (
                    ledger.Decide(command, random.Next(2) == 0 ? One : Two).Events is not { } events
                )
                    continue;
                foreach (var happened in events)
                {
                    ledger = ledger.Apply(happened);
                    sum += happened.ChangeCny;
                    Assert.True(sum == ledger.BalanceCny, $"seed {seed}: {command}");
                    Assert.True(ledger.Claims.All(one => one.OpenCny >= 0), $"seed {seed}");
                    Assert.True(ledger.OpenCny >= 0, $"seed {seed}: {command}");
                }
            }
        }
    }

    private static RepaymentCommand Any(Random random, int step) =>
        random.Next(7) switch
        {
            0 or 1 => Claim(random.Next(12), random.Next(1, 10_000) / 100m),
            2 => SetOff(random.Next(1, 5_000) / 100m),
            3 => Withdraw(random.Next(12), random.Next(2) == 0 ? null : 1m),
            4 => new NotePayment(CaseId(step), random.Next(1, 5_000) / 100m, "", default),
            5 => new ConfirmPayment(CaseId(random.Next(step + 1))),
            _ => random.Next(2) == 0
                ? new CancelPayment(CaseId(random.Next(step + 1)), "")
                : new UndoSetOff(CaseId(7), CaseId(7)),
        };

    private static RepaymentLedger Ledger(params RepaymentCommand[] commands) =>
        commands.Aggregate(
            new RepaymentLedger { Uscc = "" },
            (some, command) => Then(some, command, One)
        );

    private static RepaymentLedger Then(
        RepaymentLedger ledger,
        RepaymentCommand command,
        RepaymentActor actor
    ) => ledger.ApplyAll(ledger.Decide(command, actor).Events!);

    private static void Refuses(
        RepaymentLedger ledger,
        RepaymentCommand command,
        RepaymentRefusal refusal,
        RepaymentActor? actor = null
    ) => Assert.Equal(refusal, ledger.Decide(command, actor ?? One).Refusal);

    private static ClaimRepayment Claim(int number, decimal amountCny) =>
        new(CaseId(number), SourceOf(number), amountCny, "");

    private static WithdrawClaim Withdraw(int number, decimal? amountCny) =>
        new(SourceOf(number), amountCny, "right after all");

    private static SetOffApproval SetOff(decimal amountCny) =>
        new(CaseId(7), CaseId(7), 1, amountCny);

    private static NotePayment Pay(decimal amountCny) => new(Payment, amountCny, "slip", default);

    private static RepaymentSource SourceOf(int number) =>
        new(CaseId(number), CaseId(number), 1, RepaymentKind.NegativeTotal);

    private static Guid CaseId(int number) => new(number, 0, 0, new byte[8]);
}
