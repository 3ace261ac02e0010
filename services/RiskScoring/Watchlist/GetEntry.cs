using Npgsql;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.RiskScoring.Watchlist;

/// <summary>One entry as it stands now, and every step it took.</summary>
/// <remarks>Errors: RBF-2002 (404).</remarks>
public static class GetEntry
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/v1/watchlist/entries/{id:guid}", HandleAsync)
            .RequireAuthorization(RiskReaders.Policy)
            .Produces<EntryView>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Read an entry");
        routes
            .MapGet("/v1/watchlist/entries/{id:guid}/history", HandleHistoryAsync)
            .RequireAuthorization(RiskReaders.Policy)
            .Produces<History>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Read every step of an entry");
    }

    /// <param name="Items">Steps, the first one first.</param>
    public sealed record History(IReadOnlyList<StepView> Items);

    private static async Task<IResult> HandleAsync(
        Guid id,
        HttpContext http,
        NpgsqlDataSource database,
        AuthorityClock clock,
        CancellationToken cancel
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        return await WatchlistSql.FindAsync(connection, id, cancel) is { } state
            ? await TakeStep.AnswerAsync(http, connection, state, clock.Today)
            : Problems.NotFound(http, Problems.NoSuchEntry, id);
    }

    private static async Task<IResult> HandleHistoryAsync(
        Guid id,
        HttpContext http,
        NpgsqlDataSource database,
        CancellationToken cancel
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        var steps = await WatchlistSql.HistoryAsync(connection, id, cancel);
        return steps.Count == 0
            ? Problems.NotFound(http, Problems.NoSuchEntry, id)
            : TypedResults.Ok(new History([.. steps.Select(StepView.Of)]));
    }
}
