using Npgsql;
using RebateFlow.Primitives;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Enrolments;

/// <summary>Every step of an enrolment with its person, the oldest first.</summary>
/// <remarks>Errors: RBF-3030 none such (404).</remarks>
public static class GetEnrolmentHistory
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/v1/green-channel/enrolments/{id:guid}/history", HandleAsync)
            .RequireAuthorization(Roles.AnyAuthority)
            .Produces<History>();

    public sealed record History(IReadOnlyList<Step> Steps);

    /// <param name="Action">APPLIED, DRAFTED, TAKEN_UP, APPROVED or ENDED.</param>
    public sealed record Step(string Action, string Person, DateTimeOffset At, string Detail);

    private static async Task<IResult> HandleAsync(
        Guid id,
        HttpContext http,
        NpgsqlDataSource database
    )
    {
        await using var connection = await database.OpenConnectionAsync(http.RequestAborted);
        var events = await EnrolmentSql.EventsAsync(connection, id);
        return events.Count == 0
            ? Problems.Of(http, Problems.NoSuchEnrolment)
            : TypedResults.Ok(
                new History([
                    .. events.Select(one => new Step(
                        WireCode.Of(one.Action),
                        one.By.Person,
                        one.By.At,
                        one.Detail
                    )),
                ])
            );
    }
}
