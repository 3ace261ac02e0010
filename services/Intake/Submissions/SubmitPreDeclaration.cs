using Npgsql;
using RebateFlow.Contracts.Intake;
using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Intake.Requests;
using RebateFlow.Intake.Worlds;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Intake.Submissions;

/// <summary>An exporter hands in a pre-declaration; its checks begin at once.</summary>
/// <remarks>
/// Errors: RBF-1001, 1002, 1004 (400), 1003 (413), 1005 (422), 1006 (403), 1012 (415). Headers:
/// Idempotency-Key (required), Prefer: wait=N (N up to 30 seconds). Sandbox (role
/// exporter.sandbox): exportInvoiceNo of the first line decides, as SANDBOX-GREEN-1, APPROVED,
/// PASSABLE, ENHANCED, HELD, RETURNED, REJECTED, BLOCKED or WAITING; each GET of the
/// pre-declaration goes a step further.
/// </remarks>
public static class SubmitPreDeclaration
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/v1/pre-declarations", HandleAsync)
            .RequireAuthorization(Roles.AnyExporter)
            .Accepts<SubmittedFiling>("application/json")
            .Produces<SubmissionAnswer>(StatusCodes.Status202Accepted);

    internal static async Task<IResult> HandleAsync(
        HttpContext http,
        World world,
        FeedbackWaiters waiters,
        AuthorityClock clock
    )
    {
        var cancel = http.RequestAborted;
        var (submission, refusal) = await Submission.ReadAsync(http, clock, cancel);
        if (submission is null)
            return refusal!;

        var now = clock.Now;
        var id = Guid.CreateVersion7(now);
        // Listening begins before the commit, so that no feedback is too fast for it.
        using var wait = waiters.Begin(id, 1);
        var message = new PreDeclarationSubmitted
        {
            PreDeclarationId = id,
            AttemptNo = 1,
            SubmittedAt = now,
            LineCount = FilingRules.LineCount(submission.Document.Filing),
        };
        if (await TryStoreAsync(world, message, submission, cancel))
        {
            world.CountSubmission(submission.Document.Filing);
            return await Submission.AnswerAsync(
                http,
                SubmissionAnswer.Stored(id, 1),
                world.Database,
                wait,
                clock
            );
        }
        return await AnswerAgainAsync(http, submission, world.Database, waiters, clock);
    }

    /// <summary>False when the exporter used the key before; nothing is stored then.</summary>
    private static async Task<bool> TryStoreAsync(
        World world,
        PreDeclarationSubmitted message,
        Submission submission,
        CancellationToken cancel
    )
    {
        using var turn = await world.Throttle.EnterAsync(submission.Uscc, cancel);
        while (true)
        {
            var guess = world.Throttle.Memory.Guess(submission.Uscc);
            await using var connection = await world.Database.OpenConnectionAsync(cancel);
            await using var transaction = await connection.BeginTransactionAsync(cancel);
            await using var batch = new NpgsqlBatch(connection, transaction);
            SubmissionSql.AddFirst(batch, message, submission);
            world.Outbox.Add(batch, message, guess);
            var lane = (string?)await batch.ExecuteScalarAsync(cancel);
            if (lane is null)
                return false;
            world.Throttle.Memory.Learn(submission.Uscc, lane);
            if (lane == guess)
            {
                await world.Outbox.CommitAsync(transaction, cancel);
                return true;
            }
        }
    }

    private static async Task<IResult> AnswerAgainAsync(
        HttpContext http,
        Submission submission,
        NpgsqlDataSource database,
        FeedbackWaiters waiters,
        AuthorityClock clock
    )
    {
        await using var connection = await database.OpenConnectionAsync(http.RequestAborted);
        var earlier = await SubmissionSql.FindByKeyAsync(
            connection,
            submission.Uscc,
            submission.IdempotencyKey,
            http.RequestAborted
        );
        await connection.CloseAsync();
        if (earlier is null || !earlier.IsFrom(submission))
            return RequestHeaders.KeyReused(http);

        using var wait = waiters.Begin(earlier.PreDeclarationId, earlier.AttemptNo);
        var answer = await SubmissionSql.FindAnswerAsync(
            database,
            earlier.PreDeclarationId,
            earlier.AttemptNo,
            http.RequestAborted
        );
        return await Submission.AnswerAsync(http, answer, database, wait, clock);
    }
}
