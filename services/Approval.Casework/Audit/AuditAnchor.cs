using System.Buffers.Binary;
using System.Security.Cryptography;

namespace RebateFlow.Approval.Casework.Audit;

/// <summary>
/// A day's seal over all cases that changed: the root over the ends of their trails, chained to the
/// anchor before. With one anchor's hash, kept elsewhere, all before it can be proved.
/// </summary>
/// <param name="AnchorNo">1 for the first.</param>
/// <param name="Day">The last day that it covers, in the authority's zone.</param>
/// <param name="Cut">End of that day, UTC.</param>
/// <param name="LeafCount">Cases under the root.</param>
public sealed record AuditAnchor(
    int AnchorNo,
    DateOnly Day,
    DateTimeOffset Cut,
    int LeafCount,
    byte[] Root,
    byte[] PreviousHash
)
{
    /// <summary>
    /// An entry this old has been committed: what is younger at the cut may still be on its way and
    /// is covered by the next anchor.
    /// </summary>
    public static readonly TimeSpan Grace = TimeSpan.FromHours(1);

    /// <summary>Form of the hashed bytes; part of every hash.</summary>
    private const byte FormVersion = 1;

    /// <summary>
    /// SHA-256 of: form version, hash of the anchor before (32 zero bytes for the first), anchor
    /// number (4), day as yyyyMMdd (4), cut in microseconds since 1970 (8), leaves (4), root.
    /// Numbers are big-endian.
    /// </summary>
    public byte[] Hash()
    {
        Span<byte> bytes = stackalloc byte[1 + 32 + 4 + 4 + 8 + 4 + 32];
        bytes[0] = FormVersion;
        PreviousHash.CopyTo(bytes[1..]);
        BinaryPrimitives.WriteInt32BigEndian(bytes[33..], AnchorNo);
        BinaryPrimitives.WriteInt32BigEndian(
            bytes[37..],
            Day.Year * 10_000 + Day.Month * 100 + Day.Day
        );
        BinaryPrimitives.WriteInt64BigEndian(
            bytes[41..],
            (Cut - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond
        );
        BinaryPrimitives.WriteInt32BigEndian(bytes[49..], LeafCount);
        Root.CopyTo(bytes[53..]);
        return SHA256.HashData(bytes);
    }

    /// <summary>What is wrong with a stored anchor, seen after the one before it.</summary>
    public static AuditFault? Check(StoredAnchor? before, StoredAnchor stored, byte[] root)
    {
        var anchor = stored.Anchor;
        if (anchor.AnchorNo != (before?.Anchor.AnchorNo ?? 0) + 1)
            return AuditFault.AnchorMissing;
        if (!anchor.PreviousHash.AsSpan().SequenceEqual(before?.Hash ?? AuditChain.Start))
            return AuditFault.AnchorChanged;
        if (!stored.Hash.AsSpan().SequenceEqual(anchor.Hash()))
            return AuditFault.AnchorChanged;
        return anchor.Root.AsSpan().SequenceEqual(root) ? null : AuditFault.AnchorLeavesChanged;
    }
}

/// <summary>An anchor with the hash that was stored for it.</summary>
public sealed record StoredAnchor(AuditAnchor Anchor, byte[] Hash);

/// <summary>The end of one trail at an anchor.</summary>
public sealed record AnchorLeaf(int AnchorNo, Guid CaseId, int EntryNo, byte[] EntryHash)
{
    /// <summary>Leaf hash of: case id (16 bytes), entry number (4), hash of the entry.</summary>
    public byte[] Hash()
    {
        Span<byte> bytes = stackalloc byte[16 + 4 + 32];
        CaseId.TryWriteBytes(bytes, bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(bytes[16..], EntryNo);
        EntryHash.CopyTo(bytes[20..]);
        return MerkleTree.Leaf(bytes);
    }
}
