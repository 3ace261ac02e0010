using RebateFlow.Approval.Casework.Cases;

namespace RebateFlow.Approval.Tests.Cases;

/// <summary>
/// A large amount that is approved after the decision needs two officers, as that did.
/// </summary>
public sealed class LaterReleaseTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(30);
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 1, 0, 0, TimeSpan.Zero);
    private static readonly ReleaseAt At = new(Now, 1000m);
    private static readonly Officer First = Officers.Reviewer("a");
    private static readonly Officer Second = Officers.ReReviewer("b");
    private static readonly Officer Third = Officers.ReReviewer("c");

    [Fact]
    public void The_first_officer_proposes_and_the_second_releases()
    {
        var approved = Approved(1000m);

        var proposed = approved.ReleaseHold(First, 1, At).Next!;
        Assert.Equal(("a", 4000m), (proposed.Holds[0].ReleaseProposedBy, proposed.ApprovedCny));
        Assert.Equal(
            CaseRefusal.PostNotHeld,
            proposed.ReleaseHold(Officers.Reviewer("d"), 1, At).Refusal
        );

        var released = proposed.ReleaseHold(Second, 1, At).Next!;
        Assert.Equal(5000m, released.ApprovedCny);
        Assert.Empty(released.Holds);
    }

    [Fact]
    public void Nobody_confirms_an_own_proposal()
    {
        var proposed = Approved(1000m).ReleaseHold(Second, 1, At).Next!;

        Assert.Equal(CaseRefusal.NeedsSecondOfficer, proposed.ReleaseHold(Second, 1, At).Refusal);
        Assert.Equal(5000m, proposed.ReleaseHold(Third, 1, At).Next!.ApprovedCny);
    }

    [Fact]
    public void A_smaller_amount_is_released_by_one() =>
        Assert.Equal(5000m, Approved(999.99m).ReleaseHold(Second, 1, At).Next!.ApprovedCny);

    [Fact]
    public void A_reply_to_a_letter_about_a_large_amount_needs_two_and_a_bad_one_needs_one()
    {
        var approved = Approved(1000m) with
        {
            Holds = [],
            Letters = [new(1, "s", "t", 1000m, new(2026, 11, 25), new(2026, 12, 25))],
        };

        var proposed = approved.AnswerLetter(First, 1, LetterReply.Normal, At).Next!;
        Assert.Equal(("a", 4000m), (proposed.Letters[0].ReplyProposedBy, proposed.ApprovedCny));
        Assert.Equal(
            5000m,
            proposed.AnswerLetter(Second, 1, LetterReply.Normal, At).Next!.ApprovedCny
        );
        var refused = approved.AnswerLetter(Second, 1, LetterReply.Problem, At).Next!;
        Assert.Equal((4000m, 1000m), (refused.ApprovedCny, refused.RefusedCny));
    }

    [Fact]
    public void Before_the_decision_the_holder_releases_alone_as_the_decision_has_its_own_two()
    {
        var held = Officers
            .Case(Post.Review, Post.ReReview)
            .Claiming(5000m)
            .Claim(First, Now, Lease)
            .Next!.PutOnHold(First, Hold(1000m), Now, Lease)
            .Next!;

        Assert.Empty(held.ReleaseHold(First, 1, At).Next!.Holds);
    }

    private static Hold Hold(decimal amount) =>
        new(0, HoldGround.LowRateGoods, HoldScope.Amount, amount, "another business");

    private static ApprovalCase Approved(decimal heldCny) =>
        Officers
            .Case(Post.Review, Post.ReReview)
            .Claiming(5000m)
            .Claim(First, Now, Lease)
            .Next!.PutOnHold(First, Hold(heldCny), Now, Lease)
            .Next!.Decide(First, new(Decision.Approve, ""), Now)
            .Next!.Claim(Second, Now, Lease)
            .Next!.Decide(Second, new(Decision.Approve, ""), Now)
            .Next!;
}
