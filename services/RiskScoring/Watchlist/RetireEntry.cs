using RebateFlow.ServiceDefaults;

namespace RebateFlow.RiskScoring.Watchlist;

/// <summary>A risk editor drafts the end of a listed entry; until approval it counts.</summary>
/// <remarks>Errors: RBF-2001 (400), 2002 (404), 2006, 2007 (409), 0412, 0428.</remarks>
public static class RetireEntry
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/v1/watchlist/entries/{id:guid}/retirement", HandleAsync)
            .RequireAuthorization(Roles.RiskEditor)
            .Produces<EntryView>()
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Draft the end of an entry");

    /// <param name="Note">Why it ends, 1 to 500 characters.</param>
    public sealed record Request(string Note);

    private static Task<IResult> HandleAsync(
        Guid id,
        Request request,
        HttpContext http,
        TakeStep step,
        CancellationToken cancel
    )
    {
        var errors = new List<FieldError>();
        WatchlistEntry.CheckText("note", request.Note, 1, 500, errors);
        if (errors.Count > 0)
            return Task.FromResult<IResult>(DraftEntry.Invalid(http, errors));
        var note = request.Note.Trim();
        return step.TakeAsync(
            http,
            id,
            (state, actor) => WatchlistEntry.Retire(state, note, actor),
            cancel
        );
    }
}
