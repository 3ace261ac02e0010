using Microsoft.Extensions.Time.Testing;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Messaging.Batching;
using RebateFlow.Primitives;

namespace RebateFlow.Approval.Tests.Cases;

public sealed class ApprovalCaseTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(30);

    private readonly FakeTimeProvider clock = new(new(2026, 11, 25, 1, 0, 0, TimeSpan.Zero));

    private DateTimeOffset Now => clock.GetUtcNow();

    private static readonly string[] Actions =
    [
        "claim",
        "release",
        "hand over",
        "take back",
        "pass",
        "return",
        "hold",
        "hold part",
        "unhold",
        "letter",
        "extend",
        "answer",
        "approve",
        "reject",
        "withdraw",
        "reopen",
    ];

    private static readonly Hold Whole = new(
        1,
        HoldGround.InspectionCase,
        HoldScope.WholeCase,
        0m,
        "file 1"
    );

    private static readonly Hold Part = new(
        1,
        HoldGround.LowRateGoods,
        HoldScope.Amount,
        40m,
        "another business"
    );

    private static readonly Letter Asked = new(
        1,
        "supplier",
        "its authority",
        30m,
        new(2026, 11, 25),
        new(2026, 12, 25)
    );

    /// <summary>From each state, what each action leads to; a dash where it is refused.</summary>
    private static readonly (string From, string Then)[] Transitions =
    [
        ("WAITING", "CLAIMED - - - - - - - - - - - - - WITHDRAWN WAITING"),
        (
            "CLAIMED",
            "CLAIMED WAITING CLAIMED WAITING CLAIMED RETURNED HELD "
                + "CLAIMED CLAIMED CLAIMED CLAIMED CLAIMED APPROVED REJECTED WITHDRAWN WAITING"
        ),
        ("HELD", "- - - - - - - - WAITING - HELD HELD - - WITHDRAWN HELD"),
        ("RETURNED", "- - - - - - - - RETURNED - RETURNED RETURNED - - WITHDRAWN WAITING"),
        ("APPROVED", "- - - - - - - - APPROVED - APPROVED APPROVED - - WITHDRAWN WAITING"),
        ("REJECTED", "- - - - - - - - - - - - - - WITHDRAWN WAITING"),
        ("WITHDRAWN", "- - - - - - - - - - - - - - - WAITING"),
    ];

    public static TheoryData<string, string, string> EachActionFromEachState()
    {
        var rows = new TheoryData<string, string, string>();
        foreach (var (from, then) in Transitions)
        foreach (var (action, state) in Actions.Zip(then.Split(' ')))
            rows.Add(from, action, state);
        return rows;
    }

    [Fact]
    public void The_table_of_transitions_knows_every_state() =>
        Assert.Equal(WireCode.All<CaseState>(), Transitions.Select(row => row.From));

    [Theory]
    [MemberData(nameof(EachActionFromEachState))]
    public void Each_action_leads_from_each_state_where_the_page_says(
        string state,
        string action,
        string then
    )
    {
        var me = Officers.Reviewer("a");
        // The one doubt is open only where the row passes it: it would bar the approval.
        OpenDoubt[] doubts = action == "pass" ? [new(1, PassableBy.Officer)] : [];
        var before = Officers.Case(Post.Review).Claiming(100m) with
        {
            State = WireCode.Read<CaseState>(state),
            ClaimedBy = state == "CLAIMED" ? me.Id : null,
            LeaseUntil = state == "CLAIMED" ? Now + Lease : null,
            Doubts = doubts,
            Holds =
                state == "HELD" ? [Whole]
                : action == "unhold" ? [Part]
                : [],
            Letters = action is "extend" or "answer" ? [Asked] : [],
        };

        var step = action switch
        {
            "hold" => before.PutOnHold(me, Whole, Now, Lease),
            "hold part" => before.PutOnHold(me, Part, Now, Lease),
            "unhold" => before.ReleaseHold(me, 1, new(Now, 1000m)),
            "letter" => before.SendLetter(me, Asked, Now, Lease),
            "extend" => before.ExtendLetter(me, 1, Asked.DueOn.AddDays(30), Now),
            "answer" => before.AnswerLetter(me, 1, LetterReply.Normal, new(Now, 1000m)),
            "claim" => before.Claim(me, Now, Lease),
            "release" => before.Release(me, Now),
            "hand over" => before.HandOver(me, Officers.Reviewer("b"), Now, Lease),
            "take back" => before.TakeBack(Now),
            "pass" => before.PassDoubt(me, 1, Now, Lease),
            "return" => before.Return(me, Now),
            "approve" => before.Decide(me, new(Decision.Approve, ""), Now),
            "reject" => before.Decide(me, new(Decision.Reject, "no goods"), Now),
            "withdraw" => before.Withdraw(1),
            "reopen" => before.Reopen(2, [Post.Review], []),
            _ => throw new ArgumentException(action),
        };

        Assert.Equal(then, step.Next is { } next ? WireCode.Of(next.State) : "-");
        Assert.NotEqual(step.Next is null, step.Refusal is null);
    }

    [Fact]
    public void A_claim_keeps_others_away_until_the_lease_ends()
    {
        var mine = Officers.Case(Post.Review).Claim(Officers.Reviewer("a"), Now, Lease).Next!;
        var other = Officers.Reviewer("b");

        clock.Advance(Lease - TimeSpan.FromSeconds(1));
        Assert.Equal(CaseRefusal.ClaimedByAnother, mine.Claim(other, Now, Lease).Refusal);

        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("b", mine.Claim(other, Now, Lease).Next!.ClaimedBy);
        Assert.Equal(
            CaseRefusal.LeaseEnded,
            mine.Decide(Officers.Reviewer("a"), new(Decision.Approve, ""), Now).Refusal
        );
    }

    [Fact]
    public void Passing_a_doubt_renews_the_lease()
    {
        var me = Officers.Reviewer("a");
        var mine = Officers
            .Case(Post.Review)
            .With(new OpenDoubt(1, PassableBy.Officer))
            .Claim(me, Now, Lease)
            .Next!;

        clock.Advance(TimeSpan.FromMinutes(20));
        var passed = mine.PassDoubt(me, 1, Now, Lease).Next!;

        Assert.Equal(Now + Lease, passed.LeaseUntil);
        Assert.Empty(passed.OpenDoubts);
    }

    [Theory]
    [InlineData("OFFICER", "REVIEW", null)]
    [InlineData("REVIEWER", "REVIEW", CaseRefusal.DoubtNeedsHigherPost)]
    [InlineData("REVIEWER", "RE_REVIEW", null)]
    [InlineData("REVIEWER", "APPROVAL", null)]
    [InlineData("NOBODY", "REVIEW", CaseRefusal.DoubtNotPassable)]
    [InlineData("NOBODY", "APPROVAL", CaseRefusal.DoubtNotPassable)]
    public void A_doubt_is_passed_only_by_who_may(string by, string post, CaseRefusal? refusal)
    {
        var me = Officers.Everything("a");
        var mine = (
            Officers.Case(WireCode.Read<Post>(post)) with
            {
                Doubts = [new(1, WireCode.Read<PassableBy>(by))],
            }
        )
            .Claim(me, Now, Lease)
            .Next!;

        Assert.Equal(refusal, mine.PassDoubt(me, 1, Now, Lease).Refusal);
    }

    [Fact]
    public void An_open_doubt_bars_the_approval_but_not_the_rejection()
    {
        var me = Officers.Reviewer("a");
        var mine = Officers
            .Case(Post.Review)
            .With(new OpenDoubt(1, PassableBy.Officer))
            .Claim(me, Now, Lease)
            .Next!;

        Assert.Equal(
            CaseRefusal.DoubtsOpen,
            mine.Decide(me, new(Decision.Approve, ""), Now).Refusal
        );
        Assert.Equal(
            CaseState.Rejected,
            mine.Decide(me, new(Decision.Reject, "no goods"), Now).Next!.State
        );
    }

    [Fact]
    public void A_doubt_for_the_re_reviewer_lengthens_the_route()
    {
        var me = Officers.Reviewer("a");
        var mine = Officers
            .Case(Post.Review)
            .With(new OpenDoubt(1, PassableBy.Reviewer))
            .Claim(me, Now, Lease)
            .Next!;

        var next = mine.Decide(me, new(Decision.Approve, "fine"), Now).Next!;

        Assert.Equal((CaseState.Waiting, Post.ReReview), (next.State, next.Post));
        var senior = Officers.ReReviewer("b");
        var theirs = next.Claim(senior, Now, Lease).Next!;
        Assert.Equal(
            CaseRefusal.DoubtsOpen,
            theirs.Decide(senior, new(Decision.Approve, ""), Now).Refusal
        );
        var passed = theirs.PassDoubt(senior, 1, Now, Lease).Next!;
        Assert.Equal(
            CaseState.Approved,
            passed.Decide(senior, new(Decision.Approve, ""), Now).Next!.State
        );
    }

    [Fact]
    public void Two_posts_must_agree_before_a_case_is_decided()
    {
        var proposed = Propose(Decision.Approve);
        var second = Officers.ReReviewer("b");

        var final = proposed
            .Claim(second, Now, Lease)
            .Next!.Decide(second, new(Decision.Approve, ""), Now)
            .Next!;

        Assert.Equal(CaseState.Approved, final.State);
        Assert.Equal(["a", "b"], final.Actors.Keys.Order());
    }

    [Fact]
    public void A_post_that_disagrees_sends_the_case_back_to_the_first()
    {
        var second = Officers.ReReviewer("b");

        var back = Propose(Decision.Approve)
            .Claim(second, Now, Lease)
            .Next!.Decide(second, new(Decision.Reject, "price"), Now)
            .Next!;

        Assert.Equal((CaseState.Waiting, Post.Review), (back.State, back.Post));
        Assert.Null(back.Proposal);
        Assert.Equal(
            CaseRefusal.ActedOnAnotherPost,
            back.Claim(Officers.Everything("b"), Now, Lease).Refusal
        );
    }

    [Fact]
    public void One_person_with_both_posts_cannot_agree_with_themselves()
    {
        var both = Officers.Everything("a");

        Assert.Equal(
            CaseRefusal.ActedOnAnotherPost,
            Propose(Decision.Approve).Claim(both, Now, Lease).Refusal
        );
    }

    [Fact]
    public void A_post_that_one_does_not_hold_is_refused() =>
        Assert.Equal(
            CaseRefusal.PostNotHeld,
            Officers.Case(Post.ReReview).Claim(Officers.Reviewer("a"), Now, Lease).Refusal
        );

    [Fact]
    public void A_later_attempt_starts_afresh_but_people_keep_their_posts()
    {
        var returned = Officers
            .Case(Post.Review, Post.ReReview)
            .Claim(Officers.Everything("a"), Now, Lease)
            .Next!.Return(Officers.Everything("a"), Now)
            .Next!;

        var anew = returned.Reopen(2, [Post.Review, Post.ReReview], []).Next!;

        Assert.Equal((CaseState.Waiting, Post.Review, 2), (anew.State, anew.Post, anew.AttemptNo));
        Assert.Equal(Post.Review, anew.Actors["a"]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_late_message_about_an_older_attempt_changes_nothing(int attempt)
    {
        var second = Officers.Case(Post.Review).Reopen(2, [Post.Review], []).Next!;

        Assert.Equal(CaseRefusal.OlderAttempt, second.Reopen(attempt, [Post.Review], []).Refusal);
        if (attempt < 2)
            Assert.Equal(CaseRefusal.OlderAttempt, second.Withdraw(attempt).Refusal);
    }

    private ApprovalCase Propose(Decision decision)
    {
        var first = Officers.Reviewer("a");
        return Officers
            .Case(Post.Review, Post.ReReview)
            .Claim(first, Now, Lease)
            .Next!.Decide(first, new(decision, "seen"), Now)
            .Next!;
    }
}
