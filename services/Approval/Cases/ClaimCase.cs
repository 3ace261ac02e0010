using RebateFlow.Approval.Casework.Audit;
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

    public static readonly CaseAction Action = new()
    {
        Request = "claim",
        Audit = AuditAction.Claimed,
        Apply = (some, officer, at) => some.Claim(officer, at.Now, at.Lease),
    };

    /// <summary>Where a draw gives the cases nobody picks one; the own claim is renewed.</summary>
    private static readonly CaseAction ByChoice = Action with
    {
        Apply = (some, officer, at) =>
            at.Rules.AssignsAtRandom(officer.TaxAuthority) && some.ClaimedBy != officer.Id
                ? CaseRefusal.AssignedAtRandom
                : some.Claim(officer, at.Now, at.Lease),
    };

    private static Task<IResult> HandleAsync(Guid id, HttpContext http, CaseActions actions) =>
        actions.RunAsync(http, id, ByChoice);
}
