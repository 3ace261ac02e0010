using System.Text.Json.Serialization;
using Npgsql;
using RebateFlow.Primitives;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.RiskScoring.Watchlist;

/// <summary>
/// What an entry touches, before anybody approves it: which live filings, and how many filings of
/// the past twelve months, with their amounts.
/// </summary>
/// <remarks>
/// Counted by the stored keys of assessed filings, never by unpacking them. A filing whose codes
/// all stand under a longer prefix that is an exception is not touched.
/// Errors: RBF-2002 (404).
/// </remarks>
public static class EntryImpact
{
    /// <summary>Live filings listed one by one; the totals count all of them.</summary>
    public const int ListedFilings = 200;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/v1/watchlist/entries/{id:guid}/impact", HandleAsync)
            .RequireAuthorization(RiskReaders.TeamPolicy)
            .Produces<Impact>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Show what an entry touches, before its approval or after");

    /// <param name="Change">ADD, REVISE or RETIRE: the step that waits, else the last one.</param>
    /// <param name="From">First day of the filings that are counted as past.</param>
    /// <param name="To">Day of the counting.</param>
    /// <param name="Live">Filings under way.</param>
    /// <param name="PastTwelveMonths">
    /// Filings by the day of their assessment, those under way included.
    /// </param>
    /// <param name="LiveFilings">The dearest live ones, at most 200.</param>
    public sealed record Impact(
        Guid EntryId,
        int Version,
        string Change,
        string Kind,
        string Key,
        int Level,
        DateOnly From,
        DateOnly To,
        Totals Live,
        Totals PastTwelveMonths,
        IReadOnlyList<TouchedFiling> LiveFilings
    );

    /// <param name="Exporters">Different exporters among the filings.</param>
    /// <param name="FobUsd">Their exports, US dollars FOB.</param>
    /// <param name="RebateDueCny">Their rebates, CNY yuan.</param>
    public sealed record Totals(
        long Filings,
        long Exporters,
        [property: JsonConverter(typeof(MoneyJsonConverter))] decimal FobUsd,
        [property: JsonConverter(typeof(MoneyJsonConverter))] decimal RebateDueCny
    );

    /// <param name="Score">Score as it stands, 0 to 100.</param>
    /// <param name="Grade">LOW, MEDIUM or HIGH.</param>
    public sealed record TouchedFiling(
        Guid PreDeclarationId,
        int AttemptNo,
        string Uscc,
        [property: JsonConverter(typeof(MoneyJsonConverter))] decimal FobUsd,
        [property: JsonConverter(typeof(MoneyJsonConverter))] decimal RebateDueCny,
        int Score,
        string Grade,
        DateTimeOffset AssessedAt
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
        if (await WatchlistSql.FindAsync(connection, id, cancel) is not { } state)
            return Problems.NotFound(http, Problems.NoSuchEntry, id);

        var version = state.IsPending ? state.Latest : state.Approved ?? state.Latest;
        var scope = new ImpactScope([version], clock);
        var (live, past) = await EntryImpactSql.CountAsync(connection, scope, cancel);
        var filings = await EntryImpactSql.ListLiveAsync(connection, scope, cancel);
        return TypedResults.Ok(
            new Impact(
                id,
                version.VersionNo,
                version.Change,
                version.Content.Kind,
                version.Content.Key,
                version.Content.Level,
                scope.FirstDay,
                scope.Today,
                live,
                past,
                filings
            )
        );
    }
}
