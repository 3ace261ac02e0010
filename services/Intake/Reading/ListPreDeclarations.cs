using System.Text.Json.Serialization;
using RebateFlow.Intake.Checks.PreDeclarations;
using RebateFlow.Intake.Requests;
using RebateFlow.Intake.Worlds;
using RebateFlow.Primitives;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Intake.Reading;

/// <summary>An exporter lists its pre-declarations, newest first.</summary>
/// <remarks>
/// Query: state, period, cursor, limit (1 to 200, usually 50). Errors: RBF-1010 (400).
/// </remarks>
public static class ListPreDeclarations
{
    /// <summary>A page.</summary>
    public sealed record Page
    {
        public required IReadOnlyList<PreDeclarationView> Items { get; init; }

        /// <summary>For the next page; absent on the last one.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? NextCursor { get; init; }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/v1/pre-declarations", HandleAsync)
            .RequireAuthorization(Roles.AnyExporter)
            .Produces<Page>();

    private static async Task<IResult> HandleAsync(
        HttpContext http,
        string? state,
        string? period,
        World world
    )
    {
        var query = http.Request.Query;
        if (!Paging.TryReadLimit(query, out var limit))
            return Paging.InvalidLimit(http);
        if (!Paging.TryReadCursor<Guid?>(query, out var after))
            return Paging.InvalidCursor(http);
        if (state is not null && !WireCode.TryParse(state, out PreDeclarationState _))
        {
            var names = WireCode.List<PreDeclarationState>();
            return Paging.Invalid(http, "state", $"须为{names}之一", $"must be one of {names}");
        }
        if (period is not null && !Period.TryParse(period, out _))
            return Paging.Invalid(http, "period", "须为yyyyMM", "must be yyyyMM");

        await using var connection = await world.Database.OpenConnectionAsync(http.RequestAborted);
        var rows = await PreDeclarationQuerySql.ListAsync(
            connection,
            http.User.Uscc() ?? "",
            new ListFilter(after ?? Guid.AllBitsSet, state, period, limit),
            http.RequestAborted
        );
        var page = new Page
        {
            Items = [.. rows.Take(limit).Select(PreDeclarationView.Of)],
            NextCursor = rows.Count > limit ? Cursor.Encode(rows[limit - 1].Id) : null,
        };
        return TypedResults.Ok(page);
    }
}
