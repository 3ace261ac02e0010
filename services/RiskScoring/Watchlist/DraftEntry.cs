using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.RiskScoring.Watchlist;

/// <summary>
/// A risk editor drafts an entry; a second person has to approve it before it counts.
/// </summary>
/// <remarks>Errors: RBF-2001 (400), 2008 (400) no Idempotency-Key, 2009 (422) key reused.</remarks>
public static class DraftEntry
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/v1/watchlist/entries", HandleAsync)
            .RequireAuthorization(Roles.RiskEditor)
            .Produces<EntryView>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .WithSummary("Draft a watchlist entry");

    private static async Task<IResult> HandleAsync(
        EntryRequest request,
        HttpContext http,
        NpgsqlDataSource database,
        AuthorityClock clock,
        CancellationToken cancel
    )
    {
        if (IdempotencyKey.Of(http) is not { } key)
            return IdempotencyKey.Missing(http);
        var (content, errors) = WatchlistEntry.Read(request);
        if (content is null)
            return Invalid(http, errors);

        var (now, day) = clock.Moment;
        var actor = new Actor(http.User.SubjectId(), now);
        var draft = WatchlistEntry.Draft(content, request.Note?.Trim() ?? "", actor);
        var use = new KeyUse(actor.By, key, HashOf(request), draft.EntryId, actor.At);
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        if (await IdempotencySql.FindOtherAsync(transaction, use, cancel) is { } earlier)
            return earlier.RequestHash.AsSpan().SequenceEqual(use.RequestHash)
                ? Created(http, await ReadAsync(connection, earlier.EntryId, cancel), day)
                : IdempotencyKey.Reused(http);

        if (!await WatchlistSql.TryInsertAsync(transaction, draft, cancel))
            throw new InvalidOperationException("A new id is in use already.");
        await transaction.CommitAsync(cancel);
        return Created(http, new EntryState(draft, null), day);
    }

    /// <summary>400 with every wrong field.</summary>
    public static ProblemHttpResult Invalid(HttpContext http, IReadOnlyList<FieldError> errors) =>
        Problem.Of(
            http,
            Problems.InvalidEntry,
            $"共有 {errors.Count} 处需要修改",
            $"{errors.Count} fields to correct",
            errors
        );

    private static async Task<EntryState> ReadAsync(
        NpgsqlConnection connection,
        Guid entryId,
        CancellationToken cancel
    ) =>
        await WatchlistSql.FindAsync(connection, entryId, cancel)
        ?? throw new InvalidOperationException("A key refers to an entry that does not exist.");

    private static Created<EntryView> Created(HttpContext http, EntryState state, DateOnly day)
    {
        http.Response.Headers.ETag = EntityTag.Of(state.Latest.VersionNo);
        return TypedResults.Created(
            $"/v1/watchlist/entries/{state.Latest.EntryId}",
            EntryView.Of(state, day)
        );
    }

    private static byte[] HashOf(EntryRequest request) =>
        SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(request));
}
