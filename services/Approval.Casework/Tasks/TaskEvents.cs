using RebateFlow.Approval.Casework.Cases;

namespace RebateFlow.Approval.Casework.Tasks;

/// <summary>Something calls for a task.</summary>
public sealed record TaskOpened(int TaskNo, TaskKind Kind, string Subject, string Cause)
    : CaseEvent;

/// <summary>What called for it no longer does.</summary>
public sealed record TaskWithdrawn(int TaskNo, TaskKind Kind) : CaseEvent;

/// <summary>The exporter's form came, or came again.</summary>
public sealed record SelfInspectionReceived(int TaskNo, int RevisionNo) : CaseEvent;

/// <summary>An officer closes a task.</summary>
public abstract record TaskStep(int TaskNo, TaskKind Kind) : OfficerAct;

/// <param name="Report">Of a visit; null for other kinds.</param>
public sealed record TaskDone(int TaskNo, TaskKind Kind, VisitReport? Report = null)
    : TaskStep(TaskNo, Kind);

public sealed record TaskWaived(int TaskNo, TaskKind Kind) : TaskStep(TaskNo, Kind);

/// <summary>An officer raised a doubt of the risk catalogue by hand.</summary>
/// <param name="Place">Where in the filing, 1 to 200 characters.</param>
public sealed record DoubtRaised(
    int DoubtNo,
    string Code,
    PassableBy PassableBy,
    string Place,
    DateTimeOffset LeaseUntil
) : OfficerAct;

/// <summary>A doubt of the risk catalogue that an officer raised.</summary>
public sealed record RaisedDoubt(
    int DoubtNo,
    string Code,
    PassableBy PassableBy,
    string Place,
    string Reason,
    string RaisedBy,
    DateTimeOffset RaisedAt
)
{
    /// <summary>Raised doubts count from here: no filing has as many of its own.</summary>
    public const int FirstNo = 1_000_001;

    public OpenDoubt ToOpen() => new(DoubtNo, PassableBy) { Code = Code };
}
