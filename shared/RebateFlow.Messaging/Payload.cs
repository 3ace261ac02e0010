using System.Buffers;
using System.IO.Compression;
using System.Text.Json;

namespace RebateFlow.Messaging;

/// <summary>UTF-8 JSON under Brotli: how the lines of an attempt are stored and sent.</summary>
public static class Payload
{
    /// <summary>
    /// Largest payload that <see cref="Unpack{T}"/> accepts, in bytes before compression.
    /// </summary>
    public const int MaximumBytes = 256 * 1024 * 1024;

    // Quality 1 costs a tenth of the default and still shrinks lines to about a sixth.
    private const int Quality = 1;
    private const int WindowBits = 18;

    /// <summary>
    /// Packs a value. Never null; the size is at most that of the JSON plus a few bytes.
    /// </summary>
    public static byte[] Pack<T>(T value) =>
        Compress(JsonSerializer.SerializeToUtf8Bytes(value, MessageJson.Options));

    /// <summary>Compresses bytes that are JSON already.</summary>
    public static byte[] Compress(ReadOnlySpan<byte> json)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BrotliEncoder.GetMaxCompressedLength(json.Length));
        try
        {
            return BrotliEncoder.TryCompress(json, buffer, out var written, Quality, WindowBits)
                ? buffer.AsSpan(0, written).ToArray()
                : throw new InvalidOperationException(
                    "Brotli needs more than its own upper bound."
                );
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The JSON text of a packed value.</summary>
    /// <exception cref="InvalidDataException">
    /// Not Brotli, or larger than <see cref="MaximumBytes"/>.
    /// </exception>
    public static byte[] Decompress(byte[] packed)
    {
        using var source = new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var target = new MemoryStream(packed.Length * 6);
        var chunk = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            int read;
            while ((read = source.Read(chunk)) > 0)
            {
                if (target.Length + read > MaximumBytes)
                    throw new InvalidDataException($"Payload exceeds {MaximumBytes} bytes.");
                target.Write(chunk, 0, read);
            }
            return target.ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }

    /// <summary>Unpacks what <see cref="Pack{T}"/> made.</summary>
    /// <exception cref="InvalidDataException">Not Brotli, too large, or JSON null.</exception>
    /// <exception cref="JsonException">Not the JSON of a <typeparamref name="T"/>.</exception>
    public static T Unpack<T>(byte[] packed) =>
        JsonSerializer.Deserialize<T>(Decompress(packed), MessageJson.Options)
        ?? throw new InvalidDataException("Payload is JSON null.");
}
