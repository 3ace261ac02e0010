using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Approval.Reading;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Cases;

/// <summary>An officer puts a claimed case back into the queue.</summary>
/// <remarks>
/// Errors as <see cref="ClaimCase"/>, RBF-3013 not claimed by you, 3014 ran out (409).
/// </remarks>
public static class ReleaseCase
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/v1/cases/{id:guid}/release", HandleAsync)
            .RequireAuthorization(Roles.AnyOfficer)
            .Produces<CaseView>();

    private static Task<IResult> HandleAsync(Guid id, HttpContext http, CaseActions actions) =>
        actions.RunAsync(http, id, "release", at => new Release(at.Officer));
}
