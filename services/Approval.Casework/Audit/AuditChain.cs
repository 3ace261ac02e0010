using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace RebateFlow.Approval.Casework.Audit;

/// <summary>
/// The hash chain of a case's audit trail: each entry's hash covers the entry and the hash before
/// it, and the case keeps the number and the hash of its last entry.
/// </summary>
public static class AuditChain
{
    /// <summary>What stands before the first entry.</summary>
    public static readonly byte[] Start = new byte[SHA256.HashSizeInBytes];

    /// <summary>Form of the hashed bytes; part of every hash.</summary>
    private const byte FormVersion = 1;

    /// <summary>
    /// SHA-256 of: form version, previous hash, case id (16 bytes), entry number (4), time in
    /// microseconds since 1970 (8), then actor, post, action and detail as UTF-8, each behind its
    /// length (4). Numbers are big-endian.
    /// </summary>
    public static byte[] Hash(ReadOnlySpan<byte> previous, AuditEntry entry)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> head = stackalloc byte[1 + 16 + 4 + 8];
        head[0] = FormVersion;
        entry.CaseId.TryWriteBytes(head[1..], bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(head[17..], entry.EntryNo);
        BinaryPrimitives.WriteInt64BigEndian(head[21..], Microseconds(entry.At));
        hash.AppendData(previous);
        hash.AppendData(head);
        Append(hash, entry.Actor);
        Append(hash, entry.Post);
        Append(hash, entry.Action);
        Append(hash, entry.Detail);
        return hash.GetHashAndReset();
    }

    /// <summary>What is wrong with a stored entry, seen after <paramref name="before"/>.</summary>
    /// <returns>Null when the entry is as it was written.</returns>
    public static AuditFault? Check(ChainHead before, StoredAuditEntry stored)
    {
        if (stored.Entry.EntryNo != before.EntryNo + 1)
            return AuditFault.EntryMissing;
        if (!stored.PreviousHash.AsSpan().SequenceEqual(before.Hash))
            return AuditFault.ChainBroken;
        return stored.Hash.AsSpan().SequenceEqual(Hash(before.Hash, stored.Entry))
            ? null
            : AuditFault.EntryChanged;
    }

    /// <summary>Whether the trail ends where the case says that it ends.</summary>
    public static AuditFault? CheckEnd(ChainHead last, ChainHead ofCase) =>
        last.EntryNo == ofCase.EntryNo && last.Hash.AsSpan().SequenceEqual(ofCase.Hash)
            ? null
            : AuditFault.EndMissing;

    private static long Microseconds(DateTimeOffset at) =>
        (at - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private static void Append(IncrementalHash hash, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}

/// <summary>One thing that happened to a case.</summary>
/// <param name="EntryNo">1 for the first entry of the case.</param>
/// <param name="At">UTC, whole microseconds, since the database keeps no more.</param>
/// <param name="Actor">Subject of the person's token, or <c>system</c>.</param>
/// <param name="Post">Post on which the person acted, or empty.</param>
/// <param name="Detail">JSON object, kept byte for byte.</param>
public sealed record AuditEntry(
    Guid CaseId,
    int EntryNo,
    DateTimeOffset At,
    string Actor,
    string Post,
    string Action,
    string Detail
);

public sealed record StoredAuditEntry(AuditEntry Entry, byte[] PreviousHash, byte[] Hash);

/// <summary>Number and hash of the last entry of a trail.</summary>
public sealed record ChainHead(int EntryNo, byte[] Hash)
{
    public static readonly ChainHead Empty = new(0, AuditChain.Start);
}
