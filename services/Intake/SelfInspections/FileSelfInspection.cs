using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using RebateFlow.Contracts;
using RebateFlow.Contracts.Intake;
using RebateFlow.Intake.Checks.Reference;
using RebateFlow.Intake.Reading;
using RebateFlow.Intake.Requests;
using RebateFlow.Intake.Submissions;
using RebateFlow.Intake.Worlds;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Intake.SelfInspections;

/// <summary>
/// The self-inspection form 自查表 of the live attempt: an exporter reads whether the authority asks
/// for it and what it asks, and fills it in. It may be handed in again while it is asked for.
/// </summary>
/// <remarks>
/// The same answers again change nothing. Why the form is asked for is not told. Errors: RBF-1002
/// (400), RBF-1007 (404), RBF-1072 it is not asked for (409).
/// </remarks>
public static class FileSelfInspection
{
    private const string Address = "/v1/pre-declarations/{id:guid}/self-inspection";
    private const int LargestBody = 256 * 1024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(Address, ReadAsync)
            .RequireAuthorization(Roles.AnyExporter)
            .Produces<FormView>();
        routes
            .MapPut(Address, FileAsync)
            .RequireAuthorization(Roles.AnyExporter)
            .WithMetadata(new RequestSizeLimitAttribute(LargestBody))
            .Accepts<SelfInspectionRequest>("application/json")
            .Produces<FormView>();
    }

    /// <summary>The form of a pre-declaration.</summary>
    /// <param name="IsAsked">Whether the authority asks for it with this attempt.</param>
    /// <param name="FormFrom">First day of the version of the form.</param>
    /// <param name="RevisionNo">0 while nothing was handed in.</param>
    public sealed record FormView(
        Guid Id,
        int AttemptNo,
        bool IsAsked,
        DateTimeOffset? AskedAt,
        DateOnly FormFrom,
        IReadOnlyList<QuestionView> Questions,
        int RevisionNo,
        string? SignedBy,
        DateTimeOffset? FiledAt
    );

    /// <summary>A question, and its answer as it was last handed in.</summary>
    /// <param name="Answer">YES, NO or NOT_APPLICABLE; null while there is none.</param>
    public sealed record QuestionView(
        string Code,
        string Text,
        string? Answer,
        string? Explanation
    );

    private static async Task<IResult> ReadAsync(
        Guid id,
        HttpContext http,
        World world,
        AuthorityClock clock
    )
    {
        var cancel = http.RequestAborted;
        await using var connection = await world.Database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var head = await SubmissionSql.LockAsync(transaction, id, http.User.Uscc() ?? "", cancel);
        if (head is null)
            return GetPreDeclaration.Unknown(http);
        var row = await SelfInspectionSql.FindAsync(transaction, id, head.AttemptNo, cancel);
        return TypedResults.Ok(ViewOf(http, (id, head.AttemptNo), row, clock.Today));
    }

    private static async Task<IResult> FileAsync(
        Guid id,
        HttpContext http,
        World world,
        AuthorityClock clock
    )
    {
        var cancel = http.RequestAborted;
        using var body = await JsonBody.ReadAsync(http.Request, cancel);
        var request = body.Parse(http, RequestJson.Default.SelfInspectionRequest, out var refusal);
        if (request is null)
            return refusal!;

        await using var connection = await world.Database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var head = await SubmissionSql.LockAsync(transaction, id, http.User.Uscc() ?? "", cancel);
        if (head is null)
            return GetPreDeclaration.Unknown(http);
        var row = await SelfInspectionSql.FindAsync(transaction, id, head.AttemptNo, cancel);
        if (row is not { IsAsked: true })
            return NotAsked(http);
        var (now, today) = clock.Moment;
        var form = SelfInspectionForm.On(today);
        if (SelfInspectionRules.Faults(request, form) is { Count: > 0 } faults)
            return JsonBody.Invalid(http, faults);

        var filed = new SelfInspectionFiled
        {
            PreDeclarationId = id,
            AttemptNo = head.AttemptNo,
            RevisionNo = row.RevisionNo + 1,
            FormFrom = form.From,
            Answers = SelfInspectionRules.Read(request, form),
            SignedBy = request.SignedBy.Trim(),
            FiledAt = now,
        };
        if (!IsSame(row, filed))
        {
            await SelfInspectionSql.FileAsync(transaction, filed, http.User.SubjectId(), cancel);
            await world.Outbox.AddAsync(transaction, filed, Lanes.Ordinary, cancel);
            await world.Outbox.CommitAsync(transaction, cancel);
            row = row with
            {
                RevisionNo = filed.RevisionNo,
                FormFrom = filed.FormFrom,
                SignedBy = filed.SignedBy,
                FiledAt = filed.FiledAt,
            };
        }
        return TypedResults.Ok(ViewOf(http, (id, head.AttemptNo), row, today, filed.Answers));
    }

    private static bool IsSame(SelfInspectionRow row, SelfInspectionFiled filed) =>
        row.FormFrom == filed.FormFrom
        && row.SignedBy == filed.SignedBy
        && row.ReadAnswers().SequenceEqual(filed.Answers);

    private static FormView ViewOf(
        HttpContext http,
        (Guid Id, int AttemptNo) of,
        SelfInspectionRow? row,
        DateOnly today,
        IReadOnlyList<SelfInspectionAnswer>? given = null
    )
    {
        var form = SelfInspectionForm.On(row?.FormFrom ?? today);
        var answers = (given ?? row?.ReadAnswers() ?? []).ToDictionary(answer => answer.Code);
        var isChinese = Language.IsChinese(http);
        return new(
            of.Id,
            of.AttemptNo,
            row?.IsAsked ?? false,
            row?.AskedAt,
            form.From,
            [
                .. form.Questions.Select(question =>
                {
                    var answer = answers.GetValueOrDefault(question.Code);
                    return new QuestionView(
                        question.Code,
                        isChinese ? question.Zh : question.En,
                        answer?.Answer,
                        answer?.Explanation
                    );
                }),
            ],
            row?.RevisionNo ?? 0,
            row?.SignedBy,
            row?.FiledAt
        );
    }

    private static ProblemHttpResult NotAsked(HttpContext http) =>
        Problem.Of(
            http,
            Problems.SelfInspectionNotAsked,
            "税务机关未要求随本次申报报送自查表。",
            "The authority does not ask for the form with this attempt."
        );
}
