using RebateFlow.ServiceDefaults;

namespace RebateFlow.RiskScoring.Watchlist;

/// <summary>A second person approves what waits; from now on it counts.</summary>
/// <remarks>Errors: RBF-2001 (400), 2002 (404), 2003 (403), 2004, 2005 (409), 0412, 0428.</remarks>
public static class ApproveEntry
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/v1/watchlist/entries/{id:guid}/approval", HandleAsync)
            .RequireAuthorization(Roles.RiskApprover)
            .Produces<EntryView>()
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Approve a draft");

    /// <param name="Note">A remark, at most 500 characters.</param>
    public sealed record Request(string? Note = null);

    private static Task<IResult> HandleAsync(
        Guid id,
        Request request,
        HttpContext http,
        TakeStep step,
        CancellationToken cancel
    )
    {
        var errors = new List<FieldError>();
        WatchlistEntry.CheckText("note", request.Note, 0, 500, errors);
        if (errors.Count > 0)
            return Task.FromResult<IResult>(DraftEntry.Invalid(http, errors));
        var note = request.Note?.Trim() ?? "";
        return step.TakeAsync(
            http,
            id,
            (state, actor) => WatchlistEntry.Approve(state, note, actor),
            cancel
        );
    }
}
