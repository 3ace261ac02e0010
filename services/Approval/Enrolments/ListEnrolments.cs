using Npgsql;
using RebateFlow.Approval.Casework.Enrolments;
using RebateFlow.Primitives;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Enrolments;

/// <summary>Enrolments, the newest first, drafts and ended ones included.</summary>
/// <remarks>Errors: RBF-3003 wrong state, cursor or limit (400).</remarks>
public static class ListEnrolments
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/v1/green-channel/enrolments", HandleAsync)
            .RequireAuthorization(Roles.AnyAuthority)
            .Produces<Page>();
    }

    public sealed record Page(IReadOnlyList<EnrolmentView> Items, string? NextCursor);

    private static async Task<IResult> HandleAsync(
        [AsParameters] Query query,
        HttpContext http,
        NpgsqlDataSource database
    )
    {
        EnrolmentKey? after = null;
        var isCursor = query.Cursor is null || Cursor.TryDecode(query.Cursor, out after);
        var isState = query.State is null || WireCode.Find<EnrolmentState>(query.State) is not null;
        if (!isCursor || !isState || query.Limit is < 1 or > Cursor.MaximumLimit)
            return Problems.Of(http, Problems.QueryWrong);

        var take = query.Limit ?? 50;
        await using var connection = await database.OpenConnectionAsync(http.RequestAborted);
        var rows = await EnrolmentSql.ListAsync(
            connection,
            new(query.Uscc, query.State, after, take + 1)
        );
        var page = rows.Take(take).ToList();
        var next =
            rows.Count > take
                ? Cursor.Encode(new EnrolmentKey(page[^1].Drafted.At, page[^1].Id))
                : null;
        return TypedResults.Ok(new Page([.. page.Select(EnrolmentView.Of)], next));
    }

    /// <param name="State">APPLIED, DRAFT, LIVE or ENDED.</param>
    /// <param name="Limit">1 to 200, 50 by default.</param>
    public sealed record Query(string? Uscc, string? State, string? Cursor, int? Limit);
}
