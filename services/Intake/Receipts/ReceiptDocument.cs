using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Receipts;

/// <summary>What a receipt says of the document of an attempt.</summary>
/// <param name="Sha256">Of the JSON document byte for byte, lower-case hex.</param>
/// <param name="ExportDates">Distinct, ascending, without those of offsets.</param>
public sealed record ReceiptDocument(string Sha256, IReadOnlyList<DateOnly> ExportDates)
{
    /// <summary>Reads a stored document as a stream; it never stands in memory whole.</summary>
    /// <exception cref="InvalidDataException">JSON null, or no Brotli.</exception>
    public static ReceiptDocument Read(byte[] packed)
    {
        using var sha256 = SHA256.Create();
        using var unpacked = new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var hashed = new CryptoStream(unpacked, sha256, CryptoStreamMode.Read);
        var filing =
            JsonSerializer.Deserialize(hashed, ReceiptJson.Default.DatedFiling)
            ?? throw new InvalidDataException("The stored JSON is null.");
        hashed.CopyTo(Stream.Null);
        return new ReceiptDocument(
            Convert.ToHexStringLower(sha256.Hash!),
            [
                .. filing
                    .ExportLines.Where(line => line is { Quantity: >= 0, FobUsd: >= 0 })
                    .Select(line => line.ExportDate)
                    .Distinct()
                    .Order(),
            ]
        );
    }

    internal sealed record DatedFiling(IReadOnlyList<DatedLine> ExportLines);

    internal sealed record DatedLine
    {
        public required DateOnly ExportDate { get; init; }

        [JsonConverter(typeof(DecimalJsonConverter))]
        public required decimal Quantity { get; init; }

        [JsonConverter(typeof(MoneyJsonConverter))]
        public required decimal FobUsd { get; init; }
    }
}
