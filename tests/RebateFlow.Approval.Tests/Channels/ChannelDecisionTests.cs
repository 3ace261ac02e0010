using CsCheck;
using RebateFlow.Approval.Casework.Channels;
using RebateFlow.Approval.Channels;

namespace RebateFlow.Approval.Tests.Channels;

public sealed class ChannelDecisionTests
{
    /// <summary>Each row changes one fact of a filing that would be green.</summary>
    public static TheoryData<string, ChannelFacts, Channel, string> EnrolmentAndAmount()
    {
        var green = Samples.GreenFacts();
        return new()
        {
            { "nothing", green, Channel.Green, "" },
            { "no enrolment", green with { Enrolment = null }, Channel.Standard, "ENROLMENT" },
            {
                "enrolment ended yesterday",
                green with
                {
                    Enrolment = new(green.Today.AddDays(-30), green.Today.AddDays(-1)),
                },
                Channel.Standard,
                "ENROLMENT"
            },
            {
                "enrolment begins tomorrow",
                green with
                {
                    Enrolment = new(green.Today.AddDays(1), null),
                },
                Channel.Standard,
                "ENROLMENT"
            },
            {
                "last day of the enrolment",
                green with
                {
                    Enrolment = new(green.Today, green.Today),
                },
                Channel.Green,
                ""
            },
            {
                "a fen short",
                green with
                {
                    RebateDueCny = 4_999_999.99m,
                },
                Channel.Standard,
                "LARGE_REBATE"
            },
            { "exactly large", green with { RebateDueCny = 5_000_000m }, Channel.Green, "" },
            { "zero rebate", green with { RebateDueCny = 0 }, Channel.Standard, "LARGE_REBATE" },
        };
    }

    [Theory]
    [InlineData("ENHANCED_REVIEW,NO_GREEN", Channel.Enhanced, "ENHANCED_EFFECT")]
    [InlineData("NO_GREEN", Channel.Standard, "EFFECT")]
    [InlineData("SELF_INSPECTION", Channel.Green, "")]
    public void What_risk_says_that_a_level_asks_for_counts_beside_the_levels_of_the_policy(
        string effects,
        Channel channel,
        string code
    )
    {
        var facts = Samples.GreenFacts() with
        {
            GravestWatchlistLevel = 3,
            WatchlistEffects = WatchlistEffects.Split(effects),
        };

        var verdict = ChannelDecision.Decide(facts, Samples.Policy);

        Assert.Equal(channel, verdict.Channel);
        Assert.Equal(14, verdict.Conditions.Count);
        var wanting = verdict.Conditions.Where(one =>
            one.Outcome
            == (one.For == Channel.Green ? ConditionOutcome.NotMet : ConditionOutcome.Met)
        );
        if (code.Length > 0)
            Assert.Contains(wanting, one => one.Code == code);
        var past = PastFacts.Of(facts.Today, [.. verdict.Conditions.Select(StoredCondition.Of)]);
        Assert.Equal(channel, ChannelDecision.Decide(past, Samples.Policy).Channel);
    }

    /// <summary>The same for the enterprise and the watchlist.</summary>
    public static TheoryData<string, ChannelFacts, Channel, string> ClassAndWatchlist()
    {
        var green = Samples.GreenFacts();
        return new()
        {
            { "class 3", green with { EnterpriseClass = 3 }, Channel.Standard, "ENTERPRISE_CLASS" },
            { "class 4", green with { EnterpriseClass = 4 }, Channel.Enhanced, "ENHANCED_CLASS" },
            { "class 0", green with { EnterpriseClass = 0 }, Channel.Standard, "ENTERPRISE_CLASS" },
            {
                "level 1",
                green with
                {
                    GravestWatchlistLevel = 1,
                },
                Channel.Enhanced,
                "ENHANCED_WATCHLIST"
            },
            {
                "level 2",
                green with
                {
                    GravestWatchlistLevel = 2,
                },
                Channel.Enhanced,
                "ENHANCED_WATCHLIST"
            },
            { "level 3", green with { GravestWatchlistLevel = 3 }, Channel.Green, "" },
        };
    }

    /// <summary>The same for score and doubts.</summary>
    public static TheoryData<string, ChannelFacts, Channel, string> Risk()
    {
        var green = Samples.GreenFacts();
        return new()
        {
            { "score 29", green with { Score = 29 }, Channel.Green, "" },
            { "score 30", green with { Score = 30 }, Channel.Standard, "SCORE" },
            {
                "high grade",
                green with
                {
                    Grade = RiskGrade.High,
                },
                Channel.Enhanced,
                "ENHANCED_GRADE"
            },
            {
                "unjudged rule",
                green with
                {
                    HasUnjudgedRule = true,
                },
                Channel.Standard,
                "RULES_JUDGED"
            },
            { "a note", green with { GravestDoubt = DoubtLevel.Note }, Channel.Green, "" },
            {
                "a warning",
                green with
                {
                    GravestDoubt = DoubtLevel.Warning,
                },
                Channel.Standard,
                "DOUBTS"
            },
            {
                "a doubt of no known level",
                green with
                {
                    GravestDoubt = null,
                },
                Channel.Standard,
                "DOUBTS"
            },
        };
    }

