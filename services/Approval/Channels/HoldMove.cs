using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Primitives;

namespace RebateFlow.Approval.Channels;

/// <summary>A hold, or the end of one, makes a case's channel be decided again.</summary>
public static class HoldMove
{
    /// <returns>Null when the event neither places nor releases a hold.</returns>
    public static MoveReason? Of(CaseEvent happened) =>
        happened switch
        {
            HoldPlaced placed => Reason(placed.Hold, "暂不办理", "Put on hold"),
            HoldReleased released => Reason(released.Hold, "解除暂不办理", "Hold released"),
            _ => null,
        };

    private static MoveReason Reason(Hold hold, string zh, string en) =>
        new(
            MoveCause.Hold,
            new(
                $"第 {hold.HoldNo} 号{zh}（{WireCode.Of(hold.Ground)}）",
                $"{en}: no. {hold.HoldNo} ({WireCode.Of(hold.Ground)})"
            )
        );
}
