using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Primitives;

namespace RebateFlow.Approval.Tests.Cases;

/// <summary>Amounts that holds and letters keep back.</summary>
public sealed class WithholdingTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(30);
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 1, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Today = new(2026, 11, 25);
    private static readonly Officer Me = Officers.Reviewer("a");

    private static readonly ReleaseAt At = new(Now, 1000m);

    private static ApprovalCase Mine =>
        Officers.Case(Post.Review).Claiming(100m).Claim(Me, Now, Lease).Next!;

    private static Letter About(string supplier, decimal amount) =>
        new(0, supplier, "authority", amount, Today, Today.AddMonths(1));

    private static Hold Of(HoldScope scope, decimal amount) =>
        new(0, HoldGround.SupplierSuspicion, scope, amount, "reference");

    private static Verdict Approve(decimal? amount = null) =>
        new(Decision.Approve, "checked", amount);

    [Fact]
    public void A_letter_withholds_the_suppliers_amount_and_the_rest_is_approved()
    {
        var asked = Mine.SendLetter(Me, About("s", 30m), Now, Lease).Next!;

        var approved = asked.Decide(Me, Approve(), Now).Next!;

        Assert.Equal(CaseState.Approved, approved.State);
        Assert.Equal(70m, approved.ApprovedCny);
        Assert.Equal(30m, approved.WithheldCny);
    }

    [Theory]
    [InlineData("NORMAL", 100, 0)]
    [InlineData("PROBLEM", 70, 30)]
    public void The_reply_after_the_decision_approves_the_rest_or_refuses_it(
        string reply,
        int approvedCny,
        int refusedCny
    )
    {
        var approved = Mine.SendLetter(Me, About("s", 30m), Now, Lease)
            .Next!.Decide(Me, Approve(), Now)
            .Next!;

        var after = approved.AnswerLetter(Me, 1, WireCode.Read<LetterReply>(reply), At).Next!;

        Assert.Equal(CaseState.Approved, after.State);
        Assert.Equal(approvedCny, after.ApprovedCny);
        Assert.Equal(refusedCny, after.RefusedCny);
        Assert.Empty(after.Letters);
    }

    [Fact]
    public void Nothing_is_withheld_or_approved_twice()
    {
        var asked = Mine.SendLetter(Me, About("s", 60m), Now, Lease).Next!;

        Assert.Equal(
            CaseRefusal.LetterOpen,
            asked.SendLetter(Me, About("s", 1m), Now, Lease).Refusal
        );
        Assert.Equal(
            CaseRefusal.AmountTooLarge,
            asked.SendLetter(Me, About("t", 41m), Now, Lease).Refusal
        );
        Assert.Equal(
            CaseRefusal.AmountTooLarge,
            asked.PutOnHold(Me, Of(HoldScope.Amount, 41m), Now, Lease).Refusal
        );
        Assert.Equal(CaseRefusal.AmountTooLarge, asked.Decide(Me, Approve(41m), Now).Refusal);
        Assert.Equal(40m, asked.Decide(Me, Approve(40m), Now).Next!.ApprovedCny);
    }

    [Fact]
    public void A_case_of_which_all_is_withheld_cannot_be_approved()
    {
        var held = Mine.PutOnHold(Me, Of(HoldScope.Amount, 100m), Now, Lease).Next!;

        Assert.Equal(CaseRefusal.AmountTooLarge, held.Decide(Me, Approve(), Now).Refusal);
    }

    [Fact]
    public void A_guarantee_leaves_the_whole_amount_decidable()
    {
        var secured = Mine.PutOnHold(Me, Of(HoldScope.Guarantee, 500m), Now, Lease).Next!;

        Assert.Equal(100m, secured.Decide(Me, Approve(), Now).Next!.ApprovedCny);
        Assert.Single(secured.Holds);
    }

    [Fact]
    public void Posts_that_approve_different_amounts_do_not_agree()
    {
        var second = Officers.ReReviewer("b");
        var proposed = (Mine with { Route = [Post.Review, Post.ReReview] })
            .Decide(Me, Approve(50m), Now)
            .Next!;
        var theirs = proposed.Claim(second, Now, Lease).Next!;

        Assert.Equal(50m, theirs.Decide(second, Approve(50m), Now).Next!.ApprovedCny);
        var differs = theirs.Decide(second, Approve(60m), Now).Next!;
        Assert.Equal((CaseState.Waiting, Post.Review), (differs.State, differs.Post));
    }

    [Fact]
    public void A_case_leaves_its_hold_only_when_the_last_hold_of_the_whole_case_is_released()
    {
        var held = Mine.PutOnHold(Me, Of(HoldScope.WholeCase, 0m), Now, Lease).Next! with
        {
            Holds =
            [
                Of(HoldScope.WholeCase, 0m) with
                {
                    HoldNo = 1,
                },
                Of(HoldScope.WholeCase, 0m) with
                {
                    HoldNo = 2,
                },
            ],
        };

        var one = held.ReleaseHold(Me, 1, At).Next!;

        Assert.Equal(CaseState.Held, one.State);
        Assert.Equal(CaseState.Waiting, one.ReleaseHold(Me, 2, At).Next!.State);
        Assert.Equal(CaseRefusal.NoSuchHold, one.ReleaseHold(Me, 1, At).Refusal);
    }

    [Fact]
    public void A_hold_survives_the_next_attempt()
    {
        var held = Mine.PutOnHold(Me, Of(HoldScope.WholeCase, 0m), Now, Lease).Next!;

        var again = held.Reopen(2, [Post.Review], []).Next!;

        Assert.Equal(CaseState.Held, again.State);
        Assert.Equal(CaseRefusal.NotInQueue, again.Claim(Me, Now, Lease).Refusal);
    }

    [Theory]
    [InlineData("2026-12-25", CaseRefusal.LetterTooLong)]
    [InlineData("2026-12-26", null)]
    [InlineData("2027-02-25", null)]
    [InlineData("2027-02-26", CaseRefusal.LetterTooLong)]
    public void A_letter_is_extended_up_to_three_months_from_its_sending(
        string dueOn,
        CaseRefusal? refusal
    )
    {
        var asked = Mine.SendLetter(Me, About("s", 30m), Now, Lease).Next!;

        var step = asked.ExtendLetter(Me, 1, DateOnly.Parse(dueOn, null), Now);

        Assert.Equal(refusal, step.Refusal);
    }
}
