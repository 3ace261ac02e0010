using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using RebateFlow.Contracts.Intake;
using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Intake.Checks.PreDeclarations;
using RebateFlow.Intake.Reading;
using RebateFlow.Intake.Requests;
using RebateFlow.Intake.Vouchers;
using RebateFlow.Intake.Worlds;
using RebateFlow.Messaging.Outbox;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Intake.Submissions;

/// <summary>
/// An exporter corrects a pre-declaration: a new attempt replaces the one that was blocked, that
/// waits for data, or that an officer returned.
/// </summary>
/// <remarks>
/// Takes JSON or a file. Errors: those of ImportPreDeclaration, and RBF-1007 (404), RBF-1008 (409).
/// </remarks>
public static class SubmitNextAttempt
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/v1/pre-declarations/{id:guid}/attempts", HandleAsync)
            .RequireAuthorization(Roles.AnyExporter)
            .WithMetadata(new TakesFiles())
            .Accepts<SubmittedFiling>("application/json", FileTypes.Taken)
            .Produces<SubmissionAnswer>(StatusCodes.Status202Accepted);

    private static async Task<IResult> HandleAsync(
        Guid id,
        HttpContext http,
        World world,
        FeedbackWaiters waiters,
        AuthorityClock clock
    )
    {
        var cancel = http.RequestAborted;
        var database = world.Database;
        var (submission, refusal) = await Submission.ReadAsync(http, clock, cancel);
        if (submission is null)
            return refusal!;

        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var head = await SubmissionSql.LockAsync(transaction, id, submission.Uscc, cancel);
        if (head is null)
            return GetPreDeclaration.Unknown(http);

        // A request that is sent again is answered again, whatever has become of it meanwhile.
        var earlier = await SubmissionSql.FindByKeyAsync(
            connection,
            submission.Uscc,
            submission.IdempotencyKey,
            cancel
        );
        if (earlier is not null && !earlier.IsFrom(submission))
            return RequestHeaders.KeyReused(http);
        if (earlier is null && !PreDeclaration.TakesNextAttempt(head.StateValue))
            return Refused(http, head.State);
        if (
            earlier is null
            && await GivenBackSql.TakenBackByAsync(transaction, id, cancel) is { } offset
        )
            return TakenBack(http, offset);

        var attemptNo = earlier?.AttemptNo ?? head.AttemptNo + 1;
        using var wait = waiters.Begin(id, attemptNo);
        if (earlier is null)
        {
            await StoreAsync(transaction, world.Outbox, (id, attemptNo), submission, clock.Now);
            world.CountSubmission(submission.Document.Filing);
        }
        await connection.CloseAsync();
        var answer = earlier is null
            ? SubmissionAnswer.Stored(id, attemptNo)
            : await SubmissionSql.FindAnswerAsync(database, id, attemptNo, cancel);
        return await Submission.AnswerAsync(http, answer, database, wait, clock);
    }

    private static async Task StoreAsync(
        NpgsqlTransaction transaction,
        IOutbox outbox,
        (Guid Id, int No) attempt,
        Submission submission,
        DateTimeOffset now
    )
    {
        // From here on the client's going away no longer matters: it is either stored or it is not.
        var cancel = CancellationToken.None;
        var lane = await SubmissionSql.InsertNextAsync(
            transaction,
            attempt.Id,
            submission,
            now,
            cancel
        );
        var message = new PreDeclarationSubmitted
        {
            PreDeclarationId = attempt.Id,
            AttemptNo = attempt.No,
            SubmittedAt = now,
            LineCount = FilingRules.LineCount(submission.Document.Filing),
        };
        await outbox.AddAsync(transaction, message, lane, cancel);
        await outbox.CommitAsync(transaction, cancel);
    }

    private static ProblemHttpResult TakenBack(HttpContext http, string offset) =>
        Problem.Of(
            http,
            Problems.NoNextAttempt,
            $"申报{offset}正在冲减本申报，请先撤回该申报。",
            $"Filing {offset} takes this one back; withdraw that one first."
        );

    private static ProblemHttpResult Refused(HttpContext http, string state) =>
        Problem.Of(
            http,
            Problems.NoNextAttempt,
            $"当前状态为{state}；仅在BLOCKED、AWAITING_DATA或RETURNED时可以重新申报。",
            $"It is {state}; another attempt is possible when it is BLOCKED, AWAITING_DATA or "
                + "RETURNED."
        );
}
