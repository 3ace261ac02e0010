using RebateFlow.Primitives;

namespace RebateFlow.Approval.Casework.Audit;

/// <summary>In which way something is not as it was written.</summary>
public enum AuditFault
{
    /// <summary>The entry's content is not what was hashed.</summary>
    EntryChanged,

    /// <summary>A number is missing before this entry.</summary>
    EntryMissing,

    /// <summary>The entry does not name the hash of the entry before it.</summary>
    ChainBroken,

    /// <summary>The trail does not end where the case says.</summary>
    EndMissing,

    /// <summary>Entries, or sealed ones, of a case that does not exist.</summary>
    CaseMissing,

    /// <summary>The trail fits together, but not with what a day's anchor sealed.</summary>
    AnchorDiffers,

    /// <summary>The entry is dated before the last anchor and lies under none.</summary>
    NotAnchored,

    /// <summary>The content of the filing is not the one that the trail names.</summary>
    ContentChanged,

    /// <summary>The trail fits together, but tells of nothing that can happen to a case.</summary>
    EntryUnreadable,

    /// <summary>A column of the case is not what its trail makes of it.</summary>
    RowDiffers,

    /// <summary>The anchor itself was changed.</summary>
    AnchorChanged,

    /// <summary>An anchor is missing before this one, or at the end.</summary>
    AnchorMissing,

    /// <summary>The sealed ends of trails were changed, removed or added.</summary>
    AnchorLeavesChanged,
}

/// <summary>The faults in words.</summary>
public static class AuditFaultTexts
{
    public static Bilingual Of(AuditFault fault) =>
        fault switch
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
            AuditFault.AnchorDiffers => new(
                "与每日封存不符，整条记录链被重写或截断",
                "it is not what the day's anchor sealed: the trail was rewritten or cut off"
            ),
            AuditFault.NotAnchored => new(
                "日期早于最近一次封存却未被封存，系事后插入",
                "it is dated before the last anchor but lies under none: it was put in later"
            ),
            AuditFault.ContentChanged => new(
                "申报内容与记录的摘要不符",
                "the content of the filing is not the one that the entry names"
            ),
            AuditFault.EntryUnreadable => new(
                "记录内容不是案件可能发生的事项",
                "the entry tells of nothing that can happen to the case"
            ),
            AuditFault.RowDiffers => new(
                "案件登记与审计记录重演的结果不符",
                "a column of the case is not what its trail makes of it"
            ),
            AuditFault.AnchorChanged => new("封存记录被改动", "the anchor was changed"),
            AuditFault.AnchorMissing => new(
                "有封存记录缺失",
                "anchors are missing before it or at the end"
            ),
            AuditFault.AnchorLeavesChanged => new(
                "封存的各案末尾被改动、删除或添加",
                "the ends of trails under the anchor were changed, removed or added"
            ),
        };
}
