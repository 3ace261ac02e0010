using Npgsql;
using RebateFlow.Contracts.Intake;
using RebateFlow.Intake.Filings;
using RebateFlow.Intake.Sandbox;
using RebateFlow.Messaging;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Intake.PreDeclarations;

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
            .RequireAuthorization(Roles.ExporterOrSandbox)
            .Accepts<SubmittedFiling>("application/json")
            .Produces<HandInAnswer>(StatusCodes.Status202Accepted);

    internal static async Task<IResult> HandleAsync(
        HttpContext http,
        NpgsqlDataSource db,
        Outbox outbox,
        SubmissionDoor door,
        FeedbackWaiters waiters,
        TimeProvider clock
    )
    {
        var cancel = http.RequestAborted;
        var (handIn, refusal) = await HandIn.ReadAsync(http, cancel);
        if (handIn is null)
            return refusal!;
        if (ExporterData.IsSandbox(http))
            return await SandboxDesk.Of(http).SubmitAsync(http, handIn);

        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        // Listening begins before the commit, so that no feedback is too fast for it.
        using var wait = waiters.Begin(id, 1);
        var message = new PreDeclarationSubmitted
        {
            PreDeclarationId = id,
            AttemptNo = 1,
            SubmittedAt = now,
            LineCount = FilingRules.LineCount(handIn.Document.Filing),
        };
        if (await TryStoreAsync(db, outbox, door, message, handIn, cancel))
        {
            Telemetry.HandedIn(handIn.Document.Filing);
            return await HandIn.AnswerAsync(http, HandInAnswer.Stored(id, 1), db, wait, clock);
        }
        return await AnswerAgainAsync(http, handIn, db, waiters, clock);
    }

    /// <summary>False when the exporter used the key before; nothing is stored then.</summary>
    private static async Task<bool> TryStoreAsync(
        NpgsqlDataSource db,
        Outbox outbox,
        SubmissionDoor door,
        PreDeclarationSubmitted message,
        HandIn handIn,
        CancellationToken cancel
    )
    {
        using var turn = await door.EnterAsync(handIn.Uscc, cancel);
        while (true)
        {
            var guess = door.Memory.Guess(handIn.Uscc);
            await using var connection = await db.OpenConnectionAsync(cancel);
            await using var transaction = await connection.BeginTransactionAsync(cancel);
            await using var batch = new NpgsqlBatch(connection, transaction);
            HandInSql.AddFirst(batch, message, handIn);
            outbox.Add(batch, message, guess);
            var lane = (string?)await batch.ExecuteScalarAsync(cancel);
            if (lane is null)
                return false;
            door.Memory.Learn(handIn.Uscc, lane);
            if (lane == guess)
            {
                await outbox.CommitAsync(transaction, cancel);
                return true;
            }
        }
    }

    private static async Task<IResult> AnswerAgainAsync(
        HttpContext http,
        HandIn handIn,
        NpgsqlDataSource db,
        FeedbackWaiters waiters,
        TimeProvider clock
    )
    {
        await using var connection = await db.OpenConnectionAsync(http.RequestAborted);
        var earlier = await HandInSql.FindByKeyAsync(
            connection,
            handIn.Uscc,
            handIn.IdempotencyKey,
            http.RequestAborted
        );
        await connection.CloseAsync();
        if (earlier is null || !earlier.IsFrom(handIn))
            return RequestHeaders.KeyReused(http);

        using var wait = waiters.Begin(earlier.PreDeclarationId, earlier.AttemptNo);
        var answer = await HandInSql.FindAnswerAsync(
            db,
            earlier.PreDeclarationId,
            earlier.AttemptNo,
            http.RequestAborted
        );
        return await HandIn.AnswerAsync(http, answer, db, wait, clock);
    }
}
