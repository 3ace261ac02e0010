using System.Collections.Concurrent;
using System.Globalization;
using CsCheck;
using RebateFlow.GreenChannel;

namespace RebateFlow.Shared.Tests.GreenChannel;

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
    [InlineData(Channel.Enhanced, "ENHANCED_EFFECT", "ENHANCED_REVIEW", "NO_GREEN")]
    [InlineData(Channel.Standard, "EFFECT", "NO_GREEN")]
    [InlineData(Channel.Green, "", "SELF_INSPECTION")]
    public void What_risk_says_that_a_level_asks_for_counts_beside_the_levels_of_the_policy(
        Channel channel,
        string because,
        params string[] effects
    )
    {
        var facts = Samples.GreenFacts() with
        {
            GravestWatchlistLevel = 3,
            WatchlistEffects = effects,
        };

        var verdict = ChannelDecision.Decide(facts, Samples.Policy);

        Assert.Equal(channel, verdict.Channel);
        Assert.Equal(ChannelDecision.Codes, verdict.Conditions.Select(one => one.Code));
        if (because.Length > 0)
            Assert.Contains(because, Deciding(verdict));
        else
            Assert.Empty(Deciding(verdict));
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
            {
                "on hold",
                Samples.Of(green, own => own with { OnHold = true }),
                Channel.Standard,
                "HOLD"
            },
            {
                "drawn",
                Samples.Of(green, own => own with { SampleDrawPercent = 1.999999m }),
                Channel.Standard,
                "RANDOM_SAMPLE"
            },
            {
                "just not drawn",
                Samples.Of(green, own => own with { SampleDrawPercent = 2m }),
                Channel.Green,
                ""
            },
            {
                "drawn at an earlier attempt",
                Samples.Of(green, own => own with { DrawnBefore = true }),
                Channel.Standard,
                "RANDOM_SAMPLE"
            },
            {
                "no seed",
                Samples.Of(green, own => own with { SampleDrawPercent = null }),
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
    public void A_case_without_a_hit_is_shown_every_condition_with_value_and_limit_in_their_types()
    {
        var verdict = ChannelDecision.Decide(Samples.GreenFacts(), Samples.Policy);

        Assert.Equal(
            ChannelDecision.Codes.Except(["ENHANCED_EFFECT", "EFFECT"]),
            verdict.Conditions.Select(one => one.Code)
        );
        // Without a hit there is no level to tell.
        Assert.Equal(
            ["ENHANCED_WATCHLIST", "WATCHLIST"],
            verdict.Conditions.Where(one => one.Value is null).Select(one => one.Code)
        );
        var large = verdict.Conditions.Single(one => one.Code == "LARGE_REBATE");
        Assert.Equal(new ConditionValue.Money(6_000_000m), large.Value);
        Assert.Equal(new ConditionValue.Money(5_000_000m), large.Limit);
    }

    [Fact]
    public void No_two_conditions_share_a_code() =>
        Assert.Equal(ChannelDecision.Codes.Count, ChannelDecision.Codes.Distinct().Count());

    [Fact]
    public void What_only_a_case_has_is_not_judged_without_a_case_and_never_green()
    {
        var verdict = ChannelDecision.Decide(
            Samples.GreenFacts() with
            {
                Case = null,
            },
            Samples.Policy
        );

        Assert.Equal(Channel.Standard, verdict.Channel);
        Assert.Equal(["HOLD", "RANDOM_SAMPLE"], Deciding(verdict));
        Assert.False(verdict.LaterCheck);
    }

    [Fact]
    public void A_forecast_is_the_decision_on_a_case_that_is_neither_held_nor_drawn()
    {
        var clear = Samples.GreenFacts().Case;
        var seen = new ConcurrentDictionary<Channel, bool>();

        Samples.AnyFacts.Sample(facts =>
        {
            var forecast = ChannelDecision.Forecast(facts with { Case = null }, Samples.Policy);
            seen[forecast] = true;
            var decided = ChannelDecision.Decide(facts with { Case = clear }, Samples.Policy);
            return forecast == decided.Channel
                && forecast == ChannelDecision.Forecast(facts, Samples.Policy);
        });

        Assert.Equal(3, seen.Count);
    }

    [Fact]
    public void A_filing_of_unknown_class_is_not_green_and_a_low_score_does_not_help()
    {
        var facts = Samples.GreenFacts() with { EnterpriseClass = null };

        var verdict = ChannelDecision.Decide(facts, Samples.Policy);

        Assert.Equal(Channel.Standard, verdict.Channel);
        Assert.Equal(["ENTERPRISE_CLASS"], Deciding(verdict));
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
        var percent = decimal.Parse(draw, CultureInfo.InvariantCulture);
        var facts = Samples.Of(
            Samples.GreenFacts(),
            own => own with { SampleDrawPercent = percent }
        );

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
