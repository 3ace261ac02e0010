using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using RebateFlow.Intake.Checks.PreDeclarations;
using RebateFlow.Intake.Checks.Reference;
using RebateFlow.Intake.Events;
using RebateFlow.Intake.Reference;
using RebateFlow.Intake.Requests;
using RebateFlow.Intake.Worlds;
using RebateFlow.Primitives;
using RebateFlow.ServiceDefaults;
using RebateFlow.ServiceDefaults.Idempotency;

namespace RebateFlow.Intake.Receipts;

/// <summary>
/// An exporter confirms an approved pre-declaration with its receipt: the formal declaration
/// 正式申报. It happens once; doing it again changes nothing and is answered alike.
/// </summary>
/// <remarks>
/// Errors: RBF-1001, 1002, 1004, 1041 (400), 1007 (404), 1039, 1042, 1043, 1044 (409), 1005 (422),
/// 1012 (415). Header: Idempotency-Key (required).
/// </remarks>
public static partial class DeclareFormally
{
    private const int LargestBody = 16 * 1024;

    /// <summary>Body of the request.</summary>
    public sealed record Request
    {
        /// <summary>The receipt as it was given out, in compact form.</summary>
        public required string Receipt { get; init; }
    }

    /// <summary>Answer: the pre-declaration is declared formally.</summary>
    /// <param name="ReceiptNo">Number of the receipt that it was confirmed with, from 1.</param>
    /// <param name="DeclaredAt">UTC.</param>
    public sealed record Answer(Guid Id, string State, int ReceiptNo, DateTimeOffset DeclaredAt);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/v1/pre-declarations/{id:guid}/formal-declaration", HandleAsync)
            .RequireAuthorization(Roles.AnyExporter)
            .WithMetadata(new RequestSizeLimitAttribute(LargestBody))
            .Accepts<Request>("application/json")
            .Produces<Answer>()
            .WithSummary("Declare an approved pre-declaration formally, with its receipt");

    private static async Task<IResult> HandleAsync(
        Guid id,
        HttpContext http,
        World world,
        ReferenceSnapshots reference,
        AuthorityClock clock,
        ILoggerFactory logs
    )
    {
        var cancel = http.RequestAborted;
        if (!OnceOnly.TryReadKey(http.Request.Headers, out var key))
            return RequestHeaders.KeyMissing(http);
        using var body = await JsonBody.ReadAsync(http.Request, cancel);
        var request = body.Parse(http, ReceiptJson.Default.Request, out var refusal);
        if (request is null)
            return refusal!;

        await using var connection = await world.Database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var asked = new FormalRequest(id, http.User.Uscc() ?? "", key, Readable(request.Receipt));
        var found = await FormalDeclarationSql.LockAsync(transaction, asked, cancel);
        if (found is null)
            return GetReceipt.Unknown(http);
        if (found.KeyIsOf is { } other && (other != id || found.DeclaredWith != found.ReceiptNo))
            return RequestHeaders.KeyReused(http);
        if (found is { DeclaredAt: { } earlier, DeclaredWith: { } with, ReceiptNo: not null })
            return TypedResults.Ok(AnswerOf(id, with, earlier));
        if (Refuse(http, found) is { } notNow)
            return notNow;

        var now = ToStoredPrecision(clock.Now);
        var lastDay = FormalDeclarationTerm.LastDay(
            found.ExportDates!,
            new FilingDays(clock.DayOf(found.SubmittedAt), clock.DayOf(found.DecidedAt)),
            await reference.ReadAsync(cancel)
        );
        if (lastDay < clock.DayOf(now))
            return TooLate(http, lastDay.Value);

        var declared = new FormalDeclaration(
            found.ReceiptNo!.Value,
            lastDay,
            http.User.SubjectId(),
            now
        );
        if (
            await FormalDeclarationSql.StoreAsync(transaction, asked, declared, cancel)
            is not { } heard
        )
            return RequestHeaders.KeyReused(http);
        await transaction.CommitAsync(CancellationToken.None);
        await http.RequestServices.GetRequiredService<FilingNotifier>().TellAsync(heard);
        LogDeclared(logs.CreateLogger(typeof(DeclareFormally).FullName!), id, declared.ReceiptNo);
        return TypedResults.Ok(AnswerOf(id, declared.ReceiptNo, now));
    }

    /// <summary>A compact JWS as it came; anything else is no receipt of anybody.</summary>
    private static string Readable(string receipt) =>
        receipt.All(one => char.IsAsciiLetterOrDigit(one) || one is '-' or '_' or '.')
            ? receipt
            : "";

    private static Answer AnswerOf(Guid id, int receiptNo, DateTimeOffset at) =>
        new(id, WireCode.Of(PreDeclarationState.FormallyDeclared), receiptNo, at);

    /// <summary>PostgreSQL keeps microseconds: answers before and after are alike.</summary>
    private static DateTimeOffset ToStoredPrecision(DateTimeOffset moment) =>
        moment.AddTicks(-(moment.Ticks % TimeSpan.TicksPerMicrosecond));

    /// <summary>Null when it can be declared with this receipt now.</summary>
    private static ProblemHttpResult? Refuse(HttpContext http, FoundForDeclaration found)
    {
        var isDeclared = found.DeclaredAt is not null;
        if (!isDeclared && !IsDeclarable(found.State))
        {
            return Problem.Of(
                http,
                Problems.NotDeclarable,
                $"当前状态为{found.State}；审核通过（APPROVED）后方可正式申报。",
                $"It is {found.State}; it can be declared formally once it is APPROVED."
            );
        }
        if (found.ReceiptNo is null)
            return NotOfThis(http);
        if (GetReceipt.FactsRefusal(http, found.State, found.IsStale, found.IsBarred) is { } facts)
            return facts;
        return found.IsCurrent
            ? null
            : Problem.Of(
                http,
                Problems.ReceiptReplaced,
                "审核通过的金额已有变化，请重新取得回执后再申报。",
                "The approved amount has changed since; get the receipt again and declare with it."
            );
    }

    private static bool IsDeclarable(string state) =>
        WireCode.TryParse(state, out PreDeclarationState known)
        && PreDeclaration.IsDeclarable(known);

    private static ProblemHttpResult NotOfThis(HttpContext http) =>
        Problem.Of(
            http,
            Problems.ReceiptNotValid,
            "回执须为本预申报的回执原文。",
            "The receipt must be the one of this pre-declaration, character by character.",
            [
                new FieldError(
                    "receipt",
                    "不是本预申报的回执",
                    "is no receipt of this pre-declaration"
                ),
            ]
        );

    private static ProblemHttpResult TooLate(HttpContext http, DateOnly lastDay)
    {
        var day = lastDay.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return Problem.Of(
            http,
            Problems.DeclarationTooLate,
            $"正式申报的最后期限为{day}。",
            $"The last day to declare formally was {day}."
        );
    }

    [LoggerMessage(
        EventId = 1110,
        Level = LogLevel.Information,
        Message = "{PreDeclarationId} is formally declared with receipt {ReceiptNo}"
    )]
    private static partial void LogDeclared(ILogger log, Guid preDeclarationId, int receiptNo);
}
