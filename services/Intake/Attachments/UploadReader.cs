using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Intake.Attachments;

/// <summary>
/// Reads an upload piece by piece: the body as it is, with what is said of it in the query, or a
/// form of several parts, one of them the file.
/// </summary>
internal static class UploadReader
{
    private const int MostParts = 10;
    private const int LongestField = 1024;
    private const int LongestBoundary = 70;

    private static readonly string[] names = ["fileName", "doubtCode", "form", "place"];

    /// <summary>Fills the upload; the answer is why it cannot be, or null.</summary>
    public static async Task<ProblemHttpResult?> ReadAsync(
        HttpContext http,
        Upload upload,
        CancellationToken cancel
    )
    {
        foreach (var name in names)
            upload.Say(name, http.Request.Query[name].ToString());
        try
        {
            if (IsForm(http.Request))
                return await ReadPartsAsync(http, upload, cancel);
            return await upload.TakeAsync(http.Request.Body, cancel)
                ? null
                : AttachmentProblems.OfTooLarge(http);
        }
        catch (BadHttpRequestException fault)
            when (fault.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return AttachmentProblems.OfTooLarge(http);
        }
        catch (Exception fault)
            when (fault is InvalidDataException
                || (fault is IOException && fault is not BadHttpRequestException)
            )
        {
            // How the reader of parts says that they are cut off or malformed.
            return Unreadable(http);
        }
    }

    private static bool IsForm(HttpRequest request) =>
        request.ContentType?.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) == true;

    private static async Task<ProblemHttpResult?> ReadPartsAsync(
        HttpContext http,
        Upload upload,
        CancellationToken cancel
    )
    {
        var boundary = MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type)
            ? HeaderUtilities.RemoveQuotes(type.Boundary).ToString()
            : "";
        if (boundary.Length is 0 or > LongestBoundary)
            return Unreadable(http);
        var reader = new MultipartReader(boundary, http.Request.Body);
        var hasFile = false;
        for (var parts = 0; await reader.ReadNextSectionAsync(cancel) is { } part; parts++)
        {
            var isFile = IsFile(part, out var name, out var fileName);
            if (parts >= MostParts || (isFile && hasFile))
                return Unreadable(http);
            if (!isFile)
            {
                if (await ReadFieldAsync(part.Body, cancel) is not { } value)
                    return Unreadable(http);
                upload.Say(name, value);
                continue;
            }
            hasFile = true;
            upload.Say("fileName", fileName);
            if (!await upload.TakeAsync(part.Body, cancel))
                return AttachmentProblems.OfTooLarge(http);
        }
        return hasFile ? null : Unreadable(http);
    }

    private static bool IsFile(MultipartSection part, out string name, out string fileName)
    {
        (name, fileName) = ("", "");
        if (
            !ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out var disposition)
            || !disposition.DispositionType.Equals("form-data", StringComparison.OrdinalIgnoreCase)
        )
            return false;
        name = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
        var given = disposition.FileNameStar.HasValue
            ? disposition.FileNameStar
            : disposition.FileName;
        fileName = HeaderUtilities.RemoveQuotes(given).ToString();
        return fileName.Length > 0;
    }

    /// <summary>The text of a field; null when it is too long for one.</summary>
    private static async Task<string?> ReadFieldAsync(Stream body, CancellationToken cancel)
    {
        var buffer = new byte[LongestField + 1];
        var length = await body.ReadAtLeastAsync(buffer, buffer.Length, false, cancel);
        return length > LongestField ? null : Encoding.UTF8.GetString(buffer, 0, length);
    }

    private static ProblemHttpResult Unreadable(HttpContext http) =>
        Problem.Of(
            http,
            Problems.UnreadableFile,
            "请以multipart/form-data上传一个文件，或直接以文件内容为请求体并用参数fileName给出文件名。",
            "Send one file as multipart/form-data, or the file itself as the body with its name in "
                + "the parameter fileName."
        );
}
