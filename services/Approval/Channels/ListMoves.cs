using Npgsql;
using RebateFlow.Approval.Audit;
using RebateFlow.Approval.Requests;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Channels;

/// <summary>Why and when a case was decided again after its opening, the oldest first.</summary>
/// <remarks>Errors: RBF-3010 no such case; another authority's only for auditors (404).</remarks>
public static class ListMoves
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/v1/cases/{id:guid}/moves", HandleAsync)
            .RequireAuthorization(GetAuditTrail.Readers)
            .Produces<Page>();

    public sealed record Page(IReadOnlyList<Move> Items);

    /// <param name="Cause">RISK, ENROLMENT, POLICY or HOLD.</param>
    /// <param name="After">The same as before when only the reasons changed.</param>
    public sealed record Move(
        int AttemptNo,
        string Cause,
        string Before,
        string After,
        string PolicyVersion,
        string Reason,
        DateTimeOffset At
    );

    private static async Task<IResult> HandleAsync(
        Guid id,
        HttpContext http,
        NpgsqlDataSource database
    )
    {
        await using var connection = await database.OpenConnectionAsync(http.RequestAborted);
        var authority = await AuditSql.AuthorityAsync(connection, id);
        var mayRead =
            http.User.IsInRole(Roles.Auditor)
            || OfficerOf.Token(http.User)?.TaxAuthority == authority;
        if (authority is null || !mayRead)
            return Problems.Of(http, Problems.NoSuchCase);
        var chinese = Language.IsChinese(http);
        var moves = await CaseMoveSql.MovesAsync(connection, id);
        return TypedResults.Ok(
            new Page([
                .. moves.Select(row => new Move(
                    row.AttemptNo,
                    row.Cause,
                    row.ChannelBefore,
                    row.ChannelAfter,
                    row.PolicyVersion,
                    chinese ? row.ReasonZh : row.ReasonEn,
                    row.MovedAt
                )),
            ])
        );
    }
}
