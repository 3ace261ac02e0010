using Npgsql;
using RebateFlow.RiskScoring.Rules.RuleSets;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.RiskScoring.RuleSets;

/// <summary>
/// A rule set beside the one in force: every value that differs, and what either leaves unjudged.
/// For whoever signs it.
/// </summary>
/// <remarks>Errors: RBF-2030 (404).</remarks>
public static class CompareRuleSets
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/v1/rule-sets/{version}/differences", HandleAsync)
            .RequireAuthorization(RiskReaders.TeamPolicy)
            .Produces<Differences>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Compare a rule set with the one in force");

    /// <param name="InForce">The set that it is compared with; null when none is in force.</param>
    /// <param name="Items">By path; none when both say the same.</param>
    /// <param name="Unjudged">
    /// What both leave unjudged of the newest filings. A set with a rule that leaves more is
    /// activated with a reason only.
    /// </param>
    public sealed record Differences(
        string Version,
        string? InForce,
        IReadOnlyList<RuleSetDifference> Items,
        UnjudgedReport Unjudged
    );

    private static async Task<IResult> HandleAsync(
        string version,
        HttpContext http,
        NpgsqlDataSource database,
        UnjudgedCount unjudged,
        AuthorityClock clock,
        CancellationToken cancel
    )
    {
        if (await RuleSetSql.FindAnyAsync(database, version, cancel) is not { } text)
            return RuleSetProblems.NotFound(http, version);
        var ruleSet = RuleSetReader.ReadStored(text);
        await using var connection = await database.OpenConnectionAsync(cancel);
        var now = clock.Now;
        var shelf = await RuleSetSql.LoadShelfAsync(connection, cancel);
        var inForce = shelf.Without(version).InForceOn(clock.DayOf(now));
        return TypedResults.Ok(
            new Differences(
                version,
                inForce?.Version,
                inForce is null ? [] : RuleSetDifferences.Of(inForce.Document, ruleSet.Document),
                await unjudged.OfAsync(ruleSet, inForce, now, cancel)
            )
        );
    }
}
