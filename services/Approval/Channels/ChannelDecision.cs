using System.Globalization;
using RebateFlow.Approval.Casework;
using RebateFlow.Approval.Casework.Channels;

namespace RebateFlow.Approval.Channels;

/// <summary>
/// The green-channel decision, and nowhere else: facts and the dated policy in, channel and reasons
/// out.
/// </summary>
/// <remarks>
/// One met condition for Enhanced makes the case Enhanced. Otherwise every condition for Green must
/// be met; one that is not met, or that nobody could judge, leaves the case Standard. All
/// conditions are returned, so an officer sees how near a filing came.
/// </remarks>
public static class ChannelDecision
{
    public static ChannelVerdict Decide(ChannelFacts facts, ChannelPolicy policy)
    {
        ChannelCondition[] conditions =
        [
            EnhancedByWatchlist(facts, policy),
            EnhancedByGrade(facts, policy),
            EnhancedByClass(facts, policy),
            LiveEnrolment(facts),
            LargeRebate(facts, policy),
            TrustedClass(facts, policy),
            NoGraveWatchlistHit(facts, policy),
            LowScore(facts, policy),
            EveryRuleJudged(facts),
            NoDoubtBeyondTheLimit(facts, policy),
            NoHold(facts),
            NotDrawn(facts, policy),
            // Told only where a hit is: without one there is nothing that a level could ask for.
            .. facts.WatchlistEffects.Count == 0
                ? Array.Empty<ChannelCondition>()
                : [EnhancedByEffect(facts), NoBarringEffect(facts)],
        ];
        var channel = Pick(conditions);
        var laterCheck =
            channel == Channel.Green
            && facts.SampleDrawPercent < policy.SampleBeforePercent + policy.SampleAfterPercent;
        return new(channel, laterCheck, conditions);
    }

    private static Channel Pick(ChannelCondition[] conditions)
    {
        if (Any(conditions, Channel.Enhanced, ConditionOutcome.Met))
            return Channel.Enhanced;
        return
            Any(conditions, Channel.Green, ConditionOutcome.NotMet)
            || Any(conditions, Channel.Green, ConditionOutcome.NotJudged)
            ? Channel.Standard
            : Channel.Green;
    }

    private static bool Any(ChannelCondition[] conditions, Channel of, ConditionOutcome outcome) =>
        Array.Exists(conditions, one => one.For == of && one.Outcome == outcome);

    private static ChannelCondition EnhancedByWatchlist(ChannelFacts facts, ChannelPolicy policy) =>
        new(
            "ENHANCED_WATCHLIST",
            Channel.Enhanced,
            Judge(facts.GravestWatchlistLevel <= policy.EnhancedWatchlistLevel),
            Level(facts.GravestWatchlistLevel),
            Whole(policy.EnhancedWatchlistLevel)
        );

    private static ChannelCondition EnhancedByEffect(ChannelFacts facts) =>
        new(
            "ENHANCED_EFFECT",
            Channel.Enhanced,
            Judge(facts.WatchlistEffects.Contains(WatchlistEffects.EnhancedReview)),
            WatchlistEffects.Join(facts.WatchlistEffects),
            WatchlistEffects.EnhancedReview
        );

    private static ChannelCondition EnhancedByGrade(ChannelFacts facts, ChannelPolicy policy) =>
        new(
            "ENHANCED_GRADE",
            Channel.Enhanced,
            facts.Grade is { } grade
                ? Judge(grade >= policy.EnhancedGrade)
                : ConditionOutcome.NotJudged,
            facts.Grade is { } known ? Codes.Of(known) : "",
            Codes.Of(policy.EnhancedGrade)
        );

    private static ChannelCondition EnhancedByClass(ChannelFacts facts, ChannelPolicy policy) =>
        new(
            "ENHANCED_CLASS",
            Channel.Enhanced,
            Judge(facts.EnterpriseClass >= policy.EnhancedClass),
            Whole(facts.EnterpriseClass),
            Whole(policy.EnhancedClass)
        );

