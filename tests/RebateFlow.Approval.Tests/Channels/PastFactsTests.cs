using CsCheck;
using RebateFlow.Approval.Channels;

namespace RebateFlow.Approval.Tests.Channels;

public sealed class PastFactsTests
{
    [Fact]
    public void The_conditions_that_a_decision_left_lead_to_the_same_decision_again() =>
        Samples.AnyFacts.Sample(facts =>
        {
            var verdict = ChannelDecision.Decide(facts, Samples.Policy);
            var kept = verdict.Conditions.Select(StoredCondition.Of).ToList();

            var again = ChannelDecision.Decide(PastFacts.Of(facts.Today, kept), Samples.Policy);

            Assert.Equal(verdict.Channel, again.Channel);
            Assert.Equal(verdict.LaterCheck, again.LaterCheck);
            Assert.Equal(
                verdict.Conditions.Select(one => (one.Code, one.Outcome)),
                again.Conditions.Select(one => (one.Code, one.Outcome))
            );
        });

    [Fact]
    public void A_case_that_an_earlier_attempt_drew_stays_drawn()
    {
        var facts = Samples.GreenFacts() with { DrawnBefore = true };
        var verdict = ChannelDecision.Decide(facts, Samples.Policy);

        var past = PastFacts.Of(facts.Today, [.. verdict.Conditions.Select(StoredCondition.Of)]);

        Assert.True(past.DrawnBefore);
    }

    [Fact]
    public void Every_condition_says_its_value_and_its_limit()
    {
        var verdict = ChannelDecision.Decide(
            Samples.GreenFacts() with
            {
                GravestWatchlistLevel = 3,
            },
            Samples.Policy
        );

        // The one condition that is no comparison says so by its outcome alone.
        Assert.All(
            verdict.Conditions.Where(one => one.Code != "RULES_JUDGED"),
            one =>
            {
                Assert.NotEmpty(one.Value);
                Assert.NotEmpty(one.Limit);
            }
        );
    }
}
