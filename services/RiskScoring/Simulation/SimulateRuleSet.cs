using RebateFlow.RiskScoring.RuleSets;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.RiskScoring.Simulation;

/// <summary>
/// Tries a rule set, drafted or installed, on stored assessments: what would change, as a table and
/// as a list. No filing changes and nobody is told.
/// </summary>
/// <remarks>
/// Compared with the grades that stand, and with the channels by the green-channel policy of today
/// as Approval told of it; holds and the random sample are not forecast. The run and its whole list
/// are kept until the set is tried again. One simulation runs at a time. Errors: RBF-2010 (400),
/// 2030 (404), 2035 (409).
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
            .WithSummary("Try a rule set on stored assessments")
            .WithDescription(
                "Grades, channels by the green-channel policy of today, and amounts. The answer "
                    + "lists the largest changes; GET simulation/filings pages through all."
            );

    /// <param name="From">First moment of assessment; a year ago by default.</param>
    /// <param name="To">Moment before which they were assessed; now by default.</param>
    /// <param name="List">Changed filings to list, 0 to 1,000; 200 by default.</param>
    public sealed record Request(
        DateTimeOffset? From = null,
        DateTimeOffset? To = null,
        int List = 200
    );

    /// <summary>Streams filings through a rule set on all processors.</summary>
    /// <param name="keep">Takes each changed filing, one after the other; null to drop it.</param>
    public static async Task<SimulationResult> RunAsync(
        IAsyncEnumerable<SimulatedFiling> filings,
        SimulationBase with,
        int listed,
        Func<ChangedFiling, Task>? keep,
        CancellationToken cancel
    )
    {
        var simulator = new Simulator(with, listed);
        using var one = new SemaphoreSlim(1, 1);
        await Parallel.ForEachAsync(
            filings,
            new ParallelOptions
            {
                CancellationToken = cancel,
                MaxDegreeOfParallelism = Environment.ProcessorCount,
            },
            async (filing, stop) =>
            {
                if (simulator.Take(filing) is not { } changed || keep is null)
                    return;
                await one.WaitAsync(stop);
                try
                {
                    await keep(changed);
                }
                finally
                {
                    one.Release();
                }
            }
        );
        return simulator.Result(Guid.CreateVersion7());
    }

    private static async Task<IResult> HandleAsync(
        string version,
        Request request,
        HttpContext http,
        SimulationRuns runs,
        AuthorityClock clock,
        CancellationToken cancel
    )
    {
        var to = (request.To ?? clock.Now).ToUniversalTime();
        var from = (request.From ?? to.AddYears(-1)).ToUniversalTime();
        if (from >= to || request.List is < 0 or > MostListed)
            return Problem.Of(
                http,
                Problems.InvalidQuery,
                $"from 应早于 to，list 应为 0 至 {MostListed}",
                $"from is before to, list is from 0 to {MostListed}"
            );
        if (!await running.WaitAsync(0, cancel))
            return Problem.Of(
                http,
                RuleSetProblems.Busy,
                "请等待正在进行的试算结束",
                "Wait for the simulation that is running"
            );
        try
        {
            var by = (http.User.SubjectId(), clock.Now);
            return await runs.RunAsync(version, (from, to), request.List, by, cancel) is { } result
                ? TypedResults.Ok(result)
                : RuleSetProblems.NotFound(http, version);
        }
        finally
        {
            running.Release();
        }
    }
}
