using RebateFlow.Approval.Casework;

namespace RebateFlow.Approval.Channels;

/// <summary>
/// A condition as it is kept with the attempt: codes and values, the texts come by the code.
/// </summary>
public sealed record StoredCondition(
    string Code,
    string For,
    string Outcome,
    string Value,
    string Limit
)
{
    public static StoredCondition Of(ChannelCondition condition) =>
        new(
            condition.Code,
            Codes.Of(condition.For),
            Codes.Of(condition.Outcome),
            condition.Value,
            condition.Limit
        );
}
