namespace RebateFlow.GreenChannel;

/// <summary>A row of the table of conditions: how one is judged.</summary>
/// <param name="Code">Stable name.</param>
/// <param name="For">The channel that it opens.</param>
internal sealed record ConditionRule(string Code, Channel For)
{
    /// <summary>Whether it is looked at; always, unless a row says otherwise.</summary>
    public Func<ChannelFacts, ChannelPolicy, bool> Applies { get; init; } = (_, _) => true;

    /// <summary>True for what only a case has: a forecast leaves it out.</summary>
    public bool IsOfCase { get; init; }

    /// <summary>What the filing has.</summary>
    public required Func<ChannelFacts, ConditionValue?> Value { get; init; }

    /// <summary>What it is held against.</summary>
    public required Func<ChannelFacts, ChannelPolicy, ConditionValue> Limit { get; init; }

    /// <summary>Whether the condition holds; null when nobody can tell.</summary>
    public required Func<ChannelFacts, ChannelPolicy, bool?> IsMet { get; init; }

    /// <summary>Judges the condition.</summary>
    public ChannelCondition Judge(ChannelFacts facts, ChannelPolicy policy) =>
        new(
            Code,
            For,
            IsMet(facts, policy) switch
            {
                true => ConditionOutcome.Met,
                false => ConditionOutcome.NotMet,
                null => ConditionOutcome.NotJudged,
            },
            Value(facts),
            Limit(facts, policy)
        );
}
