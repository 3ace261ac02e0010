using RebateFlow.Approval.Casework.Audit;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Approval.Casework.Repayments;

namespace RebateFlow.Approval.Tests.Cases;

/// <summary>What an approval keeps back, claims back, and stands on.</summary>
public sealed class OwedDecisionTests
{
    private static readonly DateTimeOffset Now = Officers.Opening;
    private static readonly Officer Officer = Officers.Reviewer("a");
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(30);

    [Theory]
    [InlineData(0, null)]
    [InlineData(40, 40)]
    [InlineData(100, 100)]
    [InlineData(250, 100)]
    public void An_approval_keeps_back_what_is_owed_and_no_more(int owed, int? kept)
    {
        var change = Approve(Claimed(100m, 0m), new(owed, false));
        Assert.Equal((decimal?)kept, Assert.IsType<Decided>(change.Events[0]).SetOffCny);
        Assert.Equal(kept ?? 0m, change.After.SetOffCny);
        Assert.Equal(
            kept is null ? [] : [(decimal)kept],
            CaseRepayments
                .Of(change, Guid.CreateVersion7)
                .OfType<SetOffApproval>()
                .Select(command => command.AmountCny)
        );
    }

    [Fact]
    public void A_negative_total_is_claimed_when_it_is_approved()
    {
        var change = Approve(Claimed(0m, 2_600m), OwedTerms.Nothing);
        Assert.Equal((0m, 2_600m), (change.After.ApprovedCny, change.After.ToRepayCny));
        var claim = Assert.IsType<ClaimRepayment>(
            Assert.Single(CaseRepayments.Of(change, Guid.CreateVersion7))
        );
        Assert.Equal((2_600m, 1), (claim.AmountCny, claim.Source.AttemptNo));
        Assert.Equal(RepaymentKind.NegativeTotal, claim.Source.Kind);
    }

    [Fact]
    public void A_rejected_one_is_not()
    {
        var some = Claimed(0m, 2_600m);
        var events = some.Decide(Verdict(Decision.Reject, OwedTerms.Nothing), Now).Events!;
        var change = new CaseChange(some.ApplyAll(events), events, ChainHead.Empty);
        Assert.Empty(CaseRepayments.Of(change, Guid.CreateVersion7));
    }

    [Fact]
    public void What_stands_on_something_else_waits_for_it() =>
        Assert.Equal(
            CaseRefusal.PrerequisiteUnmet,
            Claimed(100m, 0m).Decide(Verdict(Decision.Approve, new(0m, true)), Now).Refusal
        );

    [Theory]
    [InlineData(1, true, "2600", false, true)]
    [InlineData(2, true, "2600", false, false)]
    [InlineData(1, false, "2600", false, false)]
    [InlineData(1, true, "2599.99", false, false)]
    [InlineData(1, true, "2600", true, false)]
    public void An_original_must_be_granted_as_it_was_taken_for(
        int attemptNo,
        bool isApproved,
        string granted,
        bool isWithheld,
        bool isMet
    )
    {
        var amount = decimal.Parse(granted, System.Globalization.CultureInfo.InvariantCulture);
        var state = new PrerequisiteState(attemptNo, isApproved, amount, isWithheld);
        Assert.Equal(isMet, new CasePrerequisite(default, 1, 2_600m, 0m).IsMetBy(state));
        var ofOffset = new CasePrerequisite(default, 1, null, 0m);
        Assert.Equal(attemptNo == 1 && isApproved, ofOffset.IsMetBy(state));
    }

    [Fact]
    public void A_case_whose_exporter_withdrew_it_keeps_nothing_back_and_owes_nothing()
    {
        var approved = Approve(Claimed(100m, 0m), new(40m, false)).After;
        var events = approved.Decide(new Withdraw(1, "ERROR", ""), Now).Events!;
        var change = new CaseChange(approved.ApplyAll(events), events, ChainHead.Empty);
        Assert.Equal((0m, 0m), (change.After.SetOffCny, change.After.ToRepayCny));
        var commands = CaseRepayments.Of(change, Guid.CreateVersion7).ToList();
        Assert.IsType<UndoSetOff>(commands[0]);
        Assert.IsType<WithdrawClaim>(commands[1]);
    }

    [Fact]
    public void Money_that_is_released_later_is_set_off_too()
    {
        var some = Claimed(100m, 0m)
            .PutOnHold(
                Officer,
                new Hold(0, HoldGround.LowRateGoods, HoldScope.Amount, 30m, "x"),
                Now,
                Lease
            )
            .Next!;
        var approved = Approve(some, OwedTerms.Nothing).After;
        var terms = Officers.Terms(Lease) with { Owed = new(25m, false) };
        var released = approved.Try(new ReleaseHold(Officer, 1, "cleared", terms), Now);
        Assert.Equal((100m, 25m), (released.Next!.ApprovedCny, released.Next.SetOffCny));
    }

    private static ApprovalCase Claimed(decimal rebateCny, decimal toRepayCny)
    {
        var some = Officers.Case(Post.Review);
        some = some with
        {
            Filing = some.Filing with { RebateDueCny = rebateCny, ToRepayCny = toRepayCny },
        };
        return some.Claim(Officer, Now, Lease).Next!;
    }

    private static CaseChange Approve(ApprovalCase some, OwedTerms owed)
    {
        var events = some.Decide(Verdict(Decision.Approve, owed), Now).Events!;
        return new(some.ApplyAll(events), events, ChainHead.Empty);
    }

    private static CaseCommand Verdict(Decision decision, OwedTerms owed) =>
        CaseRepayments.Knowing(
            new GiveVerdict(Officer, new Verdict(decision, "so"), Officers.Terms(Lease)),
            owed
        );
}
