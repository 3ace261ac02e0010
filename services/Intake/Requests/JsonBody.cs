using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.HttpResults;
using RebateFlow.ServiceDefaults;
using RebateFlow.ServiceDefaults.Requests;

namespace RebateFlow.Intake.Requests;

/// <summary>
/// The JSON body of a request: its bytes as they came, and what they say. A refusal names every
/// fault.
/// </summary>
public sealed class JsonBody : IDisposable
{
    /// <summary>Documents beyond this size are only told their first fault.</summary>
    private const int LargestExplained = 8 * 1024 * 1024;

    private const int FirstBuffer = 16 * 1024;

    private byte[] buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
    private int length;

    private JsonBody() { }

    /// <summary>The bytes, until this is disposed.</summary>
    public ReadOnlyMemory<byte> Bytes => buffer.AsMemory(0, length);

    /// <summary>Reads a body to its end.</summary>
    /// <exception cref="BadHttpRequestException">
    /// 413 when it is over the server's limit.
    /// </exception>
    public static async Task<JsonBody> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        var body = new JsonBody();
        try
        {
            int read;
            while ((read = await request.Body.ReadAsync(body.Rest(), cancel)) > 0)
                body.length += read;
            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    /// <summary>What the body says; null with the refusal when it cannot be read as such.</summary>
    public T? Parse<T>(HttpContext http, JsonTypeInfo<T> type, out ProblemHttpResult? refusal)
        where T : class
    {
        refusal = null;
        if (!http.Request.HasJsonContentType())
        {
            refusal = Problem.Of(
                http,
                Problems.WrongMediaType,
                "请使用 application/json。",
                "Send application/json."
            );
            return null;
        }
        try
        {
            if (NullElements.Find(Bytes.Span) is { } place)
                refusal = Unreadable(
                    http,
                    $"列表中不得有null（第{place}字节）。",
                    $"A list holds null at byte {place}; leave the element out."
                );
            else if (JsonSerializer.Deserialize(Bytes.Span, type) is { } value)
                return value;
            else
                refusal = Unreadable(http, "内容为null。", "It is null.");
        }
        catch (JsonException fault)
        {
            // Reading stops at the first fault; the client is told all of them.
            refusal = Explain(http, type, fault);
        }
        return null;
    }

    /// <summary>Refusal of a readable document whose fields are wrong.</summary>
    public static ProblemHttpResult Invalid(HttpContext http, IReadOnlyList<FieldError> faults) =>
        Problem.Of(
            http,
            Problems.InvalidFields,
            $"共{faults.Count}处有误，均列于errors。",
            $"Faults found: {faults.Count}. All of them are listed in errors.",
            faults
        );

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
        length = 0;
    }

    /// <summary>
    /// Room for the next bytes. It doubles, so a stated length alone takes no memory.
    /// </summary>
    private Memory<byte> Rest()
    {
        if (length == buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
            buffer.CopyTo(larger, 0);
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = larger;
        }
        return buffer.AsMemory(length);
    }

    private ProblemHttpResult Explain(HttpContext http, JsonTypeInfo type, JsonException fault)
    {
        if (length <= LargestExplained && JsonFaults.Find(Bytes, type) is { Count: > 0 } faults)
            return Invalid(http, faults);
        var place = fault.Path ?? "$";
        return Unreadable(
            http,
            $"{place}：第{fault.LineNumber + 1}行第{fault.BytePositionInLine + 1}字节处有误。",
            $"{place}: wrong at line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}."
        );
    }

    private static ProblemHttpResult Unreadable(HttpContext http, string zh, string en) =>
        Problem.Of(http, Problems.UnreadableDocument, zh, en);
}
