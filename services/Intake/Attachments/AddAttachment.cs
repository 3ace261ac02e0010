using Microsoft.AspNetCore.Http.HttpResults;
using RebateFlow.Intake.Files.Attachments;
using RebateFlow.Intake.Reading;
using RebateFlow.Intake.Requests;
using RebateFlow.Intake.Submissions;
using RebateFlow.Intake.Worlds;
using RebateFlow.Primitives;
using RebateFlow.ServiceDefaults;
using RebateFlow.ServiceDefaults.Idempotency;

namespace RebateFlow.Intake.Attachments;

/// <summary>
/// An exporter attaches a paper to a filing or to one of its doubts: PDF, JPEG, PNG or .xlsx, told
/// by content, at most 20 MB. It stays as it is; a better one is attached beside it.
/// </summary>
/// <remarks>
/// multipart/form-data with one file and the fields doubtCode, form and place; or the file as the
/// body, with fileName and those as parameters of the query. Idempotency-Key is required. Errors:
/// RBF-1004, 1030 and 1031 (400), 1002 (400), 1005 (422), 1007 (404), 1032 (413), 1111 and 1112
/// (409), 1113 (415).
/// </remarks>
public static class AddAttachment
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/v1/pre-declarations/{id:guid}/attachments", HandleAsync)
            .RequireAuthorization(Roles.AnyExporter)
            .Produces<AttachmentView>(StatusCodes.Status201Created);

    private static async Task<IResult> HandleAsync(
        Guid id,
        HttpContext http,
        World world,
        LargeFiles largeFiles,
        AuthorityClock clock
    )
    {
        var cancel = http.RequestAborted;
        if (!OnceOnly.TryReadKey(http.Request.Headers, out var key))
            return RequestHeaders.KeyMissing(http);
        var uscc = http.User.Uscc() ?? "";
        await using (var connection = await world.Database.OpenConnectionAsync(cancel))
        {
            var reader = new FilingReader(uscc, null);
            if (await AttachmentSql.FindFilingAsync(connection, id, reader, cancel) is null)
                return GetPreDeclaration.Unknown(http);
        }

        await using var upload = new Upload();
        if (await UploadReader.ReadAsync(http, upload, cancel) is { } unreadable)
            return unreadable;
        if (await JudgeAsync(http, upload, largeFiles, cancel) is { } refused)
            return refused;
        var row = new AttachmentRow
        {
            Id = Guid.CreateVersion7(clock.Now),
            PreDeclarationId = id,
            Uscc = uscc,
            IdempotencyKey = key,
            RequestHash = upload.HashFor(id),
            FileName = upload.Label.FileName,
            Kind = WireCode.Of(upload.Kind!.Value),
            ByteCount = upload.Length,
            Sha256 = upload.Sha256,
            DoubtCode = upload.Label.DoubtCode,
            Form = upload.Label.Form,
            Place = upload.Label.Place,
            UploadedBy = http.User.SubjectId(),
            UploadedAt = clock.Now,
        };
        return await StoreAsync(http, world, row, upload.Content);
    }

    private static async Task<ProblemHttpResult?> JudgeAsync(
        HttpContext http,
        Upload upload,
        LargeFiles largeFiles,
        CancellationToken cancel
    )
    {
        var label = upload.Label;
        if (AttachmentRules.Faults(label) is { Count: > 0 } faults)
            return JsonBody.Invalid(http, faults);
        if (upload.Kind is not { } kind)
            return AttachmentProblems.OfKind(
                http,
                "文件内容不是可接受的格式。",
                "The content is of no kind that is taken."
            );
        if (!AttachmentKinds.Fits(kind, label.FileName))
            return AttachmentProblems.OfKind(
                http,
                $"文件内容为{WireCode.Of(kind)}，与文件名“{label.FileName}”不符。",
                $"The content is {WireCode.Of(kind)}, the name says otherwise: {label.FileName}."
            );
        if (kind != AttachmentKind.Xlsx)
            return null;
        using var turn = await largeFiles.EnterAsync(upload.Length, cancel);
        return AttachmentWorkbook.Check(upload.Content) is { } refusal
            ? AttachmentProblems.Of(http, refusal)
            : null;
    }

    private static async Task<IResult> StoreAsync(
        HttpContext http,
        World world,
        AttachmentRow row,
        Stream content
    )
    {
        var cancel = http.RequestAborted;
        content.Position = 0;
        await using var connection = await world.Database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        // The content first: the filing is locked for the last two statements only.
        await AttachmentContentSql.WriteAsync(transaction, row.Id, content, cancel);
        var id = row.PreDeclarationId;
        var head = await SubmissionSql.LockAsync(transaction, id, row.Uscc, cancel);
        if (head is null)
            return GetPreDeclaration.Unknown(http);
        var total = await AttachmentSql.TotalAsync(transaction, id, cancel);
        row = row with { AttemptNo = head.AttemptNo };
        if (!await AttachmentSql.TryInsertAsync(transaction, row, cancel))
        {
            var earlier = await AttachmentSql.FindByKeyAsync(transaction, row, cancel);
            return earlier.RequestHash.AsSpan().SequenceEqual(row.RequestHash)
                ? Made(earlier)
                : RequestHeaders.KeyReused(http);
        }
        if (!AttachmentRules.IsOpen(head.StateValue))
            return AttachmentProblems.OfClosed(http, head.State);
        if (!AttachmentRules.HasRoom(total.Files, total.Bytes, row.ByteCount))
            return AttachmentProblems.OfTooMany(http);
        await transaction.CommitAsync(cancel);
        return Made(row);
    }

    private static Created<AttachmentView> Made(AttachmentRow row) =>
        TypedResults.Created(
            $"/v1/pre-declarations/{row.PreDeclarationId}/attachments/{row.Id}",
            AttachmentView.Of(row)
        );
}
