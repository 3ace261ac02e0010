using RebateFlow.Approval.Casework;
using RebateFlow.Approval.Casework.Channels;

namespace RebateFlow.Approval.Channels;

/// <summary>What became of one condition.</summary>
public enum ConditionOutcome
{
    Met,
    NotMet,

    /// <summary>It could not be judged. Such a condition never buys a green channel.</summary>
    NotJudged,
}

/// <summary>A condition of the channel decision with what it was held against.</summary>
/// <param name="Code">Stable name, such as <c>LARGE_REBATE</c>.</param>
/// <param name="For">
/// The channel it opens: all of Green's must be met, one of Enhanced's is enough.
/// </param>
/// <param name="Value">The value of the filing, as text.</param>
/// <param name="Limit">The limit of the policy, as text.</param>
public sealed record ChannelCondition(
    string Code,
    Channel For,
    ConditionOutcome Outcome,
    string Value,
    string Limit
)
{
    public Bilingual Text => ConditionTexts.Of(Code);
}

/// <summary>
/// The channel, and every condition that was looked at, in the order of the policy.
/// </summary>
/// <param name="LaterCheck">
/// A green case whose papers are drawn for a check after the decision (pay now, audit later).
/// </param>
public sealed record ChannelVerdict(
    Channel Channel,
    bool LaterCheck,
    IReadOnlyList<ChannelCondition> Conditions
);
