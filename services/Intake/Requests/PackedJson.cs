using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using RebateFlow.Messaging;

namespace RebateFlow.Intake.Requests;

/// <summary>
/// JSON under Brotli as <see cref="Payload"/> makes it, by code made at build time, and for large
/// filings as a stream: neither the text nor its compressed form is ever whole in memory.
/// </summary>
public static class PackedJson
{
    /// <summary>Lines from which on a filing is handled as a stream, and one at a time.</summary>
    public const int ManyLines = 2_000;

    private static readonly BrotliCompressionOptions Fast = new() { Quality = 1 };

    /// <summary>Packs a value.</summary>
    public static byte[] Pack<T>(T value, JsonTypeInfo<T> type, bool isLarge)
    {
        if (!isLarge)
            return Payload.Compress(JsonSerializer.SerializeToUtf8Bytes(value, type));
        using var target = new MemoryStream();
        using (var packing = new BrotliStream(target, Fast, leaveOpen: true))
            JsonSerializer.Serialize(packing, value, type);
        return target.ToArray();
    }

    /// <summary>Unpacks what <see cref="Pack{T}"/> or <see cref="Payload"/> made.</summary>
    /// <exception cref="InvalidDataException">JSON null, or no Brotli.</exception>
    public static T Unpack<T>(byte[] packed, JsonTypeInfo<T> type)
    {
        using var source = new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress);
        return JsonSerializer.Deserialize(source, type)
            ?? throw new InvalidDataException("The stored JSON is null.");
    }
}
