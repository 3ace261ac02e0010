using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using RebateFlow.Intake.Checks.Doubts;
using RebateFlow.Intake.Files.Reading;
using RebateFlow.Intake.Requests;
using RebateFlow.ServiceDefaults;
using RebateFlow.ServiceDefaults.Requests;

namespace RebateFlow.Intake.Submissions;

/// <summary>Reads a filing from a file; faults are named by sheet and cell.</summary>
internal static class FileDocument
{
    public static async Task<(SubmittedDocument? Document, ProblemHttpResult? Refusal)> ReadAsync(
        HttpContext http,
        CancellationToken cancel
    )
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = FileLimits.UploadBytes;
        using var body = await JsonBody.ReadAsync(http.Request, cancel);
        if (RefuseDigest(http, body.Bytes.Span) is { } differs)
            return (null, differs);

        var gate = http.RequestServices.GetRequiredService<LargeFiles>();
        using var turn = await gate.EnterAsync(body.Bytes.Length, cancel);
        MemoryMarshal.TryGetArray(body.Bytes, out var bytes);
        using var stream = new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, false);
        var reading = FilingFile.Read(stream);
        return reading.Refusal is { } refusal
            ? (null, Refuse(http, refusal))
            : Accept(http, reading, body.Bytes.Span);
    }

    private static (SubmittedDocument?, ProblemHttpResult?) Accept(
        HttpContext http,
        FileReading reading,
        ReadOnlySpan<byte> file
    )
    {
        var json = reading.Json.Span;
        var text = new JsonTextScan();
        if (!text.Accept(json))
            return (null, Refuse(http, UnusableText));
        var filing = JsonSerializer.Deserialize(json, RequestJson.Default.SubmittedFiling)!;
        FieldError[] faults =
        [
            .. reading
                .Faults.Concat(
                    FilingRules
                        .Faults(filing)
                        .Select(f => reading.Locate(f.Field, f.MessageZh, f.MessageEn))
                )
                .Take(FileLimits.Faults)
                .Select(f => new FieldError(f.Cell, f.MessageZh, f.MessageEn)),
        ];
        return faults.Length > 0
            ? (null, JsonBody.Invalid(http, faults))
            : (SubmittedDocument.Of(http, filing, json, file), null);
    }

    private static readonly FileRefusal UnusableText = new(
        FileRefusalKind.Unreadable,
        "文件中有无法保存的字符U+0000。",
        "The file holds the character U+0000, which cannot be kept."
    );

    /// <summary>
    /// Content-Digest: sha-256=:base64: (RFC 9530); other algorithms are ignored.
    /// </summary>
    private static ProblemHttpResult? RefuseDigest(HttpContext http, ReadOnlySpan<byte> bytes)
    {
        const string prefix = "sha-256=:";
        var stated = http
            .Request.Headers["Content-Digest"]
            .SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries))
            .FirstOrDefault(value => value.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
        if (stated is null)
            return null;
        var declared = stated[prefix.Length..].TrimEnd(':');
        var computed = Convert.ToBase64String(SHA256.HashData(bytes));
        return declared == computed
            ? null
            : Refuse(
                http,
                new FileRefusal(
                    FileRefusalKind.Checksum,
                    "文件与Content-Digest不符。",
                    "The file differs from Content-Digest.",
                    declared,
                    computed
                )
            );
    }

    private static ProblemHttpResult Refuse(HttpContext http, FileRefusal refusal) =>
        refusal.Kind switch
        {
            FileRefusalKind.Unreadable => Problem.Of(
                http,
                Problems.UnreadableFile,
                refusal.Zh,
                refusal.En
            ),
            FileRefusalKind.Forbidden => Problem.Of(
                http,
                Problems.ForbiddenContent,
                refusal.Zh,
                refusal.En
            ),
            FileRefusalKind.TooLarge => Problem.Of(
                http,
                Problems.FileTooLarge,
                refusal.Zh,
                refusal.En
            ),
            FileRefusalKind.TooManyLines => Problem.Of(
                http,
                Problems.TooManyLines,
                refusal.Zh,
                refusal.En
            ),
            FileRefusalKind.WrongForms => Problem.Of(
                http,
                Problems.WrongForms,
                refusal.Zh,
                refusal.En
            ),
            FileRefusalKind.Checksum => OfDoubt(http, Problems.ChecksumDiffers, "F015", refusal),
            FileRefusalKind.Version => OfDoubt(http, Problems.UnsupportedVersion, "F016", refusal),
        };

    /// <summary>
    /// A refusal that the catalogue of doubts words; a file that cannot be trusted is not stored.
    /// </summary>
    private static ProblemHttpResult OfDoubt(
        HttpContext http,
        ProblemCode problem,
        string code,
        FileRefusal refusal
    )
    {
        var today = http.RequestServices.GetRequiredService<AuthorityClock>().Today;
        if (DoubtCatalogue.Embedded.Find(code, today) is not { } row)
            return Problem.Of(http, problem, refusal.Zh, refusal.En);
        var (zh, en) = (
            row.TextZh.Fill(refusal.Declared, refusal.Expected, ""),
            row.TextEn.Fill(refusal.Declared, refusal.Expected, "")
        );
        return Problem.Of(
            http,
            problem,
            $"{code} {zh}。{refusal.Zh}{row.RemedyZh}。",
            $"{code} {en}. {refusal.En} {row.RemedyEn}.",
            [new FieldError("file", $"{code} {zh}", $"{code} {en}")]
        );
    }
}
