namespace RebateFlow.Approval.Casework.Tasks;

/// <summary>What has to be done before a case is approved.</summary>
public enum TaskKind
{
    /// <summary>函调: a letter to the supplier's authority that is answered.</summary>
    Letter,

    /// <summary>暂不办理: kept until somebody from re-review on releases it.</summary>
    Hold,

    /// <summary>自查: the exporter's self-inspection form, read by an officer.</summary>
    SelfInspection,

    /// <summary>加强审核: two officers agree.</summary>
    EnhancedReview,

    /// <summary>实地核查: a visit by the evaluation post, with its report.</summary>
    Visit,
}

public enum TaskState
{
    Open,
    Done,

    /// <summary>The approval post did without it and said why.</summary>
    Waived,

    /// <summary>What called for it no longer does.</summary>
    Withdrawn,
}

/// <summary>What calls for a task.</summary>
/// <param name="Subject">The supplier of a letter; empty when it is about none.</param>
/// <param name="Cause">WATCHLIST, FIRST_DECLARATION or ENTERPRISE_CLASS.</param>
public sealed record TaskNeed(TaskKind Kind, string Subject, string Cause);

/// <summary>What the evaluation post saw on the spot.</summary>
/// <param name="Place">Where, 1 to 200 characters.</param>
/// <param name="People">Who was met, 1 to 500 characters.</param>
/// <param name="Findings">What was found, 1 to 4,000 characters.</param>
public sealed record VisitReport(DateOnly VisitedOn, string Place, string People, string Findings);

/// <summary>A task of a case.</summary>
public sealed record CaseTask
{
    /// <summary>1 for the first of the case; a number is never given twice.</summary>
    public required int TaskNo { get; init; }
    public required TaskKind Kind { get; init; }
    public required string Subject { get; init; }
    public required string Cause { get; init; }

    /// <summary>The attempt under review when it was opened.</summary>
    public required int AttemptNo { get; init; }
    public required DateTimeOffset OpenedAt { get; init; }
    public TaskState State { get; init; }

    /// <summary>
    /// Newest revision of the exporter's form; null while none came, and for other kinds.
    /// </summary>
    public int? FiledRevision { get; init; }
    public VisitReport? Report { get; init; }

    /// <summary>Who did it or waived it; null when nobody did.</summary>
    public string? ClosedBy { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>What was said to it; empty when nothing was.</summary>
    public string Reason { get; init; } = "";

    public bool IsOpen => State == TaskState.Open;

    public TaskNeed Need => new(Kind, Subject, Cause);

    /// <summary>
    /// What was found out about a supplier or on the spot holds for later attempts too; anything
    /// else is asked for anew.
    /// </summary>
    public bool HoldsFor(int attemptNo) =>
        AttemptNo == attemptNo
        || (State == TaskState.Done && Kind is TaskKind.Letter or TaskKind.Visit);

    public static CaseTask Of(TaskOpened opened) =>
        new()
        {
            TaskNo = opened.TaskNo,
            Kind = opened.Kind,
            Subject = opened.Subject,
            Cause = opened.Cause,
            AttemptNo = opened.AttemptNo,
            OpenedAt = opened.At,
        };

    public CaseTask Apply(TaskStep happened) =>
        happened switch
        {
            TaskDone done => Close(TaskState.Done, done) with { Report = done.Report },
            TaskWaived waived => Close(TaskState.Waived, waived),
            _ => throw new ArgumentException(happened.GetType().Name),
        };

    private CaseTask Close(TaskState state, TaskStep step) =>
        this with
        {
            State = state,
            ClosedBy = step.By.Id,
            ClosedAt = step.At,
            Reason = step.Reason,
        };
}
