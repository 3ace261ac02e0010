namespace RebateFlow.GreenChannel;

/// <summary>
/// The channel, and every condition that was looked at, in the order of the table.
/// </summary>
/// <param name="Channel">The channel.</param>
/// <param name="LaterCheck">
/// A green case whose papers are drawn for a check after the decision (pay now, audit later).
/// </param>
/// <param name="Conditions">The conditions.</param>
public sealed record ChannelVerdict(
    Channel Channel,
    bool LaterCheck,
    IReadOnlyList<ChannelCondition> Conditions
);

/// <summary>A condition of the channel decision with what it was held against.</summary>
/// <param name="Code">Stable name, such as <c>LARGE_REBATE</c>.</param>
/// <param name="For">
/// The channel it opens: all of Green's must be met, one of Enhanced's is enough.
/// </param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Value">What the filing has; null when it has none, or nobody could tell.</param>
/// <param name="Limit">What the policy allows or asks for.</param>
public sealed record ChannelCondition(
    string Code,
    Channel For,
    ConditionOutcome Outcome,
    ConditionValue? Value,
    ConditionValue Limit
);

/// <summary>What became of one condition.</summary>
public enum ConditionOutcome
{
    /// <summary>It holds.</summary>
    Met,

    /// <summary>It does not hold.</summary>
    NotMet,

    /// <summary>It could not be judged. Such a condition never buys a green channel.</summary>
    NotJudged,
}
