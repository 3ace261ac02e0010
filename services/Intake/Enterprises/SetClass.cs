using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using Npgsql;
using RebateFlow.Intake.Checks.Reference;
using RebateFlow.Intake.Rechecks;
using RebateFlow.Intake.Requests;
using RebateFlow.ServiceDefaults;
using RebateFlow.ServiceDefaults.Idempotency;

namespace RebateFlow.Intake.Enterprises;

/// <summary>
/// An officer of the evaluation or approval post sets the class of an enterprise of the own
/// authority, with an answer to every criterion. Classes are rows with a first day and are never
/// changed: a filing is judged by the class of the day it was handed in, and one that is not yet
/// decided again by a class that holds today.
/// </summary>
/// <remarks>
/// If-Match with the ETag of the classes. Idempotency-Key: the same request again is answered as
/// the first one was, whatever the classes are by then. The criteria decide: a class whose criteria
/// are not met is refused. Upwards goes one class at a time, and class 4 holds twelve months unless
/// the tax credit was repaired. Errors: RBF-1001, 1002, 1004 (400), 1011 (404), 1005, 1080 (422),
/// 1012 (415), 0412, 0428.
/// </remarks>
public static class SetClass
{
    /// <summary>Policy: officers who rate enterprises.</summary>
    public const string Policy = "rating-officer";

    private const int LargestBody = 64 * 1024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/v1/enterprises/{uscc}/classes", HandleAsync)
            .RequireAuthorization(Policy)
            .WithMetadata(new RequestSizeLimitAttribute(LargestBody))
            .Accepts<ClassRequest>("application/json")
            .Produces<ClassView>(StatusCodes.Status201Created);
        routes
            .MapGet("/v1/enterprises/{uscc}/class-checklist", ChecklistAsync)
            .RequireAuthorization(Policy)
            .Produces<IReadOnlyList<ChecklistItem>>();
    }

    /// <summary>A criterion to answer.</summary>
    /// <param name="Criterion">Code.</param>
    /// <param name="EnterpriseClass">The class it is a criterion of.</param>
    /// <param name="Logic">MUST, or ANY: one that is met makes the class.</param>
    /// <param name="Text">In the reader's language.</param>
    /// <param name="IsMet">What the register knows; null when the officer has to find out.</param>
    /// <param name="IsNoteRequired">Whether a met one needs a note.</param>
    public sealed record ChecklistItem(
        string Criterion,
        int EnterpriseClass,
        string Logic,
        string Text,
        bool? IsMet,
        bool IsNoteRequired
    );

    private static async Task<IResult> ChecklistAsync(
        string uscc,
        int enterpriseClass,
        DateOnly? validFrom,
        HttpContext http,
        NpgsqlDataSource database,
        AuthorityClock clock
    )
    {
        var cancel = http.RequestAborted;
        await using var connection = await database.OpenConnectionAsync(cancel);
        var today = clock.Today;
        var found = await GetEnterprise.FindVisibleAsync(http, connection, uscc, today);
        if (found is null)
            return GetEnterprise.Unknown(http);
        var criteria = await RegisterSql.CriteriaAsync(connection, cancel);
        var isChinese = Language.IsChinese(http);
        return TypedResults.Ok(
            criteria
                .For(found.Kind, enterpriseClass, validFrom ?? today)
                .Select(criterion => new ChecklistItem(
                    criterion.Code,
                    criterion.EnterpriseClass,
                    criterion.Logic,
                    isChinese ? criterion.TextZh : criterion.TextEn,
                    found.ToFacts().IsMet(criterion.Code, today),
                    criterion.IsNoteRequired
                ))
                .ToList()
        );
    }

    private static async Task<IResult> HandleAsync(
        string uscc,
        HttpContext http,
        OnceOnly onceOnly,
        StaleChecks stale,
        AuthorityClock clock
    )
    {
        using var body = await JsonBody.ReadAsync(http.Request, http.RequestAborted);
        var request = body.Parse(http, EnterpriseJson.Default.ClassRequest, out var refusal);
        if (request is null)
            return refusal!;
        return http.Request.Headers.ContainsKey(HeaderNames.IfMatch)
            ? await onceOnly.CreateAsync(
                http,
                request,
                async transaction =>
                {
                    var answer = await SetAsync(http, transaction, uscc, request, clock);
                    await stale.NoteAsync(transaction, http.RequestAborted);
                    return answer;
                }
            )
            : Problem.Of(
                http,
                EntityTag.Missing,
                "请先读取类别历史，并带上其ETag。",
                "Read the classes first and send their ETag."
            );
    }

    private static async Task<Answer> SetAsync(
        HttpContext http,
        NpgsqlTransaction transaction,
        string uscc,
        ClassRequest request,
        AuthorityClock clock
    )
    {
        var (cancel, connection) = (http.RequestAborted, transaction.Connection!);
        var (now, today) = clock.Moment;
        var day = request.ValidFrom < today ? today : request.ValidFrom;
        if (await GetEnterprise.FindVisibleAsync(http, connection, uscc, day) is not { } seen)
            return GetEnterprise.Unknown(http);
        await RegisterSql.LockAsync(transaction, seen.Uscc, cancel);
        var found = (await RegisterSql.FindAsync(connection, seen.Uscc, day, cancel))!;
        if (!EntityTag.TryReadIfMatch(http, out var version) || version != found.LastClassNo)
            return Problem.Of(
                http,
                EntityTag.Stale,
                "类别已有变动，请重新读取。",
                "The classes have changed; read them again."
            );

        var rules = await RulesAsync(connection, found, (request, day, today), cancel);
        if (rules.FormFaults(request) is { Count: > 0 } faults)
            return JsonBody.Invalid(http, faults);
        if (rules.Objections(request) is { Count: > 0 } objections)
            return NotAllowed(http, objections);
        var row = RowOf(request, http, now);
        var no = await RegisterSql.AddAsync(transaction, found.Uscc, row, cancel);
        return Answer.Created(
            $"/v1/enterprises/{found.Uscc}/classes",
            ClassView.Of(row, isOfficer: true),
            no
        );
    }

    private static async Task<ClassRules> RulesAsync(
        NpgsqlConnection connection,
        EnterpriseView found,
        (ClassRequest Request, DateOnly Day, DateOnly Today) of,
        CancellationToken cancel
    )
    {
        var criteria = await RegisterSql.CriteriaAsync(connection, cancel);
        var months =
            await RegisterSql.MonthsInClassFourAsync(connection, of.Today, cancel)
            ?? ReferenceData.Embedded.Settings.On(of.Today).MonthsInClassFour;
        return new ClassRules(
            found.ToFacts(),
            criteria.For(found.Kind, of.Request.EnterpriseClass, of.Day),
            of.Today,
            (int)months
        );
    }

    private static ClassRow RowOf(ClassRequest request, HttpContext http, DateTimeOffset now) =>
        new()
        {
            ClassNo = 0,
            EnterpriseClass = request.EnterpriseClass,
            ValidFrom = request.ValidFrom,
            Source = "OFFICER",
            Reason = request.Reason.Trim(),
            SetBy = http.User.SubjectId(),
            SetAt = now,
            Checklist = JsonSerializer.Serialize(
                request.Answers,
                EnterpriseJson.Default.IReadOnlyListClassAnswer
            ),
        };

    private static ProblemHttpResult NotAllowed(
        HttpContext http,
        IReadOnlyList<FieldError> objections
    ) =>
        Problem.Of(
            http,
            EnterpriseProblems.ClassNotAllowed,
            "不符合之处列于errors。",
            "What speaks against it is listed in errors.",
            objections
        );
}
