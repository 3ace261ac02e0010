using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using RebateFlow.Intake.Checks.PreDeclarations;
using RebateFlow.Intake.Requests;
using RebateFlow.Intake.Worlds;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Intake.Reading;

/// <summary>
/// An exporter reads a pre-declaration: state, feedback, rebate and how it came about.
/// </summary>
/// <remarks>
/// Errors: RBF-1007 (404), another exporter's included. 304 when If-None-Match still holds.
/// </remarks>
public static class GetPreDeclaration
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/v1/pre-declarations/{id:guid}", HandleAsync)
            .RequireAuthorization(Roles.AnyExporter)
            .Produces<PreDeclarationView>();

    /// <summary>The answer for an id that the exporter does not own.</summary>
    public static ProblemHttpResult Unknown(HttpContext http) =>
        Problem.Of(
            http,
            Problems.UnknownPreDeclaration,
            "请核对编号。",
            "Check the id; only your own pre-declarations can be reached."
        );

    private static async Task<IResult> HandleAsync(Guid id, HttpContext http, World world)
    {
        await world.BeforeReadAsync(id, http.User.Uscc() ?? "", http.RequestAborted);
        await using var connection = await world.Database.OpenConnectionAsync(http.RequestAborted);
        var row = await PreDeclarationQuerySql.FindAsync(
            connection,
            id,
            http.User.Uscc() ?? "",
            http.RequestAborted
        );
        if (row is null)
            return Unknown(http);

        // That it is stale passes by without a change of the row: such an answer is not kept.
        if (!row.IsStale)
        {
            var tag = EntityTag.Of(row.Version);
            http.Response.Headers[HeaderNames.ETag] = tag;
            if (http.Request.Headers.IfNoneMatch == tag)
                return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }

        var rebate = row.Rebate is null ? null : PackedJson.Unpack(row.Rebate, Stored.Rebate);
        var view = PreDeclarationView.Of(row) with
        {
            Rebate = rebate is null ? null : RebateView.Of(rebate, Language.IsChinese(http)),
        };
        return TypedResults.Ok(view);
    }
}
