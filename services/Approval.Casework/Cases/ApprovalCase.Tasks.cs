using RebateFlow.Approval.Casework.Tasks;

namespace RebateFlow.Approval.Casework.Cases;

/// <summary>Tasks that bar an approval, and doubts that officers raise.</summary>
public sealed partial record ApprovalCase
{
    /// <summary>Tasks of the attempt, and those of earlier ones that still hold.</summary>
    public IReadOnlyList<CaseTask> Tasks { get; init; } = [];

    /// <summary>Tasks there ever were: the numbers go on from there.</summary>
    public int TaskCount { get; init; }

    /// <summary>Doubts of the risk catalogue that officers raised about the attempt.</summary>
    public IReadOnlyList<RaisedDoubt> RaisedDoubts { get; init; } = [];

    public IEnumerable<CaseTask> OpenTasks => Tasks.Where(one => one.IsOpen);

    /// <summary>Open tasks that keep the post whose turn it is from approving.</summary>
    public IEnumerable<CaseTask> BarringTasks => OpenTasks.Where(Bars);

    /// <summary>
    /// The exporter's form concerns every post; letters and visits are the evaluation post's, a
    /// hold is released from re-review on, and two officers have agreed only at the second one.
    /// </summary>
    private bool Bars(CaseTask task) =>
        task.Kind switch
        {
            TaskKind.SelfInspection => true,
            TaskKind.Letter or TaskKind.Visit => BarsFrom(Post.Evaluation),
            TaskKind.Hold => BarsFrom(Post.ReReview),
            TaskKind.EnhancedReview => Proposal is null && Route.All(post => post <= Post),
        };

    /// <summary>From a post on; at once where no such post has its turn.</summary>
    private bool BarsFrom(Post first) => Post >= first || Route.All(post => post < first);

    private Step Take(SetNeeds command)
    {
        if (!IsLive && State != CaseState.Held)
            return Step.Nothing;
        var missing = command.Needs.Where(need => Tasks.All(one => !Covers(one, need)));
        var idle = OpenTasks.Where(one => command.Needs.All(need => !Covers(one, need)));
        return new(
            [
                .. idle.Select(one => new TaskWithdrawn(one.TaskNo, one.Kind)),
                .. missing.Select(
                    (need, i) =>
                        new TaskOpened(TaskCount + i + 1, need.Kind, need.Subject, need.Cause)
                ),
            ],
            null
        );
    }

    private static bool Covers(CaseTask task, TaskNeed need) =>
        task.State != TaskState.Withdrawn && (task.Kind, task.Subject) == (need.Kind, need.Subject);

    private Step Take(ReceiveSelfInspection command)
    {
        var asked = OpenTasks.FirstOrDefault(one => one.Kind == TaskKind.SelfInspection);
        return
            asked is null
            || command.AttemptNo != AttemptNo
            || command.RevisionNo <= (asked.FiledRevision ?? 0)
            ? Step.Nothing
            : new SelfInspectionReceived(asked.TaskNo, command.RevisionNo);
    }

    private Step Take(CompleteTask command, DateTimeOffset now)
    {
        if (OpenTasks.FirstOrDefault(one => one.TaskNo == command.TaskNo) is not { } task)
            return CaseRefusal.NoSuchTask;
        var refusal = task.Kind switch
        {
            TaskKind.Letter or TaskKind.EnhancedReview => CaseRefusal.TaskClosesItself,
            TaskKind.Hold => CheckSenior(command.By),
            TaskKind.SelfInspection when task.FiledRevision is null =>
                CaseRefusal.SelfInspectionMissing,
            TaskKind.Visit when Post != Post.Evaluation => CaseRefusal.TaskNeedsEvaluation,
            TaskKind.Visit when command.Report is null => CaseRefusal.VisitReportMissing,
            TaskKind.SelfInspection or TaskKind.Visit => CheckHolder(command.By, now),
        };
        return refusal is { } refused
            ? refused
            : new TaskDone(task.TaskNo, task.Kind, command.Report) { Reason = command.Reason };
    }

