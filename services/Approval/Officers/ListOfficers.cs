using Npgsql;
using RebateFlow.Approval.Policies;
using RebateFlow.Approval.Requests;
using RebateFlow.Primitives;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Officers;

/// <summary>The officers of the authority: posts, presence, leave and what they hold.</summary>
/// <remarks>Errors: RBF-3005 token without authority (403).</remarks>
public static class ListOfficers
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/v1/officers", HandleAsync)
            .RequireAuthorization(Roles.AnyOfficer)
            .Produces<Page>();

    public sealed record Page(IReadOnlyList<Item> Items);

    /// <param name="Posts">
    /// REVIEW, EVALUATION, RE_REVIEW, APPROVAL; without those of deputies.
    /// </param>
    /// <param name="Present">
    /// True when the officer asked for something lately and is not on leave.
    /// </param>
    /// <param name="AwayUntil">Last day of the leave that covers today; null without one.</param>
    /// <param name="Deputy">Who stands in during it.</param>
    /// <param name="HeldCases">Cases in the officer's hands.</param>
    public sealed record Item(
        string Id,
        IReadOnlyList<string> Posts,
        bool Present,
        DateOnly? AwayUntil,
        string? Deputy,
        int HeldCases
    )
    {
        public required DateTimeOffset SeenAt { get; init; }
    }

    private static async Task<IResult> HandleAsync(
        HttpContext http,
        NpgsqlDataSource database,
        ReferenceCache references,
        AuthorityClock zone
    )
    {
        if (OfficerOf.Token(http.User) is not { } officer)
            return Problems.Of(http, Problems.NoTaxAuthority);
        await using var connection = await database.OpenConnectionAsync(http.RequestAborted);
        var rules = (await references.NewestAsync(connection)).CaseworkPolicyOn(zone.Today);
        var known = await OfficerSql.KnownAsync(
            connection,
            officer.TaxAuthority,
            (zone.Now, zone.Today)
        );
        return TypedResults.Ok(
            new Page([
                .. known.Select(one => new Item(
                    one.Id,
                    [.. one.Posts.Select(WireCode.Of)],
                    one.Away is null && one.SeenAt > zone.Now - rules.Presence,
                    one.Away?.LastDay,
                    one.Away?.Deputy,
                    one.HeldCases
                )
                {
                    SeenAt = one.SeenAt,
                }),
            ])
        );
    }
}
