using System.Text.Json.Serialization;

namespace RebateFlow.Approval.Casework.Audit;

/// <summary>
/// The proof of a case's trail, as <c>trail.json</c> of an exported case file: it can be checked
/// without the database that it came from.
/// </summary>
public sealed record CaseProof
{
    public required Guid CaseId { get; init; }
    public required DateTimeOffset ExportedAt { get; init; }
    public required IReadOnlyList<ProvedEntry> Entries { get; init; }

    /// <summary>The anchors that sealed the case, the oldest first.</summary>
    public required IReadOnlyList<ProvedAnchor> Anchors { get; init; }

    /// <summary>SHA-256 of each attempt's packed content, in lower-case hex.</summary>
    public required IReadOnlyDictionary<string, string> Contents { get; init; }

    /// <summary>Checks the chain, the contents and the way to every anchor.</summary>
    /// <returns>Null when all of it fits together.</returns>
    public BrokenProof? Check()
    {
        var last = ChainHead.Empty;
        foreach (var entry in Entries)
        {
            var stored = entry.ToStored(CaseId);
            if (AuditChain.Check(last, stored) is { } fault)
                return new(entry.EntryNo, null, fault);
            if (AuditVerification.CheckContent(stored.Entry, Contents) is { } content)
                return new(entry.EntryNo, null, content);
            last = new(entry.EntryNo, stored.Hash);
        }
        foreach (var anchor in Anchors)
            if (Check(anchor) is { } fault)
                return new(anchor.EntryNo, anchor.AnchorNo, fault);
        return null;
    }

    private AuditFault? Check(ProvedAnchor anchor)
    {
        var entry = Entries.FirstOrDefault(one => one.EntryNo == anchor.EntryNo);
        if (entry is null)
            return AuditFault.EndMissing;
        var leaf = new AnchorLeaf(anchor.AnchorNo, CaseId, anchor.EntryNo, entry.Hash);
        var root = MerkleTree.RootOf(leaf.Hash(), anchor.LeafIndex, anchor.LeafCount, anchor.Path);
        var whole = new AuditAnchor(
            anchor.AnchorNo,
            anchor.Day,
            anchor.Cut,
            anchor.LeafCount,
            root ?? [],
            anchor.PreviousHash
        );
        return root is not null && whole.Hash().AsSpan().SequenceEqual(anchor.Hash)
            ? null
            : AuditFault.AnchorDiffers;
    }
}

/// <summary>An entry with its hashes (base64) and its detail byte for byte.</summary>
public sealed record ProvedEntry(
    int EntryNo,
    DateTimeOffset At,
    string Actor,
    string Post,
    string Action,
    string Detail
)
{
    public required byte[] PreviousHash { get; init; }
    public required byte[] Hash { get; init; }

    public static ProvedEntry Of(StoredAuditEntry stored) =>
        new(
            stored.Entry.EntryNo,
            stored.Entry.At,
            stored.Entry.Actor,
            stored.Entry.Post,
            stored.Entry.Action,
            stored.Entry.Detail
        )
        {
            PreviousHash = stored.PreviousHash,
            Hash = stored.Hash,
        };

    public StoredAuditEntry ToStored(Guid caseId) =>
        new(new(caseId, EntryNo, At, Actor, Post, Action, Detail), PreviousHash, Hash);
}

/// <summary>How an entry of the case leads to the anchor of a day.</summary>
/// <param name="EntryNo">The last entry of the trail at that time.</param>
/// <param name="LeafIndex">Place of the case among the leaves, 0 for the first.</param>
public sealed record ProvedAnchor(
    int AnchorNo,
    DateOnly Day,
    DateTimeOffset Cut,
    int EntryNo,
    int LeafIndex,
    int LeafCount
)
{
    public required IReadOnlyList<byte[]> Path { get; init; }
    public required byte[] PreviousHash { get; init; }

    /// <summary>Compare it with the one that was noted down elsewhere.</summary>
    public required byte[] Hash { get; init; }
}

/// <summary>Where a proof does not hold.</summary>
/// <param name="AnchorNo">The anchor that the entry does not lead to; null for the chain.</param>
public sealed record BrokenProof(
    int EntryNo,
    int? AnchorNo,
    [property: JsonConverter(typeof(JsonStringEnumConverter))] AuditFault Fault
);
