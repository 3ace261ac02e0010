using RebateFlow.Approval.Casework.Tasks;
using RebateFlow.Approval.Tasks;
using RebateFlow.Contracts.Intake;
using RebateFlow.Primitives;

namespace RebateFlow.Approval.Reading;

/// <summary>A task of a case as an officer sees it.</summary>
public sealed record TaskView
{
    public required int TaskNo { get; init; }

    /// <summary>LETTER, HOLD, SELF_INSPECTION, ENHANCED_REVIEW or VISIT.</summary>
    public required string Kind { get; init; }

    /// <summary>OPEN, DONE, WAIVED or WITHDRAWN.</summary>
    public required string State { get; init; }

    /// <summary>The supplier of a letter; empty for any, and for other kinds.</summary>
    public required string Subject { get; init; }

    /// <summary>WATCHLIST, FIRST_DECLARATION or ENTERPRISE_CLASS.</summary>
    public required string Cause { get; init; }

    /// <summary>What is to be done.</summary>
    public required string Text { get; init; }
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>Whether the exporter's form has come; null for other kinds.</summary>
    public required bool? IsFiled { get; init; }
    public required VisitReport? Report { get; init; }
    public required string? ClosedBy { get; init; }
    public required DateTimeOffset? ClosedAt { get; init; }
    public required string Reason { get; init; }

    public static TaskView Of(CaseTask task, bool chinese) =>
        new()
        {
            TaskNo = task.TaskNo,
            Kind = WireCode.Of(task.Kind),
            State = WireCode.Of(task.State),
            Subject = task.Subject,
            Cause = task.Cause,
            Text = TaskTexts.Of(task.Kind, task.Subject).In(chinese),
            OpenedAt = task.OpenedAt,
            IsFiled = task.Kind == TaskKind.SelfInspection ? task.FiledRevision is not null : null,
            Report = task.Report,
            ClosedBy = task.ClosedBy,
            ClosedAt = task.ClosedAt,
            Reason = task.Reason,
        };
}

/// <summary>The exporter's self-inspection form 自查表 of the attempt.</summary>
/// <param name="RevisionNo">1 for the first.</param>
/// <param name="FormFrom">First day of the version of the form.</param>
public sealed record SelfInspectionView(
    int RevisionNo,
    DateOnly FormFrom,
    string SignedBy,
    DateTimeOffset FiledAt,
    IReadOnlyList<SelfInspectionAnswer> Answers
)
{
    public static SelfInspectionView Of(SelfInspectionRow row) =>
        new(row.RevisionNo, row.FormFrom, row.SignedBy, row.FiledAt, row.ReadAnswers());
}
