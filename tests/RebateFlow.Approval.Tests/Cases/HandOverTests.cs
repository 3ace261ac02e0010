using RebateFlow.Approval.Casework.Cases;

namespace RebateFlow.Approval.Tests.Cases;

/// <summary>Who may give a case to whom.</summary>
public sealed class HandOverTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(30);
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 1, 0, 0, TimeSpan.Zero);

    private static readonly Officer Holder = Officers.Reviewer("a");
    private static readonly Officer Colleague = Officers.Reviewer("b");

    private static ApprovalCase Mine =>
        Officers.Case(Post.Review, Post.ReReview).Claim(Holder, Now, Lease).Next!;

    [Fact]
    public void The_holder_hands_over_and_the_lease_moves()
    {
        var later = Now.AddMinutes(10);

        var theirs = Mine.HandOver(Holder, Colleague, later, Lease).Next!;

        Assert.Equal(("b", later + Lease), (theirs.ClaimedBy, theirs.LeaseUntil));
        Assert.Equal(
            CaseRefusal.NotClaimedByYou,
            theirs.Decide(Holder, new(Decision.Approve, ""), later).Refusal
        );
        Assert.Empty(theirs.Actors);
    }

    [Fact]
    public void A_colleague_who_does_not_hold_it_gives_nothing_away() =>
        Assert.Equal(
            CaseRefusal.NotClaimedByYou,
            Mine.HandOver(Colleague, Colleague, Now, Lease).Refusal
        );

    [Fact]
    public void The_head_of_the_post_gives_away_what_waits_and_what_another_holds()
    {
        var head = Officers.ReReviewer("head");

        Assert.Equal("b", Mine.HandOver(head, Colleague, Now, Lease).Next!.ClaimedBy);
        var waiting = Officers.Case(Post.Review);
        Assert.Equal("b", waiting.HandOver(head, Colleague, Now, Lease).Next!.ClaimedBy);
    }

    [Fact]
    public void Each_reason_why_the_other_cannot_take_it_is_told()
    {
        Assert.Equal(
            CaseRefusal.OtherLacksPost,
            Mine.HandOver(Holder, Officers.ReReviewer("b"), Now, Lease).Refusal
        );
        Assert.Equal(
            CaseRefusal.OfficerAbsent,
            Mine.HandOver(Holder, Colleague with { IsAbsent = true }, Now, Lease).Refusal
        );
        Assert.Equal(
            CaseRefusal.OtherHoldsItAlready,
            Mine.HandOver(Holder, Holder, Now, Lease).Refusal
        );
        var acted = Mine with { Actors = new Dictionary<string, Post> { ["b"] = Post.ReReview } };
        Assert.Equal(
            CaseRefusal.OtherActedOnAnotherPost,
            acted.HandOver(Holder, Colleague, Now, Lease).Refusal
        );
    }

    [Fact]
    public void Who_is_absent_neither_claims_nor_acts()
    {
        var away = Holder with { IsAbsent = true };

        Assert.Equal(
            CaseRefusal.OfficerAbsent,
            Officers.Case(Post.Review).Claim(away, Now, Lease).Refusal
        );
        Assert.Equal(
            CaseRefusal.OfficerAbsent,
            Mine.Decide(away, new(Decision.Approve, ""), Now).Refusal
        );
    }

    [Fact]
    public void A_lease_that_runs_can_be_taken_back_and_one_that_ended_need_not()
    {
        Assert.Equal(CaseState.Waiting, Mine.TakeBack(Now).Next!.State);
        Assert.Null(Mine.TakeBack(Now + Lease).Next);
        Assert.Null(Officers.Case(Post.Review).TakeBack(Now).Next);
    }

    [Fact]
    public void A_longer_lease_is_not_cut_short_by_acting_or_claiming_again()
    {
        var drawn = Officers
            .Case(Post.Review)
            .With(new OpenDoubt(1, PassableBy.Officer))
            .Claim(Holder, Now, TimeSpan.FromHours(4))
            .Next!;

        Assert.Equal(drawn.LeaseUntil, drawn.PassDoubt(Holder, 1, Now, Lease).Next!.LeaseUntil);
        Assert.Equal(drawn.LeaseUntil, drawn.Claim(Holder, Now, Lease).Next!.LeaseUntil);
    }
}
