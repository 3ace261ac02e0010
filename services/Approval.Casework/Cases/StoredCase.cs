using RebateFlow.Approval.Casework.Audit;

namespace RebateFlow.Approval.Casework.Cases;

/// <summary>A case as the database holds it, locked, with the end of its trail.</summary>
/// <param name="TraceParent">W3C trace context of the attempt; null without tracing.</param>
public sealed record StoredCase(ApprovalCase Case, ChainHead AuditHead, string? TraceParent)
{
    public string TaxAuthority => Case.Filing.TaxAuthority;

    /// <summary>What events make of it; the writer stores exactly that.</summary>
    public CaseChange After(IReadOnlyList<CaseEvent> events) =>
        new(Case.ApplyAll(events), events, AuditHead) { TraceParent = TraceParent };
}

/// <summary>What happened to a case, and the case after it.</summary>
/// <param name="AuditHead">The end of its trail before the events.</param>
public sealed record CaseChange(
    ApprovalCase After,
    IReadOnlyList<CaseEvent> Events,
    ChainHead AuditHead
)
{
    /// <summary>What events make that open a case.</summary>
    public static CaseChange First(Guid caseId, IReadOnlyList<CaseEvent> events) =>
        new(CaseHistory.Replay(caseId, events)!, events, ChainHead.Empty);

    /// <summary>W3C trace context of the attempt; null without tracing.</summary>
    public string? TraceParent { get; init; }
}
