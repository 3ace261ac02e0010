using Npgsql;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.RiskScoring.Watchlist.Imports;

/// <summary>
/// What an import touches as a whole, before somebody approves it as one act: each filing once,
/// however many of its entries hit it.
/// </summary>
/// <remarks>
/// The drafts that wait count; where none waits, all that the import made. Counted as the impact of
/// one entry is; apart from the import itself, for that is read by whoever approves or refuses it,
/// however much it touches. Errors: RBF-2016 (404).
/// </remarks>
public static class ImportImpact
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/v1/watchlist/imports/{id:guid}/impact", HandleAsync)
            .RequireAuthorization(RiskReaders.TeamPolicy)
            .Produces<Impact>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Show what an import touches as a whole, before its approval or after");

    /// <param name="Pending">Drafts that wait.</param>
    /// <param name="Entries">Entries that are looked at together.</param>
    /// <param name="From">First day of the filings that are counted as past.</param>
    /// <param name="To">Day of the counting.</param>
    /// <param name="Live">Filings under way.</param>
    /// <param name="PastTwelveMonths">
    /// Filings by the day of their assessment, those under way included.
    /// </param>
    /// <param name="LiveFilings">The dearest live ones, at most 200.</param>
    public sealed record Impact(
        Guid ImportId,
        int Pending,
        int Entries,
        DateOnly From,
        DateOnly To,
        EntryImpact.Totals Live,
        EntryImpact.Totals PastTwelveMonths,
        IReadOnlyList<EntryImpact.TouchedFiling> LiveFilings
    );

    private static async Task<IResult> HandleAsync(
        Guid id,
        HttpContext http,
        NpgsqlDataSource database,
        AuthorityClock clock,
        CancellationToken cancel
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        if (await ImportReviewSql.FindAsync(connection, id, cancel) is null)
            return Problems.NotFound(http, Problems.NoSuchImport, id);
        var drafts = await ImportReviewSql.DraftsAsync(connection, id, cancel);
        ImportedDraft[] pending = [.. drafts.Where(draft => draft.IsPending)];
        var steps = (pending.Length > 0 ? pending : drafts)
            .Select(draft => draft.State.Latest)
            .ToArray();
        var scope = new ImpactScope(steps, clock);
        var (live, past) = await EntryImpactSql.CountAsync(connection, scope, cancel);
        var filings = await EntryImpactSql.ListLiveAsync(connection, scope, cancel);
        return TypedResults.Ok(
            new Impact(
                id,
                pending.Length,
                steps.Length,
                scope.FirstDay,
                scope.Today,
                live,
                past,
                filings
            )
        );
    }
}
