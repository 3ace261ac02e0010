using System.Text.Json.Serialization;
using Microsoft.Net.Http.Headers;
using Npgsql;
using RebateFlow.Intake.Files.Attachments;
using RebateFlow.Intake.Reading;
using RebateFlow.Intake.Worlds;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Intake.Attachments;

/// <summary>
/// An exporter reads what it attached to a filing; an officer what exporters of the own tax
/// authority attached.
/// </summary>
/// <remarks>Errors: RBF-1007 (404) for everybody else's as well, RBF-1110 (404).</remarks>
public static class GetAttachments
{
    private const string Address = "/v1/pre-declarations/{id:guid}/attachments";

    /// <summary>The attachments of a filing, oldest first.</summary>
    public sealed record AttachmentList(IReadOnlyList<AttachmentView> Items);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(Address, ListAsync)
            .RequireAuthorization(FilingReader.Policy)
            .Produces<AttachmentList>();
        routes
            .MapGet(Address + "/{attachmentId:guid}", ReadAsync)
            .RequireAuthorization(FilingReader.Policy)
            .Produces(StatusCodes.Status200OK, contentType: "application/octet-stream");
    }

    private static async Task<IResult> ListAsync(Guid id, HttpContext http, World world) =>
        await FindAsync(id, null, http, world) is { } rows
            ? TypedResults.Ok(new AttachmentList([.. rows.Select(AttachmentView.Of)]))
            : GetPreDeclaration.Unknown(http);

    private static async Task<IResult> ReadAsync(
        Guid id,
        Guid attachmentId,
        HttpContext http,
        World world
    ) =>
        await FindAsync(id, attachmentId, http, world) switch
        {
            null => GetPreDeclaration.Unknown(http),
            [var row] => new Download(world.Database, row),
            _ => AttachmentProblems.OfUnknown(http),
        };

    private static async Task<IReadOnlyList<AttachmentRow>?> FindAsync(
        Guid id,
        Guid? attachmentId,
        HttpContext http,
        World world
    )
    {
        var (cancel, reader) = (http.RequestAborted, FilingReader.Of(http));
        await using var connection = await world.Database.OpenConnectionAsync(cancel);
        return await AttachmentSql.FindFilingAsync(connection, id, reader, cancel) is null
            ? null
            : await AttachmentSql.ListAsync(connection, id, attachmentId, cancel);
    }

    /// <summary>
    /// The content, to be saved and never shown in the page that asked: a browser neither guesses
    /// its kind nor keeps it.
    /// </summary>
    private sealed class Download(NpgsqlDataSource database, AttachmentRow row) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var disposition = new ContentDispositionHeaderValue("attachment");
            disposition.SetHttpFileName(row.FileName);
            var response = httpContext.Response;
            response.ContentType = AttachmentKinds.MediaTypeOf(row.ReadKind());
            response.ContentLength = row.ByteCount;
            response.Headers.ContentDisposition = disposition.ToString();
            response.Headers.XContentTypeOptions = "nosniff";
            response.Headers.CacheControl = "no-store";
            response.Headers.ContentSecurityPolicy = Downloads.ContentPolicy;
            response.Headers["Content-Digest"] = $"sha-256=:{Convert.ToBase64String(row.Sha256)}:";
            return AttachmentContentSql.SendAsync(
                database,
                row,
                response.Body,
                httpContext.RequestAborted
            );
        }
    }
}

/// <summary>An attachment, without its content.</summary>
public sealed record AttachmentView
{
    public required Guid Id { get; init; }

    /// <summary>The live attempt when it was attached.</summary>
    public required int AttemptNo { get; init; }
    public required string FileName { get; init; }

    /// <summary>PDF, JPEG, PNG or XLSX, told by its content.</summary>
    public required string Kind { get; init; }

    /// <summary>Bytes.</summary>
    public required int Size { get; init; }

    /// <summary>SHA-256 of the content, 64 lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The doubt it answers; absent when it belongs to the whole filing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? DoubtCode { get; init; }

    /// <summary>header, export, purchase, association or summary.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Form { get; init; }

    /// <summary>Line or association number.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Place { get; init; }
    public required DateTimeOffset UploadedAt { get; init; }

    internal static AttachmentView Of(AttachmentRow row) =>
        new()
        {
            Id = row.Id,
            AttemptNo = row.AttemptNo,
            FileName = row.FileName,
            Kind = row.Kind,
            Size = row.ByteCount,
            Sha256 = Convert.ToHexStringLower(row.Sha256),
            DoubtCode = row.DoubtCode,
            Form = row.Form,
            Place = row.Place,
            UploadedAt = row.UploadedAt,
        };
}