    private Step Take(WaiveTask command)
    {
        if (OpenTasks.FirstOrDefault(one => one.TaskNo == command.TaskNo) is not { } task)
            return CaseRefusal.NoSuchTask;
        return CheckPost(command.By, Post.Approval) is { } refusal
            ? refusal
            : new TaskWaived(task.TaskNo, task.Kind) { Reason = command.Reason };
    }

    private Step Take(RaiseDoubt command, DateTimeOffset now)
    {
        if (CheckHolder(command.By, now) is { } refusal)
            return refusal;
        return new DoubtRaised(
            RaisedDoubt.FirstNo + RaisedDoubts.Count,
            command.Code,
            command.PassableBy,
            command.Place,
            Later(now + command.Lease)
        )
        {
            Reason = command.Reason,
        };
    }

    /// <summary>Null when the officer may act on a post that is not the case's own turn.</summary>
    private CaseRefusal? CheckPost(Officer officer, Post post) =>
        !IsLive && State != CaseState.Held ? CaseRefusal.NotInQueue
        : officer.IsAbsent ? CaseRefusal.OfficerAbsent
        : !officer.Posts.Contains(post) ? CaseRefusal.PostNotHeld
        : Actors.TryGetValue(officer.Id, out var acted) && acted != post
            ? CaseRefusal.ActedOnAnotherPost
        : null;

    /// <summary>Somebody from re-review on, who has not acted on a post below.</summary>
    private CaseRefusal? CheckSenior(Officer officer) => CheckPost(officer, SeniorPost(officer));

    /// <summary>
    /// The post from re-review on on which an officer acts: where the officer has acted already,
    /// the one whose turn it is, else the lowest that the officer holds.
    /// </summary>
    private Post SeniorPost(Officer officer) =>
        Actors.TryGetValue(officer.Id, out var acted) && acted >= Post.ReReview ? acted
        : Post >= Post.ReReview && officer.Posts.Contains(Post) ? Post
        : officer.Posts.Contains(Post.ReReview) || !officer.Posts.Contains(Post.Approval)
            ? Post.ReReview
        : Post.Approval;

    /// <summary>A letter that was answered closes the tasks that called for it.</summary>
    private IEnumerable<CaseEvent> ClosedBy(Letter letter, string reason) =>
        OpenTasks
            .Where(one =>
                one.Kind == TaskKind.Letter
                && (one.Subject.Length == 0 || one.Subject == letter.SupplierTaxId)
            )
            .Select(one => new TaskDone(one.TaskNo, one.Kind) { Reason = reason });

    /// <summary>A second officer who agrees closes the tasks that called for one.</summary>
    private IEnumerable<CaseEvent> ClosedByAgreement() =>
        OpenTasks
            .Where(one => one.Kind == TaskKind.EnhancedReview)
            .Select(one => new TaskDone(one.TaskNo, one.Kind));

    private ApprovalCase ApplyTask(CaseEvent happened) =>
        happened switch
        {
            TaskOpened opened => this with
            {
                Tasks = [.. Tasks, CaseTask.Of(opened)],
                TaskCount = opened.TaskNo,
            },
            TaskWithdrawn withdrawn => WithTask(
                withdrawn.TaskNo,
                one => one with { State = TaskState.Withdrawn, ClosedAt = withdrawn.At }
            ),
            SelfInspectionReceived received => WithTask(
                received.TaskNo,
                one => one with { FiledRevision = received.RevisionNo }
            ),
            TaskStep step => WithTask(step.TaskNo, one => one.Apply(step)),
            DoubtRaised raised => this with
            {
                LeaseUntil = raised.LeaseUntil,
                RaisedDoubts =
                [
                    .. RaisedDoubts,
                    new(
                        raised.DoubtNo,
                        raised.Code,
                        raised.PassableBy,
                        raised.Place,
                        raised.Reason,
                        raised.By.Id,
                        raised.At
                    ),
                ],
            },
            _ => throw new ArgumentException(happened.GetType().Name),
        };

    private ApprovalCase WithTask(int taskNo, Func<CaseTask, CaseTask> change) =>
        this with
        {
            Tasks = [.. Tasks.Select(one => one.TaskNo == taskNo ? change(one) : one)],
        };
}
