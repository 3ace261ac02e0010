using Npgsql;
using RebateFlow.RiskScoring.Rules.Names;
using RebateFlow.RiskScoring.Watchlist;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.RiskScoring.Screening;

/// <summary>
/// Compares parties and commodities with the watchlist: ids exactly after normalisation, codes by
/// all prefixes up to an exception, names by likeness, each hit with its score and its reasons.
/// </summary>
/// <remarks>Nothing is stored and nobody is told. Errors: RBF-2011 (400).</remarks>
public static class ScreenParties
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/v1/screenings", HandleAsync)
            .RequireAuthorization(RiskReaders.Policy)
            .Produces<Screening>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .WithSummary("Compare parties and commodities with the watchlist");

    /// <param name="Parties">Parties, at most 1,000 with the commodities.</param>
    /// <param name="Commodities">Commodities.</param>
    /// <param name="Day">Day on which entries have to be in force; today when left out.</param>
    /// <param name="Threshold">
    /// Least score of a name, 50 to 100; the dated thresholds when left out.
    /// </param>
    public sealed record Request(
        IReadOnlyList<Party>? Parties = null,
        IReadOnlyList<Goods>? Commodities = null,
        DateOnly? Day = null,
        int? Threshold = null
    );

    /// <param name="Reference">The caller's own mark, given back; at most 100 characters.</param>
    /// <param name="Name">Name, at most 200 characters.</param>
    /// <param name="Id">Credit code or taxpayer id, at most 20 characters.</param>
    /// <param name="Kind">ENTERPRISE, SUPPLIER or LEGAL_PERSON; all three when left out.</param>
    public sealed record Party(
        string? Reference = null,
        string? Name = null,
        string? Id = null,
        string? Kind = null
    );

    /// <param name="Code">Commodity code, 2 to 14 digits.</param>
    public sealed record Goods(string? Code, string? Reference = null);

    /// <param name="Revision">Revision of the list.</param>
    /// <param name="Weights">Version of the weights by which names were compared.</param>
    /// <param name="Day">Day on which the hits are in force.</param>
    public sealed record Screening(
        long Revision,
        string Weights,
        DateOnly Day,
        IReadOnlyList<Result> Parties,
        IReadOnlyList<Result> Commodities
    );

    /// <param name="Hits">Entries, the best score first; empty when nothing hits.</param>
    public sealed record Result(string Reference, IReadOnlyList<Hit> Hits);

    /// <param name="EntryId">The entry.</param>
    /// <param name="VersionId">Its version in force.</param>
    /// <param name="Name">What the entry is called.</param>
    /// <param name="Matched">The id, prefix, name or alias of the entry that matched.</param>
    /// <param name="Score">0 to 100; ids and codes match with 100.</param>
    public sealed record Hit(
        Guid EntryId,
        Guid VersionId,
        string Kind,
        string Key,
        string Name,
        int Level,
        string Reason,
        string Matched,
        int Score,
        IReadOnlyList<ScoreReason> Reasons
    );

    /// <param name="Code">ID, PREFIX, NAME, or a difference that took points off.</param>
    public sealed record ScoreReason(string Code, string Text);

    private static async Task<IResult> HandleAsync(
        Request request,
        HttpContext http,
        NpgsqlDataSource database,
        WatchlistCache cache,
        AuthorityClock clock,
        CancellationToken cancel
    )
    {
        if (ScreeningRequests.FaultsOf(request) is { Count: > 0 } errors)
            return Problem.Of(
                http,
                Problems.InvalidScreening,
                $"共有 {errors.Count} 处需要修改",
                $"{errors.Count} fields to correct",
                errors
            );

        await using var connection = await database.OpenConnectionAsync(cancel);
        var revision = await WatchlistSql.RevisionAsync(connection, cancel);
        var list = await cache.GetAsync(revision, connection, cancel);
        var day = request.Day ?? clock.Today;
        var matching = new ScreeningMatch(
            list,
            day,
            NameWeights.On(day),
            request.Threshold,
            Language.IsChinese(http)
        );
        return TypedResults.Ok(
            new Screening(
                list.Revision,
                matching.Weights.Version,
                day,
                [.. (request.Parties ?? []).Select(matching.Of)],
                [.. (request.Commodities ?? []).Select(matching.Of)]
            )
        );
    }
}
