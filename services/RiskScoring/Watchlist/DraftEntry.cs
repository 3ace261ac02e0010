using Microsoft.AspNetCore.Http.HttpResults;
using RebateFlow.ServiceDefaults;
using RebateFlow.ServiceDefaults.Idempotency;

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

    private static Task<IResult> HandleAsync(
        EntryRequest request,
        HttpContext http,
        OnceOnly onceOnly,
        AuthorityClock clock,
        CancellationToken cancel
    ) =>
        onceOnly.CreateAsync(
            http,
            request,
            async transaction =>
            {
                var (content, errors) = WatchlistEntry.Read(request);
                if (content is null)
                    return Invalid(http, errors);
                var (now, day) = clock.Moment;
                var actor = new Actor(http.User.SubjectId(), now);
                var draft = WatchlistEntry.Draft(content, request.Note?.Trim() ?? "", actor);
                if (!await WatchlistSql.TryInsertAsync(transaction, draft, cancel))
                    throw new InvalidOperationException("A new id is in use already.");
                var state = new EntryState(draft, null);
                return Answer.Created(
                    $"/v1/watchlist/entries/{draft.EntryId}",
                    await EntryView.WithWarningsAsync(http, transaction.Connection!, state, day),
                    draft.VersionNo
                );
            }
        );

    /// <summary>400 with every wrong field.</summary>
    public static ProblemHttpResult Invalid(HttpContext http, IReadOnlyList<FieldError> errors) =>
        Problem.Of(
            http,
            Problems.InvalidEntry,
            $"共有 {errors.Count} 处需要修改",
            $"{errors.Count} fields to correct",
            errors
        );
}
