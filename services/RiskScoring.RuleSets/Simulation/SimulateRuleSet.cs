using Npgsql;
using RebateFlow.RiskScoring.RuleSets;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.RiskScoring.Simulation;

/// <summary>
/// Tries a rule set, drafted or installed, on stored assessments: what would change, as a table and
/// as a list. Nothing is stored and nobody is told.
/// </summary>
/// <remarks>
/// Compared with the grades that stand. The channel belongs to the policy of Approval, which Risk
/// does not know: a grade that becomes HIGH, or stops being it, is what moves it. One simulation
/// runs at a time. Errors: RBF-2010 (400), 2030 (404), 2035 (409).
/// </remarks>
public static class SimulateRuleSet
{
    private const int MostListed = 1_000;
    private static readonly SemaphoreSlim running = new(1, 1);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/v1/rule-sets/{version}/simulation", HandleAsync)
            .RequireAuthorization(Roles.RiskEditor)
            .Produces<SimulationResult>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Try a rule set on stored assessments");

    /// <param name="From">First moment of assessment; a year ago by default.</param>
    /// <param name="To">Moment before which they were assessed; now by default.</param>
    /// <param name="List">Changed filings to list, 0 to 1,000; 200 by default.</param>
    public sealed record Request(
        DateTimeOffset? From = null,
        DateTimeOffset? To = null,
        int List = 200
    );

    /// <summary>Streams filings through a rule set on all processors.</summary>
    public static async Task<SimulationResult> RunAsync(
        IAsyncEnumerable<SimulatedFiling> filings,
        RuleSet ruleSet,
        int listed,
        CancellationToken cancel
    )
    {
        var simulator = new Simulator(ruleSet, listed);
        await Parallel.ForEachAsync(
            filings,
            new ParallelOptions
            {
                CancellationToken = cancel,
                MaxDegreeOfParallelism = Environment.ProcessorCount,
            },
            (filing, _) =>
            {
                simulator.Take(filing);
                return ValueTask.CompletedTask;
            }
        );
        return simulator.Result();
    }

    private static async Task<IResult> HandleAsync(
        string version,
        Request request,
        HttpContext http,
        NpgsqlDataSource database,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        var to = request.To ?? clock.GetUtcNow();
        var from = request.From ?? to.AddYears(-1);
        if (from >= to || request.List is < 0 or > MostListed)
            return Problem.Of(
                http,
                Problems.InvalidQuery,
                $"from 应早于 to，list 应为 0 至 {MostListed}",
                $"from is before to, list is from 0 to {MostListed}"
            );
        var document = await RuleSetSql.FindAnyAsync(database, version, cancel);
        if (document is null)
            return RuleSetProblems.NotFound(http, version);
        if (!await running.WaitAsync(0, cancel))
            return Problem.Of(
                http,
                RuleSetProblems.Busy,
                "请等待正在进行的试算结束",
                "Wait for the simulation that is running"
            );
        try
        {
            var ruleSet = RuleSetReader.ReadStored(document);
            var filings = SimulationSql.FilingsAsync(
                database,
                from.ToUniversalTime(),
                to.ToUniversalTime(),
                cancel
            );
            return TypedResults.Ok(await RunAsync(filings, ruleSet, request.List, cancel));
        }
        finally
        {
            running.Release();
        }
    }
}
