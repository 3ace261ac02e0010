using static RebateFlow.GreenChannel.ConditionValue;

namespace RebateFlow.GreenChannel;

/// <summary>
/// The green-channel decision, and nowhere else: facts and the dated policy in, channel and reasons
/// out. Approval decides with it, Risk forecasts with it.
/// </summary>
/// <remarks>
/// One met condition for Enhanced makes the case Enhanced. Otherwise every condition for Green must
/// be met; one that is not met, or that nobody could judge, leaves the case Standard. All
/// conditions are returned, so an officer sees how near a filing came.
/// </remarks>
public static class ChannelDecision
{
    /// <summary>Every condition there is; a new one is a row here.</summary>
    private static readonly ConditionRule[] table =
    [
        new("ENHANCED_WATCHLIST", Channel.Enhanced)
        {
            Value = facts => Whole(facts.GravestWatchlistLevel),
            Limit = (_, policy) => new Number(policy.EnhancedWatchlistLevel),
            IsMet = (facts, policy) => facts.GravestWatchlistLevel <= policy.EnhancedWatchlistLevel,
        },
        new("ENHANCED_GRADE", Channel.Enhanced)
        {
            Value = facts => facts.Grade is { } grade ? new Grade(grade) : null,
            Limit = (_, policy) => new Grade(policy.EnhancedGrade),
            IsMet = (facts, policy) =>
                facts.Grade is { } grade ? grade >= policy.EnhancedGrade : null,
        },
        new("ENHANCED_CLASS", Channel.Enhanced)
        {
            Value = facts => Whole(facts.EnterpriseClass),
            Limit = (_, policy) => new Number(policy.EnhancedClass),
            IsMet = (facts, policy) =>
                facts.EnterpriseClass is { } own ? own >= policy.EnhancedClass : null,
        },
        new("ENROLMENT", Channel.Green)
        {
            Value = facts =>
                facts.Enrolment is { } period ? new Days(period.ValidFrom, period.ValidTo) : null,
            Limit = (facts, _) => new Day(facts.Today),
            IsMet = (facts, _) => facts.Enrolment?.Covers(facts.Today) ?? false,
        },
        new("LARGE_REBATE", Channel.Green)
        {
            Value = facts => new Money(facts.RebateDueCny),
            Limit = (_, policy) => new Money(policy.MinimumRebateCny),
            IsMet = (facts, policy) => facts.RebateDueCny >= policy.MinimumRebateCny,
        },
        new("ENTERPRISE_CLASS", Channel.Green)
        {
            Value = facts => Whole(facts.EnterpriseClass),
            Limit = (_, policy) => new Number(policy.LastGreenClass),
            IsMet = (facts, policy) =>
                facts.EnterpriseClass is { } own ? own >= 1 && own <= policy.LastGreenClass : null,
        },
        new("WATCHLIST", Channel.Green)
        {
            Value = facts => Whole(facts.GravestWatchlistLevel),
            Limit = (_, policy) => new Number(policy.BarringWatchlistLevel),
            IsMet = (facts, policy) =>
                !(facts.GravestWatchlistLevel <= policy.BarringWatchlistLevel),
        },
        new("SCORE", Channel.Green)
        {
            Value = facts => new Number(facts.Score),
            Limit = (_, policy) => new Number(policy.ScoreLimit),
            IsMet = (facts, policy) => facts.Score < policy.ScoreLimit,
        },
        new("RULES_JUDGED", Channel.Green)
        {
            Value = facts => new Flag(facts.HasUnjudgedRule),
            Limit = (_, _) => new Flag(false),
            IsMet = (facts, _) => facts.HasUnjudgedRule ? null : true,
        },
        new("DOUBTS", Channel.Green)
        {
            Value = facts => facts.GravestDoubt is { } gravest ? new Doubt(gravest) : null,
            Limit = (_, policy) => new Doubt(policy.GravestGreenDoubt),
            IsMet = (facts, policy) =>
                facts.GravestDoubt is { } gravest ? gravest <= policy.GravestGreenDoubt : null,
        },
        new("HOLD", Channel.Green)
        {
            IsOfCase = true,
            Value = facts => facts.Case is { } own ? new Flag(own.OnHold) : null,
            Limit = (_, _) => new Flag(false),
            IsMet = (facts, _) => !facts.Case?.OnHold,
        },
        new("RANDOM_SAMPLE", Channel.Green)
        {
            IsOfCase = true,
            Value = facts => facts.Case?.SampleDrawPercent is { } draw ? new Percent(draw) : null,
            Limit = (_, policy) => new Percent(policy.SampleBeforePercent),
            IsMet = (facts, policy) =>
                facts.Case is { SampleDrawPercent: { } draw } own
                    ? !own.DrawnBefore && draw >= policy.SampleBeforePercent
                    : null,
        },
        // Told only where a hit asks for something: else there is nothing to show.
        new("ENHANCED_EFFECT", Channel.Enhanced)
        {
            Applies = (facts, _) => facts.WatchlistEffects.Count > 0,
            Value = facts => new Effects(facts.WatchlistEffects),
            Limit = (_, _) => new Effects([WatchlistEffects.EnhancedReview]),
            IsMet = (facts, _) => facts.WatchlistEffects.Contains(WatchlistEffects.EnhancedReview),
        },
        new("EFFECT", Channel.Green)
        {
            Applies = (facts, _) => facts.WatchlistEffects.Count > 0,
            Value = facts => new Effects(facts.WatchlistEffects),
            Limit = (_, _) => new Effects([WatchlistEffects.NoGreen]),
            IsMet = (facts, _) => !facts.WatchlistEffects.Contains(WatchlistEffects.NoGreen),
        },
    ];

    /// <summary>The code of every condition, in the order of the table.</summary>
    public static IReadOnlyList<string> Codes { get; } = [.. table.Select(rule => rule.Code)];

    /// <summary>Decides the channel of a case.</summary>
    public static ChannelVerdict Decide(ChannelFacts facts, ChannelPolicy policy)
    {
        var conditions = Judge(table, facts, policy);
        var channel = Pick(conditions);
        var laterCheck =
            channel == Channel.Green
            && facts.Case?.SampleDrawPercent
                < policy.SampleBeforePercent + policy.SampleAfterPercent;
        return new(channel, laterCheck, conditions);
    }

    /// <summary>
    /// Tells where a filing that is no case yet would go. What only a case has is left out, so
    /// Green means green unless it is held or drawn.
    /// </summary>
    public static Channel Forecast(ChannelFacts facts, ChannelPolicy policy) =>
        Pick(Judge(table.Where(rule => !rule.IsOfCase), facts, policy));

    private static ChannelCondition[] Judge(
        IEnumerable<ConditionRule> rules,
        ChannelFacts facts,
        ChannelPolicy policy
    ) =>
        [
            .. rules
                .Where(rule => rule.Applies(facts, policy))
                .Select(rule => rule.Judge(facts, policy)),
        ];

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

    private static Number? Whole(int? value) => value is { } known ? new(known) : null;
}
