using CsCheck;
using RebateFlow.Approval.Casework.Channels;
using RebateFlow.Approval.Channels;
using RebateFlow.Approval.Policies;
using RebateFlow.Contracts.Risk;
using RebateFlow.RiskScoring.Rules.Scores;
using RebateFlow.RiskScoring.Simulation;

namespace RebateFlow.Risk.Tests.Simulation;

/// <summary>
/// The forecast of Risk beside the decision of Approval: over any facts and any limits they say
/// the same of a filing that is neither drawn nor held.
/// </summary>
public sealed class ChannelForecastTests
{
    private static readonly DateOnly today = new(2026, 4, 20);

    private static readonly string[] asked = ["", "NO_GREEN", "ENHANCED_REVIEW", "HOLD,NO_GREEN"];

    private static readonly Gen<(ChannelFacts Facts, ChannelPolicy Policy)> any =
        from enrolled in Gen.Bool
        from rebate in Gen.Int[0, 10]
        from enterpriseClass in Gen.Int[1, 4]
        from level in Gen.Int[0, 4]
        from effects in Gen.Int[0, 3]
        from score in Gen.Int[0, 100]
        from grade in Gen.Enum<RiskGrade>()
        from unjudged in Gen.Bool
        from doubt in Gen.Enum<DoubtLevel>()
        from limits in Limits
        select (
            new ChannelFacts
            {
                Today = today,
                Enrolment = enrolled ? new(today, null) : null,
                RebateDueCny = rebate,
                EnterpriseClass = enterpriseClass,
                GravestWatchlistLevel = level == 0 ? null : level,
                WatchlistEffects = level == 0 ? [] : WatchlistEffects.Split(asked[effects]),
                Score = score,
                Grade = grade,
                HasUnjudgedRule = unjudged,
                GravestDoubt = doubt,
                OnHold = false,
                SampleDrawPercent = 99.9m,
                DrawnBefore = false,
            },
            limits
        );

    private static readonly ChannelPolicy seed = ChannelPolicy.From(
        LoadSeeds.ReadPolicies("green-channel-policies/")[^1].Policy
    );

    private static Gen<ChannelPolicy> Limits =>
        from rebate in Gen.Int[1, 10]
        from green in Gen.Int[1, 4]
        from barring in Gen.Int[1, 4]
        from score in Gen.Int[1, 100]
        from doubt in Gen.Enum<DoubtLevel>()
        from enhancedLevel in Gen.Int[1, 4]
        from grade in Gen.Enum<RiskGrade>()
        from enhancedClass in Gen.Int[1, 4]
        select seed with
        {
            MinimumRebateCny = rebate,
            LastGreenClass = green,
            BarringWatchlistLevel = barring,
            ScoreLimit = score,
            GravestGreenDoubt = doubt,
            EnhancedWatchlistLevel = enhancedLevel,
            EnhancedGrade = grade,
            EnhancedClass = enhancedClass,
        };

    [Fact]
    public void The_forecast_says_what_the_decision_says() =>
        any.Sample(
            sample =>
                Forecast(sample.Facts, sample.Policy)
                == Approval.Casework.Codes.Of(ChannelDecision.Decide(sample.Facts, sample.Policy).Channel),
            iter: 50_000
        );

    [Fact]
    public void All_three_channels_are_forecast()
    {
        var seen = new HashSet<string>();
        any.Sample(
            sample =>
            {
                lock (seen)
                    seen.Add(Forecast(sample.Facts, sample.Policy));
            },
            iter: 50_000
        );

        Assert.Equal(3, seen.Count);
    }

    [Fact]
    public void A_filing_of_unknown_class_is_never_forecast_green()
    {
        var facts = new ForecastFacts(true, 10_000_000, null, "NONE");

        Assert.Equal("STANDARD", ChannelForecast.Of(facts, (0, Grade.Low, false), [], Of(seed)));
        Assert.Equal(
            "GREEN",
            ChannelForecast.Of(
                facts with
                {
                    EnterpriseClass = 1,
                },
                (0, Grade.Low, false),
                [],
                Of(seed)
            )
        );
    }

    private static string Forecast(ChannelFacts facts, ChannelPolicy policy) =>
        ChannelForecast.Of(
            new(
                facts.Enrolment is not null,
                facts.RebateDueCny,
                facts.EnterpriseClass,
                Approval.Casework.Codes.Of(facts.GravestDoubt!.Value)
            ),
            (facts.Score, Enum.Parse<Grade>($"{facts.Grade}"), facts.HasUnjudgedRule),
            facts.GravestWatchlistLevel is { } level
                ?
                [
                    new WatchlistHit
                    {
                        EntryId = Guid.Empty,
                        Kind = "COMMODITY",
                        Key = "8471",
                        MatchedValue = "8471301000",
                        Level = level,
                        Reason = "示例",
                        Effects = facts.WatchlistEffects,
                    },
                ]
                : [],
            Of(policy)
        );

    private static ChannelLimits Of(ChannelPolicy policy) =>
        new(
            policy.Version,
            policy.MinimumRebateCny,
            policy.LastGreenClass,
            policy.BarringWatchlistLevel,
            policy.ScoreLimit,
            Approval.Casework.Codes.Of(policy.GravestGreenDoubt),
            policy.EnhancedWatchlistLevel,
            Approval.Casework.Codes.Of(policy.EnhancedGrade),
            policy.EnhancedClass
        );
}
