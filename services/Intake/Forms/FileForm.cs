using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;
using RebateFlow.Intake.Attachments;
using RebateFlow.Intake.Checks.Reference;
using RebateFlow.Intake.Reading;
using RebateFlow.Intake.Requests;
using RebateFlow.Intake.Submissions;
using RebateFlow.Intake.Worlds;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Intake.Forms;

/// <summary>
/// An exporter fills in a form that a remedy asks for, with the live attempt; officers of its tax
/// authority read it. Handed in again with other content, both are kept and the last one counts.
/// </summary>
/// <remarks>
/// The same content again changes nothing. A form of an earlier attempt is shown until one is
/// handed in with the live one. Errors: RBF-1001 and 1002 (400), 1007 and 1120 (404), 1121 (422),
/// 1122 (409).
/// </remarks>
public static class FileForm
{
    private const string Address = "/v1/pre-declarations/{id:guid}/forms/{form}";
    private const int LargestBody = 2 * 1024 * 1024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(Address, ReadAsync)
            .RequireAuthorization(FilingReader.Policy)
            .Produces<FiledForm>();
        routes
            .MapPut(Address, FileAsync)
            .RequireAuthorization(Roles.AnyExporter)
            .WithMetadata(new RequestSizeLimitAttribute(LargestBody))
            .Accepts<RemedyFormRequest>("application/json")
            .Produces<FiledForm>();
    }

    /// <summary>A form of a filing.</summary>
    /// <param name="RevisionNo">0 while nothing was handed in.</param>
    /// <param name="AttemptNo">The attempt it was handed in with.</param>
    public sealed record FiledForm(
        FormDefinition Definition,
        int RevisionNo,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? AttemptNo,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? SignedBy,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
            DateTimeOffset? FiledAt,
        IReadOnlyList<IReadOnlyDictionary<string, string>> Rows
    )
    {
        internal static FiledForm Of(RemedyForm form, FormRow? row, bool isChinese) =>
            new(
                FormDefinition.Of(form, isChinese),
                row?.RevisionNo ?? 0,
                row?.AttemptNo,
                row?.SignedBy,
                row?.FiledAt,
                row?.ReadRows() ?? []
            );
    }

    private static async Task<IResult> ReadAsync(
        Guid id,
        string form,
        HttpContext http,
        World world,
        AuthorityClock clock
    )
    {
        var (cancel, reader) = (http.RequestAborted, FilingReader.Of(http));
        await using var connection = await world.Database.OpenConnectionAsync(cancel);
        if (await AttachmentSql.FindFilingAsync(connection, id, reader, cancel) is null)
            return GetPreDeclaration.Unknown(http);
        if (Find(form, clock.Today) is not { } today)
            return FormProblems.OfUnknown(http);
        var row = await FormSql.FindAsync(connection, id, form, cancel);
        var asFiled = row is null ? today : Find(form, row.FormFrom) ?? today;
        return TypedResults.Ok(FiledForm.Of(asFiled, row, Language.IsChinese(http)));
    }

    private static async Task<IResult> FileAsync(
        Guid id,
        string form,
        HttpContext http,
        World world,
        AuthorityClock clock
    )
    {
        var cancel = http.RequestAborted;
        using var body = await JsonBody.ReadAsync(http.Request, cancel);
        var request = body.Parse(http, FormJson.Default.RemedyFormRequest, out var refusal);
        if (request is null)
            return refusal!;
        var (now, today) = clock.Moment;
        await using var connection = await world.Database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var head = await SubmissionSql.LockAsync(transaction, id, http.User.Uscc() ?? "", cancel);
        if (head is null)
            return GetPreDeclaration.Unknown(http);
        if (Find(form, today) is not { } definition)
            return FormProblems.OfUnknown(http);
        if (!AttachmentRules.IsOpen(head.StateValue))
            return FormProblems.OfClosed(http, head.State);
        if (FormRules.Faults(request, definition) is { Count: > 0 } faults)
            return FormProblems.OfRows(http, faults);

        var last = await FormSql.FindAsync(connection, id, form, cancel);
        var row = RowOf(request, definition) with
        {
            PreDeclarationId = id,
            AttemptNo = head.AttemptNo,
            RevisionNo = last?.AttemptNo == head.AttemptNo ? last.RevisionNo + 1 : 1,
            FiledBy = http.User.SubjectId(),
            FiledAt = now,
        };
        if (last is not null && IsSame(last, row))
            row = last;
        else
        {
            await FormSql.InsertAsync(transaction, row, cancel);
            await transaction.CommitAsync(cancel);
        }
        return TypedResults.Ok(FiledForm.Of(definition, row, Language.IsChinese(http)));
    }

    private static FormRow RowOf(RemedyFormRequest request, RemedyForm form) =>
        new()
        {
            Form = form.Code,
            FormFrom = form.From,
            Rows = JsonSerializer.Serialize(
                FormRules.Read(request, form),
                FormJson.Default.IReadOnlyListIReadOnlyDictionaryStringString
            ),
            SignedBy = request.SignedBy.Trim(),
        };

    private static RemedyForm? Find(string form, DateOnly day) =>
        RemedyForms.On(day).FirstOrDefault(one => one.Code == form);

    private static bool IsSame(FormRow last, FormRow row)
    {
        var (former, rows) = (last.ReadRows(), row.ReadRows());
        return last.AttemptNo == row.AttemptNo
            && last.FormFrom == row.FormFrom
            && last.SignedBy == row.SignedBy
            && former.Count == rows.Count
            && former.Zip(rows).All(pair => IsSame(pair.First, pair.Second));
    }

    private static bool IsSame(
        IReadOnlyDictionary<string, string> one,
        IReadOnlyDictionary<string, string> other
    ) => one.Count == other.Count && !one.Except(other).Any();
}
