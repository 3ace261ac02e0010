using RebateFlow.Approval.Casework.Alarms;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Approval.Casework.Policies;
using RebateFlow.Approval.Policies;
using RebateFlow.Approval.Tests.Cases;
using RebateFlow.Primitives;
using People = RebateFlow.Approval.Tests.Cases.Officers;

namespace RebateFlow.Approval.Tests.Alarms;

/// <summary>No case can sit where nobody looks.</summary>
public sealed class StateCareTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 1, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(30);

    private static readonly CaseworkPolicy Rules = CaseworkPolicy.From(
        LoadSeeds.ReadPolicies("casework-rules/")[^1].Policy
    );

    public static TheoryData<CaseState> EveryState() => [.. Enum.GetValues<CaseState>()];

    [Theory]
    [MemberData(nameof(EveryState))]
    public void Every_state_has_an_owner_and_an_age_limit_or_nothing_is_left_to_do(CaseState state)
    {
        var care = StateCare.Of(state, Rules);

        Assert.True(Enum.IsDefined(care.Owner));
        if (care.Owner == CareOwner.Archive)
            Assert.All(EveryAction(state), step => Assert.NotNull(step.Refusal));
        else
            Assert.InRange(care.AgeLimitDays ?? 0, 1, 3660);
    }

    [Fact]
    public void Whoever_is_archived_is_the_only_state_where_no_officer_can_act() =>
        Assert.Equal(
            [CaseState.Rejected, CaseState.Withdrawn],
            Enum.GetValues<CaseState>()
                .Where(state => EveryAction(state).All(step => step.Refusal is not null))
        );

    [Fact]
    public void The_head_of_every_post_is_another_post_but_for_the_last() =>
        Assert.All(
            Enum.GetValues<Post>(),
            post =>
                Assert.True(post == Post.Approval || Posts.HeadOf(post) > post, WireCode.Of(post))
        );

    /// <summary>All that an officer of every post can try in a state.</summary>
    private static IEnumerable<Tried> EveryAction(CaseState state)
    {
        var me = People.Everything("a");
        var some = People.Case(Post.Review).Claiming(100m) with
        {
            State = state,
            ClaimedBy = state == CaseState.Claimed ? me.Id : null,
            LeaseUntil = state == CaseState.Claimed ? Now + Lease : null,
            Holds = [new(1, HoldGround.LowRateGoods, HoldScope.Amount, 40m, "another")],
            Letters = [new(1, "s", "t", 30m, new(2026, 11, 25), new(2026, 12, 25))],
        };
        var hold = new Hold(0, HoldGround.SmugglingCase, HoldScope.WholeCase, 0m, "");
        yield return some.Claim(me, Now, Lease);
        yield return some.HandOver(me, People.Reviewer("b"), Now, Lease);
        yield return some.Release(me, Now);
        yield return some.PassDoubt(me, 1, Now, Lease);
        yield return some.Return(me, Now);
        yield return some.PutOnHold(me, hold, Now, Lease);
        yield return some.ReleaseHold(me, 1, new(Now, 1000m));
        yield return some.ExtendLetter(me, 1, new(2027, 1, 1), Now);
        yield return some.AnswerLetter(me, 1, LetterReply.Normal, new(Now, 1000m));
        yield return some.Decide(me, new(Decision.Approve, ""), Now);
        yield return some.Decide(me, new(Decision.Reject, "no"), Now);
    }
}
