using RebateFlow.Approval.Casework.Audit;

namespace RebateFlow.Approval.Casework.Cases;

/// <summary>The events of a case, from which everything else follows.</summary>
public static class CaseHistory
{
    /// <summary>The case that its events make.</summary>
    /// <returns>Null without events.</returns>
    /// <exception cref="InvalidDataException">The first event does not open it.</exception>
    public static ApprovalCase? Replay(Guid caseId, IEnumerable<CaseEvent> events) =>
        events.Aggregate((ApprovalCase?)null, (some, one) => Then(caseId, some, one));

    /// <summary>The case that its trail makes.</summary>
    /// <returns>Null for an empty trail.</returns>
    /// <exception cref="InvalidDataException">An entry is not one that we write.</exception>
    public static ApprovalCase? Replay(Guid caseId, IEnumerable<AuditEntry> entries) =>
        Replay(caseId, entries.Select(CaseEventJson.Read));

    /// <summary>One event more.</summary>
    /// <param name="before">Null before the first.</param>
    /// <exception cref="InvalidDataException">The first event does not open it.</exception>
    public static ApprovalCase Then(Guid caseId, ApprovalCase? before, CaseEvent happened) =>
        (before, happened) switch
        {
            (null, CaseOpened opened) => ApprovalCase.Of(caseId, opened),
            ({ } some, not CaseOpened) => some.Apply(happened),
            _ => throw new InvalidDataException("A case is opened once, and first."),
        };
}
