using RebateFlow.ServiceDefaults;

namespace RebateFlow.RiskScoring.Watchlist;

/// <summary>
/// A risk editor drafts new content for a listed entry; until approval the old content counts.
/// </summary>
/// <remarks>
/// Kind and key stay: another thing is another entry. Errors: RBF-2001 (400), 2002 (404), 2006,
/// 2007 (409), 0412, 0428.
/// </remarks>
public static class ReviseEntry
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/v1/watchlist/entries/{id:guid}/revision", HandleAsync)
            .RequireAuthorization(Roles.RiskEditor)
            .Produces<EntryView>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Draft new content for an entry");

    private static Task<IResult> HandleAsync(
        Guid id,
        EntryRequest request,
        HttpContext http,
        TakeStep step,
        CancellationToken cancel
    )
    {
        var (content, errors) = WatchlistEntry.Read(request);
        if (content is null)
            return Task.FromResult<IResult>(DraftEntry.Invalid(http, errors));
        return step.TakeAsync(
            http,
            id,
            (state, actor) =>
                WatchlistEntry.Revise(state, content, request.Note?.Trim() ?? "", actor),
            cancel
        );
    }
}
