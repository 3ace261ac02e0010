using Npgsql;
using RebateFlow.Approval.Policies;
using RebateFlow.Approval.Requests;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Reading;

/// <summary>
/// One case with its reasons, clocks, findings and doubts; the lines have their own address.
/// </summary>
/// <remarks>Errors: RBF-3010 no such case of the officer's authority (404).</remarks>
public static class GetCase
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/v1/cases/{id:guid}", HandleAsync)
            .RequireAuthorization(Roles.AnyOfficer)
            .Produces<CaseView>();

    private static async Task<IResult> HandleAsync(
        Guid id,
        HttpContext http,
        NpgsqlDataSource database,
        ReferenceCache references,
        AuthorityClock zone
    )
    {
        if (OfficerOf.Token(http.User) is not { } officer)
            return Problems.Of(http, Problems.NoTaxAuthority);
        await using var connection = await database.OpenConnectionAsync(http.RequestAborted);
        if (await CaseViewSql.ReadAsync(connection, id, officer.TaxAuthority) is not { } stored)
            return Problems.Of(http, Problems.NoSuchCase);
        var reference = await references.NewestAsync(connection);
        var builder = new CaseViewBuilder(reference.Calendar, zone, Language.IsChinese(http));
        http.Response.Headers.ETag = EntityTag.Of(stored.Row.Version);
        return TypedResults.Ok(builder.Build(stored));
    }
}
