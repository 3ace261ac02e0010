using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using RebateFlow.Intake.Files.Reading;
using RebateFlow.Intake.Requests;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Intake.Feeds;

/// <summary>
/// The body of a feed that takes its authority's own files, packed in a zip: read whole, one at a
/// time, within limits.
/// </summary>
public sealed class PackageBody : IDisposable
{
    private const int BufferBytes = 64 * 1024;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim gate = new(1, 1);

    /// <summary>Takes the rows of a zip.</summary>
    /// <remarks>
    /// Query: version, for rows whose files state no day of their own. Errors: RBF-1010, RBF-1030,
    /// RBF-1031, RBF-1033 (400), RBF-1032 (413), RBF-1014 (503: another zip is at work).
    /// </remarks>
    public async Task<(FeedAnswer? Answer, ProblemHttpResult? Refusal)> TakeAsync<TRow>(
        HttpContext http,
        FeedIntake<TRow> intake,
        Func<Stream, long?, PackageReading> open
    )
        where TRow : class, IFeedRow
    {
        var cancel = http.RequestAborted;
        if (!TryReadVersion(http, out var version))
            return (null, InvalidVersion(http));
        if (!await gate.WaitAsync(LongestWait, cancel))
            return (null, Busy(http));
        try
        {
            using var file = await ReadAsync(http.Request.Body, cancel);
            if (file is null)
                return (null, TooLarge(http));
            var (lines, refusal) = open(file, version);
            if (refusal is not null)
                return (null, Refuse(http, refusal));
            using (lines as IDisposable)
                return (await intake.TakeAsync(lines!, cancel), null);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => gate.Dispose();

    /// <summary>The body; null when it is over the limit, compressed or not.</summary>
    private static async Task<MemoryStream?> ReadAsync(Stream body, CancellationToken cancel)
    {
        var file = new MemoryStream();
        var buffer = new byte[BufferBytes];
        int read;
        while ((read = await body.ReadAsync(buffer, cancel)) > 0)
        {
            if (file.Length + read > FileLimits.UploadBytes)
            {
                await file.DisposeAsync();
                return null;
            }
            file.Write(buffer, 0, read);
        }
        file.Position = 0;
        return file;
    }

    private static bool TryReadVersion(HttpContext http, out long? version)
    {
        version = null;
        var text = http.Request.Query["version"].ToString();
        if (text.Length == 0)
            return true;
        var isNumber = long.TryParse(
            text,
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var number
        );
        version = number;
        return isNumber && number > 0;
    }

    private static ProblemHttpResult InvalidVersion(HttpContext http) =>
        Paging.Invalid(http, "version", "须为正整数", "must be a whole number above 0");

    private static ProblemHttpResult Busy(HttpContext http)
    {
        http.Response.Headers.RetryAfter = "30";
        return Problem.Of(
            http,
            Problems.PackageAtWork,
            "正在接收另一个压缩包，请稍后重发。",
            "Another zip is being taken; send it again in a while."
        );
    }

    private static ProblemHttpResult TooLarge(HttpContext http)
    {
        const int megabytes = FileLimits.UploadBytes / 1024 / 1024;
        return Problem.Of(
            http,
            Problems.FileTooLarge,
            $"压缩包不得超过{megabytes} MiB。",
            $"The zip must not be larger than {megabytes} MiB."
        );
    }

    private static ProblemHttpResult Refuse(HttpContext http, FileRefusal refusal) =>
        Problem.Of(http, CodeOf(refusal.Kind), refusal.Zh, refusal.En);

    private static ProblemCode CodeOf(FileRefusalKind kind) =>
        kind switch
        {
            FileRefusalKind.Unreadable => Problems.UnreadableFile,
            FileRefusalKind.Forbidden => Problems.ForbiddenContent,
            FileRefusalKind.TooLarge => Problems.FileTooLarge,
            FileRefusalKind.TooManyLines => Problems.TooManyLines,
            FileRefusalKind.WrongForms => Problems.WrongForms,
            FileRefusalKind.Checksum => Problems.ChecksumDiffers,
            FileRefusalKind.Version => Problems.UnsupportedVersion,
        };
}
