using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Primitives;

namespace RebateFlow.Approval.Channels;

/// <summary>A hold, or the end of one, makes a case's channel be decided again.</summary>
public static class HoldMove
{
    /// <returns>Null when the action neither placed nor released a hold.</returns>
    public static MoveReason? Of(CaseChange change)
    {
        var (before, after) = (change.Before.Case.Holds, change.After.Holds);
        if (before.Count == after.Count)
            return null;
        return after.Count > before.Count
            ? Reason(after[^1], "暂不办理", "Put on hold")
            : Reason(
                before.ExceptBy(after.Select(one => one.HoldNo), one => one.HoldNo).First(),
                "解除暂不办理",
                "Hold released"
            );
    }

    private static MoveReason Reason(Hold hold, string zh, string en) =>
        new(
            MoveCause.Hold,
            new(
                $"第 {hold.HoldNo} 号{zh}（{Codes.Of(hold.Ground)}）",
                $"{en}: no. {hold.HoldNo} ({Codes.Of(hold.Ground)})"
            )
        );
}
