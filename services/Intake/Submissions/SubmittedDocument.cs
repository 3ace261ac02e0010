using Microsoft.AspNetCore.Http.HttpResults;
using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Intake.Requests;
using RebateFlow.Messaging;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Intake.Submissions;

/// <summary>A document that may be stored.</summary>
/// <param name="Filing">What it says.</param>
/// <param name="Packed">Its JSON, compressed.</param>
/// <param name="RequestHash">
/// SHA-256 of the address and the bytes; tells requests of one key apart.
/// </param>
public sealed record SubmittedDocument(SubmittedFiling Filing, byte[] Packed, byte[] RequestHash)
{
    /// <summary>Reads the body of a request; the refusal says everything that is wrong.</summary>
    /// <exception cref="BadHttpRequestException">413 over the limit of the server.</exception>
    public static async Task<(SubmittedDocument? Document, ProblemHttpResult? Refusal)> ReadAsync(
        HttpContext http,
        CancellationToken cancel
    )
    {
        if (TakesFiles.With(http))
            return await FileDocument.ReadAsync(http, cancel);
        using var body = await JsonBody.ReadAsync(http.Request, cancel);
        var filing = body.Parse(http, RequestJson.Default.SubmittedFiling, out var refusal);
        if (filing is null)
            return (null, refusal);
        if (FilingRules.LineCount(filing) is var count and > FilingRules.MostLines)
            return (null, TooManyLines(http, count));

        var faults = FilingRules.Faults(filing);
        if (faults.Count > 0)
            return (null, JsonBody.Invalid(http, faults));
        var bytes = body.Bytes.Span;
        return (Of(http, filing, bytes, bytes), null);
    }

    /// <summary>A document that is in order.</summary>
    /// <param name="json">What is stored.</param>
    /// <param name="body">What was sent: the same, or the file it was read from.</param>
    internal static SubmittedDocument Of(
        HttpContext http,
        SubmittedFiling filing,
        ReadOnlySpan<byte> json,
        ReadOnlySpan<byte> body
    ) => new(filing, Payload.Compress(json), RequestFingerprint.Of(http.Request.Path, body));

    private static ProblemHttpResult TooManyLines(HttpContext http, int count) =>
        Problem.Of(
            http,
            Problems.TooManyLines,
            $"共{count}行，每次至多{FilingRules.MostLines}行，请分批申报。",
            $"It has {count} lines; at most {FilingRules.MostLines} are taken. Split it in batches."
        );
}
