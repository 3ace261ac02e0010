using Npgsql;
using RebateFlow.RiskScoring.RuleSets;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.RiskScoring.Simulation;

/// <summary>
/// The last simulation of a rule set, for the person who approves it: its sums, and page by page
/// every filing that would change.
/// </summary>
/// <remarks>Errors: RBF-2010 (400), 2030 no such set, 2037 never tried (404).</remarks>
public static class ShowSimulation
{
    private const string Path = "/v1/rule-sets/{version}/simulation";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(Path, HandleAsync)
            .RequireAuthorization(RiskReaders.TeamPolicy)
            .Produces<Run>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Read the last simulation of a rule set");
        routes
            .MapGet($"{Path}/filings", ListAsync)
            .RequireAuthorization(RiskReaders.TeamPolicy)
            .Produces<Page>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("List every filing that the last simulation would change");
    }

    /// <param name="From">First moment of assessment.</param>
    /// <param name="To">Moment before which they were assessed.</param>
    /// <param name="RunBy">Who ran it.</param>
    /// <param name="Result">Its sums, without the list.</param>
    public sealed record Run(
        DateTimeOffset From,
        DateTimeOffset To,
        string RunBy,
        DateTimeOffset RunAt,
        SimulationResult Result
    );

    /// <param name="SimulationId">The run; another one starts the list anew.</param>
    /// <param name="Items">Changed filings, the largest rebates first.</param>
    /// <param name="NextCursor">Cursor of the next page; null on the last one.</param>
    public sealed record Page(
        Guid SimulationId,
        IReadOnlyList<ChangedFiling> Items,
        string? NextCursor
    );

    private sealed record Place(Guid Run, decimal RebateCny, Guid AssessmentId);

    private static async Task<IResult> HandleAsync(
        string version,
        HttpContext http,
        NpgsqlDataSource database,
        CancellationToken cancel
    )
    {
        var run = await SimulationRunSql.FindAsync(database, version, cancel);
        return run is null
            ? await MissingAsync(http, database, version, cancel)
            : TypedResults.Ok(
                new Run(run.FromAt, run.ToAt, run.RunBy, run.RunAt, SimulationRunSql.Read(run))
            );
    }

    private static async Task<IResult> ListAsync(
        string version,
        string? cursor,
        int? limit,
        HttpContext http,
        NpgsqlDataSource database,
        CancellationToken cancel
    )
    {
        var run = await SimulationRunSql.FindAsync(database, version, cancel);
        if (run is null)
            return await MissingAsync(http, database, version, cancel);
        Place? after = null;
        if (
            limit is < 1 or > Cursor.MaximumLimit
            || (cursor is not null && !Cursor.TryDecode(cursor, out after))
            || (after is not null && after.Run != run.Id)
        )
            return Problem.Of(
                http,
                Problems.InvalidQuery,
                $"limit 应为 1 至 {Cursor.MaximumLimit}，cursor 应取自同一次试算的上一页",
                $"limit is from 1 to {Cursor.MaximumLimit}, cursor comes from the page before of "
                    + "the same run"
            );
        var size = limit ?? 50;
        var filings = await SimulationRunSql.PageAsync(
            database,
            run.Id,
            (after?.RebateCny, after?.AssessmentId ?? default),
            size + 1,
            cancel
        );
        ChangedFiling[] page = [.. filings.Take(size)];
        var next =
            filings.Count > size
                ? Cursor.Encode(new Place(run.Id, page[^1].RebateCny, page[^1].AssessmentId))
                : null;
        return TypedResults.Ok(new Page(run.Id, page, next));
    }

    private static async Task<IResult> MissingAsync(
        HttpContext http,
        NpgsqlDataSource database,
        string version,
        CancellationToken cancel
    ) =>
        await RuleSetSql.FindAnyAsync(database, version, cancel) is null
            ? RuleSetProblems.NotFound(http, version)
            : Problem.Of(
                http,
                RuleSetProblems.NeverTried,
                $"请先对 {version} 进行试算",
                $"Run a simulation of {version} first"
            );
}
