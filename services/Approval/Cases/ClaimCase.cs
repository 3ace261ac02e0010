using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Approval.Reading;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Cases;

/// <summary>An officer takes a case, or renews the claim on it.</summary>
/// <remarks>
/// Errors: RBF-3010 no such case (404), 3011 not in the queue, 3012 taken, 3064 absent, 3068
/// assigned at random (409), 3015 post, 3016 same person (403), RBF-0412 stale, RBF-0428 without
/// If-Match.
/// </remarks>
public static class ClaimCase
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/v1/cases/{id:guid}/claim", HandleAsync)
            .RequireAuthorization(Roles.AnyOfficer)
            .Produces<CaseView>();

    /// <summary>Where a draw gives the cases nobody picks one; the own claim is renewed.</summary>
    private static Task<IResult> HandleAsync(Guid id, HttpContext http, CaseActions actions) =>
        actions.RunAsync(
            http,
            id,
            "claim",
            at => new Claim(at.Officer, at.Terms.Lease, OwnOnly: at.Terms.AssignsAtRandom)
        );
}
