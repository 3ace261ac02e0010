using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Approval.Casework.Tasks;

namespace RebateFlow.Approval.Tests.Cases;

/// <summary>What random people do about tasks and doubts that are raised by hand.</summary>
public static class TaskMoves
{
    private static readonly TaskNeed[] needs =
    [
        new(TaskKind.SelfInspection, "", TaskNeeds.Watchlist),
        new(TaskKind.Letter, "", TaskNeeds.Watchlist),
        new(TaskKind.Hold, "", TaskNeeds.Watchlist),
        new(TaskKind.EnhancedReview, "", TaskNeeds.Watchlist),
        new(TaskKind.Visit, "", TaskNeeds.FirstDeclaration),
    ];

    private static readonly Officer head = new("h", "", [Post.Approval]);

    /// <param name="move">Action from 52 on, and a number from 1 to 3.</param>
    public static Tried Do(
        ApprovalCase before,
        (int Action, int Number) move,
        Officer who,
        DateTimeOffset now
    )
    {
        var first = before.OpenTasks.FirstOrDefault()?.TaskNo ?? 0;
        var last = before.OpenTasks.LastOrDefault()?.TaskNo ?? 0;
        CaseCommand command = move.Action switch
        {
            52 => new SetNeeds([needs[(before.TaskCount + move.Number) % needs.Length]]),
            53 => new SetNeeds([]),
            54 => new ReceiveSelfInspection(before.AttemptNo, move.Number),
            55 or 56 => new CompleteTask(who, first, "seen", Report),
            57 => new CompleteTask(who, last, "seen", Report),
            58 => new WaiveTask(head, first, "known of old"),
            59 => new WaiveTask(who, last, "known of old"),
            60 => new RaiseDoubt(
                who,
                "K416",
                PassableBy.Officer,
                "line 1",
                "came back",
                TimeSpan.FromMinutes(30)
            ),
            _ => new PassOpenDoubt(
                who,
                before.OpenDoubts.LastOrDefault()?.DoubtNo ?? 0,
                "explained",
                TimeSpan.FromMinutes(30)
            ),
        };
        return before.Try(command, now);
    }

    public static VisitReport Report { get; } =
        new(new(2026, 11, 24), "天津市示例路1号", "厂长 郑示例", "设备与申报规模相符");
}
