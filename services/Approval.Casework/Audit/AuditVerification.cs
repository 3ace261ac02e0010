using System.Globalization;
using RebateFlow.Approval.Casework.Cases;

namespace RebateFlow.Approval.Casework.Audit;

/// <summary>
/// Walks trails in the order of their cases, replays each against the row of its case, and stops at
/// the first broken entry or column.
/// </summary>
/// <param name="anchoredBefore">
/// Entries older than that must lie under an anchor; null while there is none.
/// </param>
public sealed class AuditVerification(DateTimeOffset? anchoredBefore)
{
    private ChainHead last = ChainHead.Empty;
    private AuditedCase? current;
    private ApprovalCase? replayed;

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
        replayed = null;
        last = ChainHead.Empty;
        return true;
    }

    /// <returns>False when the entry is broken.</returns>
    public bool Take(StoredAuditEntry stored)
    {
        var fault =
            AuditChain.Check(last, stored)
            ?? CheckAnchors(stored)
            ?? CheckContent(stored.Entry, current!.Contents)
            ?? Replay(stored.Entry);
        if (fault is { } found)
            return Break(stored.Entry.CaseId, stored.Entry.EntryNo, found);
        last = new(stored.Entry.EntryNo, stored.Hash);
        EntriesVerified++;
        return true;
    }

    /// <summary>Ends the last trail.</summary>
    /// <returns>False when it does not end where its case or an anchor says.</returns>
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
        if (ended.Leaves.Any(leaf => leaf.EntryNo > last.EntryNo))
            return Break(ended.CaseId, last.EntryNo + 1, AuditFault.AnchorDiffers);
        if (ended.Row is { } row && DifferenceFrom(row) is { } column)
            return Break(ended.CaseId, last.EntryNo, AuditFault.RowDiffers, column);
        CasesVerified++;
        return true;
    }

    /// <summary>
    /// A trail that was rewritten as a whole fits together, but not with what was sealed.
    /// </summary>
    private AuditFault? CheckAnchors(StoredAuditEntry stored)
    {
        var no = stored.Entry.EntryNo;
        var isCovered = false;
        foreach (var leaf in current!.Leaves)
        {
            isCovered |= leaf.EntryNo >= no;
            if (leaf.EntryNo == no && !leaf.EntryHash.AsSpan().SequenceEqual(stored.Hash))
                return AuditFault.AnchorDiffers;
        }
        return isCovered || !(stored.Entry.At < anchoredBefore) ? null : AuditFault.NotAnchored;
    }

    /// <summary>
    /// How a content is named among those of a case: by its attempt, a later check of it besides.
    /// </summary>
    public static string NameOfContent(int attemptNo, int checkNo) =>
        checkNo == 1
            ? attemptNo.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{attemptNo}.{checkNo}");

    /// <summary>The filing's content is what the trail says that it was.</summary>
    public static AuditFault? CheckContent(
        AuditEntry entry,
        IReadOnlyDictionary<string, string> contents
    )
    {
        if (entry.Action is not ("CASE_OPENED" or "CASE_REOPENED" or "CASE_RECHECKED"))
            return null;
        var (key, expected) = CaseEventJson.TryRead(entry) switch
        {
            AttemptOpened { Attempt: var opened } => (
                NameOfContent(opened.AttemptNo, 1),
                opened.ContentSha256
            ),
            CaseRechecked { Check: var check } again => (
                NameOfContent(again.AttemptNo, check.CheckNo),
                check.ContentSha256
            ),
            _ => default,
        };
        if (expected is null)
            return AuditFault.EntryUnreadable;
        return contents.TryGetValue(key, out var hash) && hash == expected
            ? null
            : AuditFault.ContentChanged;
    }

    /// <summary>Only where there is a row to hold the case against.</summary>
    private AuditFault? Replay(AuditEntry entry)
    {
        if (current!.Row is null)
            return null;
        try
        {
            replayed = CaseHistory.Then(entry.CaseId, replayed, CaseEventJson.Read(entry));
            return null;
        }
        catch (InvalidDataException)
        {
            return AuditFault.EntryUnreadable;
        }
    }

    private string? DifferenceFrom(IReadOnlyList<object?> row) =>
        replayed is null ? "case_id" : CaseColumns.FirstDifference(replayed, row);

    private bool Break(Guid caseId, int entryNo, AuditFault fault, string? column = null)
    {
        FirstBroken = new(caseId, entryNo, fault, column);
        return false;
    }
}

/// <summary>The first place that is not as it was written.</summary>
/// <param name="Column">The column of the case that differs; null for other faults.</param>
public sealed record BrokenEntry(Guid CaseId, int EntryNo, AuditFault Fault, string? Column = null);

/// <summary>
/// A case, where its trail must end, and what was sealed of it; nulls when the case is missing.
/// </summary>
public sealed record AuditedCase
{
    public Guid CaseId { get; init; }
    public int? AuditCount { get; init; }
    public byte[]? AuditHead { get; init; }

    /// <summary>Ends of the trail at the anchors, the oldest first.</summary>
    public IReadOnlyList<AnchorLeaf> Leaves { get; init; } = [];

    /// <summary>
    /// The row of the case in the order of <see cref="CaseColumns.All"/>; null when it is not held
    /// against the trail.
    /// </summary>
    public IReadOnlyList<object?>? Row { get; init; }

    /// <summary>SHA-256 of each attempt's content in lower-case hex, by attempt.</summary>
    public IReadOnlyDictionary<string, string> Contents { get; init; } =
        new Dictionary<string, string>();
}