    /// <summary>The same for holds and the random sample.</summary>
    public static TheoryData<string, ChannelFacts, Channel, string> HoldAndSample()
    {
        var green = Samples.GreenFacts();
        return new()
        {
            { "on hold", green with { OnHold = true }, Channel.Standard, "HOLD" },
            {
                "drawn",
                green with
                {
                    SampleDrawPercent = 1.999999m,
                },
                Channel.Standard,
                "RANDOM_SAMPLE"
            },
            { "just not drawn", green with { SampleDrawPercent = 2m }, Channel.Green, "" },
            {
                "drawn at an earlier attempt",
                green with
                {
                    DrawnBefore = true,
                },
                Channel.Standard,
                "RANDOM_SAMPLE"
            },
            {
                "no seed",
                green with
                {
                    SampleDrawPercent = null,
                },
                Channel.Standard,
                "RANDOM_SAMPLE"
            },
        };
    }

    [Theory]
    [MemberData(nameof(EnrolmentAndAmount))]
    [MemberData(nameof(ClassAndWatchlist))]
    [MemberData(nameof(Risk))]
    [MemberData(nameof(HoldAndSample))]
    public void A_filing_gets_its_channel_and_the_condition_that_decided_it(
        string change,
        ChannelFacts facts,
        Channel channel,
        string because
    )
    {
        Assert.NotNull(change);

        var verdict = ChannelDecision.Decide(facts, Samples.Policy);

        Assert.Equal(channel, verdict.Channel);
        if (because.Length > 0)
            Assert.Contains(because, Deciding(verdict));
        else
            Assert.Empty(Deciding(verdict));
    }

    [Fact]
    public void Every_condition_is_returned_with_value_limit_and_both_texts()
    {
        var verdict = ChannelDecision.Decide(Samples.GreenFacts(), Samples.Policy);

        Assert.Equal(12, verdict.Conditions.Count);
        Assert.Equal(12, verdict.Conditions.Select(one => one.Code).Distinct().Count());
        Assert.All(verdict.Conditions, one => Assert.NotEmpty(one.Text.Zh));
        Assert.All(verdict.Conditions, one => Assert.NotEmpty(one.Text.En));
        Assert.All(verdict.Conditions, one => Assert.NotEmpty(one.Limit));
        // Without a hit there is no level to tell.
        Assert.Equal(
            ["ENHANCED_WATCHLIST", "WATCHLIST"],
            verdict.Conditions.Where(one => one.Value.Length == 0).Select(one => one.Code)
        );
        var large = verdict.Conditions.Single(one => one.Code == "LARGE_REBATE");
        Assert.Equal(("6000000.00", "5000000.00"), (large.Value, large.Limit));
    }

    [Fact]
    public void Zero_rebate_never_gets_the_green_channel() =>
        Samples.AnyFacts.Sample(facts =>
            ChannelDecision.Decide(facts with { RebateDueCny = 0 }, Samples.Policy).Channel
            != Channel.Green
        );

    [Fact]
    public void An_unjudged_rule_never_gets_the_green_channel() =>
        Samples.AnyFacts.Sample(facts =>
            ChannelDecision.Decide(facts with { HasUnjudgedRule = true }, Samples.Policy).Channel
            != Channel.Green
        );

    [Fact]
    public void A_filer_without_enrolment_never_gets_the_green_channel() =>
        Samples.AnyFacts.Sample(facts =>
            ChannelDecision.Decide(facts with { Enrolment = null }, Samples.Policy).Channel
            != Channel.Green
        );

    [Fact]
    public void A_grave_watchlist_hit_is_always_enhanced() =>
        Samples.AnyFacts.Sample(facts =>
            ChannelDecision.Decide(facts with { GravestWatchlistLevel = 1 }, Samples.Policy).Channel
            == Channel.Enhanced
        );

    [Fact]
    public void A_green_case_meets_every_green_condition_and_no_enhanced_one() =>
        Samples.AnyFacts.Sample(facts =>
        {
            var verdict = ChannelDecision.Decide(facts, Samples.Policy);
            var clean = Deciding(verdict).Count == 0;
            return clean == (verdict.Channel == Channel.Green);
        });

    [Fact]
    public void A_higher_score_never_makes_a_case_greener() =>
        Gen.Select(Samples.AnyFacts, Gen.Int[0, 100])
            .Sample(
                (facts, more) =>
                {
                    var before = ChannelDecision.Decide(facts, Samples.Policy).Channel;
                    var worse = facts with { Score = Math.Max(facts.Score, more) };
                    return ChannelDecision.Decide(worse, Samples.Policy).Channel >= before;
                }
            );

    [Theory]
    [InlineData("2", true)]
    [InlineData("6.999999", true)]
    [InlineData("7", false)]
    public void The_share_after_the_decision_stays_green_and_is_marked(string draw, bool marked)
    {
        var facts = Samples.GreenFacts() with { SampleDrawPercent = decimal.Parse(draw, null) };

        var verdict = ChannelDecision.Decide(facts, Samples.Policy);

        Assert.Equal((Channel.Green, marked), (verdict.Channel, verdict.LaterCheck));
    }

    /// <summary>Conditions that keep a case from green or make it enhanced.</summary>
    private static List<string> Deciding(ChannelVerdict verdict) =>
        [
            .. verdict
                .Conditions.Where(one =>
                    one.For == Channel.Enhanced
                        ? one.Outcome == ConditionOutcome.Met
                        : one.Outcome != ConditionOutcome.Met
                )
                .Select(one => one.Code),
        ];
}
