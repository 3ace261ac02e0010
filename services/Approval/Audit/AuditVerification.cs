namespace RebateFlow.Approval.Audit;

/// <summary>Walks trails in the order of their cases and stops at the first broken entry.</summary>
public sealed class AuditVerification
{
    private ChainHead last = ChainHead.Empty;
    private AuditedCase? current;

    public int CasesVerified { get; private set; }
    public int EntriesVerified { get; private set; }
    public BrokenEntry? FirstBroken { get; private set; }

    /// <summary>Begins the trail of a case, after ending the one before.</summary>
    /// <returns>False when something is broken: stop then.</returns>
    public bool Begin(AuditedCase next)
    {
        if (!End())
            return false;
        if (next.AuditHead is null)
            return Break(next.CaseId, 1, AuditFault.CaseMissing);
        current = next;
        last = ChainHead.Empty;
        return true;
    }

    /// <returns>False when the entry is broken.</returns>
    public bool Take(StoredAuditEntry stored)
    {
        if (AuditChain.Check(last, stored) is { } fault)
            return Break(stored.Entry.CaseId, stored.Entry.EntryNo, fault);
        last = new(stored.Entry.EntryNo, stored.Hash);
        EntriesVerified++;
        return true;
    }

    /// <summary>Ends the last trail.</summary>
    /// <returns>False when it does not end where its case says.</returns>
    public bool End()
    {
        if (FirstBroken is not null)
            return false;
        if (current is not { } ended)
            return true;
        current = null;
        var head = new ChainHead(ended.AuditCount ?? 0, ended.AuditHead!);
        if (AuditChain.CheckEnd(last, head) is { } fault)
            return Break(ended.CaseId, last.EntryNo + 1, fault);
        CasesVerified++;
        return true;
    }

    private bool Break(Guid caseId, int entryNo, AuditFault fault)
    {
        FirstBroken = new(caseId, entryNo, fault);
        return false;
    }
}

public sealed record BrokenEntry(Guid CaseId, int EntryNo, AuditFault Fault)
{
    public Bilingual Text =>
        Fault switch
        {
            AuditFault.EntryChanged => new("该条记录被改动", "the entry was changed"),
            AuditFault.EntryMissing => new("其前有记录缺失", "entries before it are missing"),
            AuditFault.ChainBroken => new(
                "与前一条记录不衔接",
                "it does not follow the entry before it"
            ),
            AuditFault.EndMissing => new(
                "末尾与案件登记不符，有记录被删除或添加",
                "the trail does not end where the case says: entries were removed or added"
            ),
            AuditFault.CaseMissing => new("案件已不存在", "its case does not exist"),
        };
}
