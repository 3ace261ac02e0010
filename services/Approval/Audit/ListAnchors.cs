using Npgsql;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Audit;

/// <summary>
/// The daily anchors, the newest first. With a hash that is kept elsewhere, a rewriting of anything
/// before it is found, see <see cref="VerifyAudit"/>.
/// </summary>
/// <remarks>Errors: RBF-3003 wrong cursor or limit (400).</remarks>
public static class ListAnchors
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/v1/audit/anchors", HandleAsync)
            .RequireAuthorization(GetAuditTrail.Readers)
            .Produces<Page>();

    public sealed record Page(IReadOnlyList<Anchor> Items, string? NextCursor);

    /// <param name="Day">The last day that it covers.</param>
    /// <param name="Cases">Cases whose trails had grown.</param>
    public sealed record Anchor(int AnchorNo, DateOnly Day, int Cases, DateTimeOffset TakenAt)
    {
        public required string Root { get; init; }
        public required string PreviousHash { get; init; }
        public required string Hash { get; init; }
    }

    private static async Task<IResult> HandleAsync(
        string? cursor,
        int? limit,
        HttpContext http,
        NpgsqlDataSource database
    )
    {
        var before = 0;
        var isCursor = cursor is null || Cursor.TryDecode(cursor, out before);
        if (!isCursor || limit is < 1 or > Cursor.MaximumLimit)
            return Problems.Of(http, Problems.QueryWrong);
        var take = limit ?? 50;
        await using var connection = await database.OpenConnectionAsync(http.RequestAborted);
        var rows = await AnchorSql.PageAsync(connection, cursor is null ? null : before, take + 1);
        var page = rows.Take(take).ToList();
        return TypedResults.Ok(
            new Page(
                [.. page.Select(ToAnchor)],
                rows.Count > take ? Cursor.Encode(page[^1].AnchorNo) : null
            )
        );
    }

    private static Anchor ToAnchor(AnchorRow row) =>
        new(row.AnchorNo, row.Day, row.LeafCount, row.TakenAt)
        {
            Root = Convert.ToHexStringLower(row.Root),
            PreviousHash = Convert.ToHexStringLower(row.PreviousHash),
            Hash = Convert.ToHexStringLower(row.Hash),
        };
}
