using RebateFlow.Contracts.Intake;
using RebateFlow.Contracts.Risk;
using RebateFlow.GreenChannel;
using RebateFlow.Risk.Tests.Builders;
using RebateFlow.RiskScoring.Simulation;

namespace RebateFlow.Risk.Tests.Simulation;

/// <summary>What Risk hands to the channel decision when it forecasts.</summary>
public sealed class KnownChannelFactsTests
{
    private static readonly DateOnly today = new(2026, 4, 20);
    private static readonly JudgedRisk harmless = new(0, "LOW", false, []);

    [Fact]
    public void A_large_filing_of_an_enrolled_trusted_filer_is_forecast_green() =>
        Assert.Equal(Channel.Green, Forecast(Facts()));

    [Fact]
    public void A_filing_of_unknown_class_is_never_forecast_green() =>
        Assert.Equal(Channel.Standard, Forecast(Facts(enterpriseClass: null)));

    [Fact]
    public void An_enrolment_that_has_ended_or_is_not_there_is_not_green()
    {
        Assert.Equal(Channel.Standard, Forecast(Facts(enrolment: null)));
        Assert.Equal(
            Channel.Standard,
            Forecast(Facts(enrolment: new(new(2025, 1, 1), today.AddDays(-1))))
        );
    }

    [Theory]
    [InlineData(Channel.Green)]
    [InlineData(Channel.Green, "NOTE")]
    [InlineData(Channel.Standard, "NOTE", "WARNING")]
    [InlineData(Channel.Standard, "FATAL")]
    public void The_gravest_doubt_counts_and_one_of_unknown_level_is_not_green(
        Channel channel,
        params string[] levels
    ) => Assert.Equal(channel, Forecast(Facts(doubts: levels)));

    [Theory]
    [InlineData(Channel.Green, 3, "LETTER")]
    [InlineData(Channel.Standard, 3, "NO_GREEN")]
    [InlineData(Channel.Enhanced, 3, "NO_GREEN", "ENHANCED_REVIEW")]
    [InlineData(Channel.Enhanced, 2)]
    public void The_gravest_hit_counts_and_so_does_what_any_level_asks_for(
        Channel channel,
        int level,
        params string[] effects
    ) =>
        Assert.Equal(
            channel,
            Forecast(Facts(harmless with { Hits = [Hit(4, []), Hit(level, effects)] }))
        );

    [Fact]
    public void An_unjudged_rule_a_high_score_and_a_high_grade_count()
    {
        Assert.Equal(Channel.Standard, Forecast(Facts(harmless with { HasUnjudgedRule = true })));
        Assert.Equal(Channel.Standard, Forecast(Facts(harmless with { Score = 30 })));
        Assert.Equal(Channel.Enhanced, Forecast(Facts(harmless with { Grade = "HIGH" })));
    }

    private static Channel Forecast(ChannelFacts facts) =>
        ChannelDecision.Forecast(facts, Policies.Newest);

    private static ChannelFacts Facts(JudgedRisk? risk = null) =>
        Facts(1, new(today, null), [], risk);

    private static ChannelFacts Facts(int? enterpriseClass) =>
        Facts(enterpriseClass, new(today, null), []);

    private static ChannelFacts Facts(EnrolmentPeriod? enrolment) => Facts(1, enrolment, []);

    private static ChannelFacts Facts(string[] doubts) => Facts(1, new(today, null), doubts);

    private static ChannelFacts Facts(
        int? enterpriseClass,
        EnrolmentPeriod? enrolment,
        string[] doubts,
        JudgedRisk? risk = null
    ) =>
        KnownChannelFacts.Of(
            new SimulatedFiling(
                Guid.Empty,
                Guid.Empty,
                "91120116MA90DEM10T",
                10_000_000m,
                "LOW",
                0,
                HasUnjudgedRule: false,
                "2026-01-01",
                enrolment,
                Outcome: "",
                Findings: "",
                IsLive: true,
                [],
                []
            ),
            enterpriseClass,
            [.. doubts.Select(Doubt)],
            risk ?? harmless,
            today
        );

    private static FiledDoubt Doubt(string level) =>
        new()
        {
            DoubtNo = 1,
            Code = "M105",
            Level = level,
            PassableBy = "OFFICER",
            Form = "export",
            Place = "0001",
            Field = "fobUsd",
            Declared = "5000.00",
            Expected = "4900.00",
            TextZh = "离岸价不符",
            TextEn = "FOB differs",
        };

    private static WatchlistHit Hit(int level, string[] effects) =>
        new()
        {
            EntryId = Guid.Empty,
            Kind = "COMMODITY",
            Key = "8471",
            MatchedValue = "8471301000",
            Level = level,
            Reason = "示例",
            Effects = effects,
        };
}
