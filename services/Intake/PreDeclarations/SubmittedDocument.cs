using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http.HttpResults;
using RebateFlow.Intake.Filings;
using RebateFlow.Messaging;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Intake.PreDeclarations;

/// <summary>A document that may be stored.</summary>
/// <param name="Filing">What it says.</param>
/// <param name="Packed">Its bytes as they came, compressed.</param>
/// <param name="RequestHash">
/// SHA-256 of the address and the bytes; tells requests of one key apart.
/// </param>
public sealed record SubmittedDocument(SubmittedFiling Filing, byte[] Packed, byte[] RequestHash)
{
    /// <summary>Documents beyond this size are only told their first fault.</summary>
    private const int LargestExplained = 8 * 1024 * 1024;

    private const int FirstBuffer = 16 * 1024;

    /// <summary>
    /// Reads the body of a request; the refusal says everything that is wrong with it.
    /// </summary>
    /// <exception cref="BadHttpRequestException">
    /// 413 when the body is over the limit of the server.
    /// </exception>
    public static async Task<(SubmittedDocument? Document, ProblemHttpResult? Refusal)> ReadAsync(
        HttpContext http,
        CancellationToken cancel
    )
    {
        if (!http.Request.HasJsonContentType())
        {
            return (
                null,
                Problem.Of(
                    http,
                    Problems.WrongMediaType,
                    "请使用 application/json。",
                    "Send application/json."
                )
            );
        }
        var buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
        try
        {
            var length = 0;
            int read;
            while ((read = await http.Request.Body.ReadAsync(buffer.AsMemory(length), cancel)) > 0)
            {
                length += read;
                if (length == buffer.Length)
                    buffer = Grow(buffer);
            }
            return Read(http, buffer.AsMemory(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static byte[] Grow(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    private static (SubmittedDocument? Document, ProblemHttpResult? Refusal) Read(
        HttpContext http,
        ReadOnlyMemory<byte> body
    )
    {
        SubmittedFiling? filing;
        try
        {
            filing = JsonSerializer.Deserialize(body.Span, RequestJson.Default.SubmittedFiling);
        }
        catch (JsonException fault)
        {
            return (null, Explain(http, body, fault));
        }
        if (filing is null)
            return (null, Unreadable(http, "内容为null。", "It is null."));
        if (FilingRules.LineCount(filing) is var count and > FilingRules.MostLines)
            return (null, TooManyLines(http, count));

        var faults = FilingRules.Faults(filing);
        if (faults.Count > 0)
            return (null, Invalid(http, faults));
        var document = new SubmittedDocument(
            filing,
            Payload.Compress(body.Span),
            HashOf(http.Request.Path, body.Span)
        );
        return (document, null);
    }

    private static byte[] HashOf(PathString address, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(address + "\n"));
        hash.AppendData(body);
        return hash.GetHashAndReset();
    }

    private static ProblemHttpResult Explain(
        HttpContext http,
        ReadOnlyMemory<byte> body,
        JsonException fault
    )
    {
        // Member names that are no UTF-8 cannot be told, only their place can.
        if (body.Length <= LargestExplained && Utf8.IsValid(body.Span))
        {
            try
            {
                using var document = JsonDocument.Parse(body);
                var faults = JsonFaults.Find(
                    document.RootElement,
                    RequestJson.Default.SubmittedFiling
                );
                if (faults.Count > 0)
                    return Invalid(http, faults);
            }
            catch (JsonException malformed)
            {
                // Not JSON at all: there are no members to name, only a place.
                fault = malformed;
            }
        }
        var place = fault.Path ?? "$";
        return Unreadable(
            http,
            $"{place}：第{fault.LineNumber + 1}行第{fault.BytePositionInLine + 1}字节处有误。",
            $"{place}: wrong at line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}."
        );
    }

    private static ProblemHttpResult Unreadable(HttpContext http, string zh, string en) =>
        Problem.Of(http, Problems.UnreadableDocument, zh, en);

    private static ProblemHttpResult Invalid(HttpContext http, IReadOnlyList<FieldError> faults) =>
        Problem.Of(
            http,
            Problems.InvalidFields,
            $"共{faults.Count}处有误，均列于errors。",
            $"{faults.Count} faults, all listed in errors.",
            faults
        );

    private static ProblemHttpResult TooManyLines(HttpContext http, int count) =>
        Problem.Of(
            http,
            Problems.TooManyLines,
            $"共{count}行，每次至多{FilingRules.MostLines}行，请分批申报。",
            $"It has {count} lines; at most {FilingRules.MostLines} are taken. Split it in batches."
        );
}