    private static ChannelCondition LiveEnrolment(ChannelFacts facts) =>
        new(
            "ENROLMENT",
            Channel.Green,
            Judge(facts.Enrolment?.Covers(facts.Today) ?? false),
            facts.Enrolment is { } period
                ? $"{Day(period.ValidFrom)}/{(period.ValidTo is { } end ? Day(end) : "..")}"
                : "",
            Day(facts.Today)
        );

    private static ChannelCondition LargeRebate(ChannelFacts facts, ChannelPolicy policy) =>
        new(
            "LARGE_REBATE",
            Channel.Green,
            Judge(facts.RebateDueCny >= policy.MinimumRebateCny),
            Money(facts.RebateDueCny),
            Money(policy.MinimumRebateCny)
        );

    private static ChannelCondition TrustedClass(ChannelFacts facts, ChannelPolicy policy) =>
        new(
            "ENTERPRISE_CLASS",
            Channel.Green,
            Judge(facts.EnterpriseClass >= 1 && facts.EnterpriseClass <= policy.LastGreenClass),
            Whole(facts.EnterpriseClass),
            Whole(policy.LastGreenClass)
        );

    private static ChannelCondition NoGraveWatchlistHit(ChannelFacts facts, ChannelPolicy policy) =>
        new(
            "WATCHLIST",
            Channel.Green,
            Judge(!(facts.GravestWatchlistLevel <= policy.BarringWatchlistLevel)),
            Level(facts.GravestWatchlistLevel),
            Whole(policy.BarringWatchlistLevel)
        );

    private static ChannelCondition NoBarringEffect(ChannelFacts facts) =>
        new(
            "EFFECT",
            Channel.Green,
            Judge(!facts.WatchlistEffects.Contains(WatchlistEffects.NoGreen)),
            WatchlistEffects.Join(facts.WatchlistEffects),
            WatchlistEffects.NoGreen
        );

    private static ChannelCondition LowScore(ChannelFacts facts, ChannelPolicy policy) =>
        new(
            "SCORE",
            Channel.Green,
            Judge(facts.Score < policy.ScoreLimit),
            Whole(facts.Score),
            Whole(policy.ScoreLimit)
        );

    private static ChannelCondition EveryRuleJudged(ChannelFacts facts) =>
        new(
            "RULES_JUDGED",
            Channel.Green,
            facts.HasUnjudgedRule ? ConditionOutcome.NotJudged : ConditionOutcome.Met,
            facts.HasUnjudgedRule ? "1" : "0",
            "0"
        );

    private static ChannelCondition NoDoubtBeyondTheLimit(
        ChannelFacts facts,
        ChannelPolicy policy
    ) =>
        new(
            "DOUBTS",
            Channel.Green,
            facts.GravestDoubt is { } gravest
                ? Judge(gravest <= policy.GravestGreenDoubt)
                : ConditionOutcome.NotJudged,
            facts.GravestDoubt is { } known ? Codes.Of(known) : "",
            Codes.Of(policy.GravestGreenDoubt)
        );

    private static ChannelCondition NoHold(ChannelFacts facts) =>
        new("HOLD", Channel.Green, Judge(!facts.OnHold), facts.OnHold ? "1" : "0", "0");

    private static ChannelCondition NotDrawn(ChannelFacts facts, ChannelPolicy policy) =>
        new(
            "RANDOM_SAMPLE",
            Channel.Green,
            facts.SampleDrawPercent is { } draw
                ? Judge(!facts.DrawnBefore && draw >= policy.SampleBeforePercent)
                : ConditionOutcome.NotJudged,
            facts.SampleDrawPercent is { } drawn ? Percent(drawn) : "",
            Percent(policy.SampleBeforePercent)
        );

    private static ConditionOutcome Judge(bool met) =>
        met ? ConditionOutcome.Met : ConditionOutcome.NotMet;

    private static string Level(int? level) => level is { } some ? Whole(some) : "";

    private static string Whole(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Money(decimal value) =>
        value.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Percent(decimal value) =>
        value.ToString("0.######", CultureInfo.InvariantCulture);

    private static string Day(DateOnly day) =>
        day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
