using System.Buffers.Binary;
using System.Security.Cryptography;

namespace RebateFlow.Approval.Channels;

/// <summary>
/// The draw of the random sample. It cannot be foreseen, since the day's seed is secret, and anyone
/// can repeat it once the seed is published.
/// </summary>
public static class RandomSample
{
    public const int SeedBytes = 32;

    /// <summary>
    /// HMAC-SHA256 of the pre-declaration's id (16 bytes, big-endian) under the day's seed; its
    /// first eight bytes, big-endian, as a share of 2^64.
    /// </summary>
    /// <returns>Percent from 0 to below 100, six decimals, rounded down.</returns>
    public static decimal DrawPercent(ReadOnlySpan<byte> seed, Guid preDeclarationId)
    {
        if (seed.Length != SeedBytes)
            throw new ArgumentException($"A seed has {SeedBytes} bytes.", nameof(seed));

        Span<byte> key = stackalloc byte[16];
        preDeclarationId.TryWriteBytes(key, bigEndian: true, out _);
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(seed, key, mac);

        var first = BinaryPrimitives.ReadUInt64BigEndian(mac);
        var millionths = (UInt128)first * 100_000_000 >> 64;
        return (decimal)millionths / 1_000_000m;
    }
}
