using Npgsql;
using RebateFlow.RiskScoring.Rules.Watchlist;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.RiskScoring.Watchlist;

/// <summary>The list as it stands, or as it stood at a moment.</summary>
/// <remarks>
/// Without a status the entries that count on the day of the moment. Errors: RBF-2010 (400).
/// </remarks>
public static class ListEntries
{
    private const int DefaultLimit = 50;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/v1/watchlist/entries", HandleAsync)
            .RequireAuthorization(RiskReaders.Policy)
            .Produces<Page>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .WithSummary("List entries as of now or of a moment");

    /// <param name="AsOf">Moment, RFC 3339; now when left out.</param>
    /// <param name="Status">IN_FORCE (when left out), PENDING or ALL.</param>
    /// <param name="Kind">Only entries of this kind.</param>
    /// <param name="Key">Only entries of this key, normalised as on drafting.</param>
    /// <param name="Cursor">The nextCursor of the page before.</param>
    /// <param name="Limit">Entries on the page, 1 to 200; 50 when left out.</param>
    public sealed record Query(
        DateTimeOffset? AsOf,
        string? Status,
        string? Kind,
        string? Key,
        string? Cursor,
        int? Limit
    );

    /// <param name="AsOf">The moment that the page shows, UTC.</param>
    /// <param name="Items">Entries, the oldest first.</param>
    /// <param name="NextCursor">Cursor of the next page; null on the last one.</param>
    public sealed record Page(
        DateTimeOffset AsOf,
        IReadOnlyList<EntryView> Items,
        string? NextCursor
    );

    private static async Task<IResult> HandleAsync(
        [AsParameters] Query query,
        HttpContext http,
        NpgsqlDataSource database,
        AuthorityClock clock,
        CancellationToken cancel
    )
    {
        var (filter, errors) = Read(query, clock);
        if (filter is null)
            return Problem.Of(
                http,
                Problems.InvalidQuery,
                $"共有 {errors.Count} 处需要修改",
                $"{errors.Count} parameters to correct",
                errors
            );

        var states = await ListEntriesSql.ListAsync(database, filter, cancel);
        var shown = states.Take(filter.Limit).Select(state => EntryView.Of(state, filter.Day));
        var next =
            states.Count > filter.Limit
                ? Cursor.Encode(states[filter.Limit - 1].Latest.EntryId)
                : null;
        return TypedResults.Ok(new Page(filter.AsOf, [.. shown], next));
    }

    private static (ListFilter? Filter, IReadOnlyList<FieldError> Errors) Read(
        Query query,
        AuthorityClock clock
    )
    {
        var errors = new List<FieldError>();
        var after = Guid.Empty;
        if (query.Cursor is { } cursor && !Cursor.TryDecode(cursor, out after))
            errors.Add(new("cursor", "无法识别", "is not a cursor of this list"));
        if (query.Limit is < 1 or > Cursor.MaximumLimit)
            errors.Add(
                new(
                    "limit",
                    $"应为 1 至 {Cursor.MaximumLimit}",
                    $"must be from 1 to {Cursor.MaximumLimit}"
                )
            );
        if (query.Status is not (null or "IN_FORCE" or "PENDING" or "ALL"))
            errors.Add(
                new("status", "应为 IN_FORCE、PENDING 或 ALL", "must be IN_FORCE, PENDING or ALL")
            );
        if (query.Kind is { } kind && !WatchlistKinds.ByName.ContainsKey(kind))
            errors.Add(new("kind", "没有该类别", "is not a kind"));
        if (query.Key is { } key && key.Any(char.IsControl))
            errors.Add(new("key", "不得含控制字符", "must hold no control characters"));
        if (query.AsOf is { Year: < 1994 or > 2099 })
            errors.Add(new("asOf", "应为 1994 至 2099 年", "must lie from 1994 to 2099"));
        var asOf = (query.AsOf ?? clock.Now).ToUniversalTime();
        return errors.Count > 0
            ? (null, errors)
            : (
                new ListFilter(
                    asOf,
                    clock.DayOf(asOf),
                    query.Status ?? "IN_FORCE",
                    query.Kind,
                    KeyOf(query),
                    after,
                    query.Limit ?? DefaultLimit
                ),
                errors
            );
    }

    private static string? KeyOf(Query query)
    {
        if (query.Key is null || query.Kind is null)
            return query.Key;
        WatchlistKey.TryNormalize(WatchlistKinds.ByName[query.Kind], query.Key, out var key);
        return key;
    }
}
