using RebateFlow.Approval.Casework.Cases;

namespace RebateFlow.Approval.Casework.Tasks;

/// <summary>
/// What calls for tasks now: missing ones are opened, open ones that nothing calls for go.
/// </summary>
public sealed record SetNeeds(IReadOnlyList<TaskNeed> Needs) : CaseCommand;

/// <summary>The exporter handed in the self-inspection form of an attempt.</summary>
public sealed record ReceiveSelfInspection(int AttemptNo, int RevisionNo) : CaseCommand;

/// <summary>An officer says that a task is done.</summary>
/// <param name="Report">Of a visit; null for other kinds.</param>
public sealed record CompleteTask(Officer By, int TaskNo, string Reason, VisitReport? Report = null)
    : OfficerCommand(By);

/// <summary>The approval post does without a task.</summary>
public sealed record WaiveTask(Officer By, int TaskNo, string Reason) : OfficerCommand(By);

/// <summary>An officer raises a doubt of the risk catalogue.</summary>
public sealed record RaiseDoubt(
    Officer By,
    string Code,
    PassableBy PassableBy,
    string Place,
    string Reason,
    TimeSpan Lease
) : OfficerCommand(By);
