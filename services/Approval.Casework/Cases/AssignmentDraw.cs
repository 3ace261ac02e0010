using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace RebateFlow.Approval.Casework.Cases;

/// <summary>
/// Which officer gets a case. It cannot be foreseen, since the day's seed is secret, and anyone
/// can repeat it once the seed is published, from what the audit entry says.
/// </summary>
public static class AssignmentDraw
{
    /// <summary>
    /// HMAC-SHA256 under the day's seed of the text <c>assign</c>, the case's id (16 bytes,
    /// big-endian) and its version (8 bytes, big-endian); the first eight bytes of it, big-endian,
    /// as a share of 2^64, point at one of the candidates in the order of their ids.
    /// </summary>
    /// <param name="candidates">At least one.</param>
    public static string Pick(
        ReadOnlySpan<byte> seed,
        Guid caseId,
        long version,
        IReadOnlyCollection<string> candidates
    )
    {
        var ordered = candidates.Order(StringComparer.Ordinal).ToList();
        Span<byte> text = stackalloc byte[30];
        Encoding.ASCII.GetBytes("assign", text);
        caseId.TryWriteBytes(text[6..], bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(text[22..], version);
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(seed, text, mac);
        var share = BinaryPrimitives.ReadUInt64BigEndian(mac);
        return ordered[(int)((UInt128)share * (uint)ordered.Count >> 64)];
    }
}
