using RebateFlow.Approval.Audit;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Cases;

/// <summary>
/// An officer approves or rejects. At the last post of the route that is final; before it, a
/// proposal.
/// </summary>
/// <remarks>
/// Errors as <see cref="ReleaseCase"/>; RBF-3004 wrong decision, or a rejection without a reason
/// (400); RBF-3020 doubts are open (409).
/// </remarks>
public static class DecideCase
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/v1/cases/{id:guid}/decision", HandleAsync)
            .RequireAuthorization(Roles.AnyOfficer)
            .Produces<CaseView>();

    /// <param name="Decision">APPROVE or REJECT.</param>
    /// <param name="Reason">At most 2,000 characters; needed for REJECT.</param>
    public sealed record Request(string? Decision = null, string? Reason = null);

    private static Task<IResult> HandleAsync(
        Guid id,
        Request request,
        HttpContext http,
        CaseActions actions
    )
    {
        var reason = request.Reason ?? "";
        if (Codes.Find<Decision>(request.Decision) is not { } decision)
            return FieldChecks.Refuse(
                http,
                [new("decision", "应为 APPROVE 或 REJECT", "APPROVE or REJECT is expected")]
            );
        var isRequired = decision == Decision.Reject || reason.Length > 0;
        if (isRequired && FieldChecks.Reason(reason) is { Count: > 0 } errors)
            return FieldChecks.Refuse(http, errors);
        return actions.RunAsync(
            http,
            id,
            new()
            {
                Request = request,
                Audit = AuditAction.Decided,
                Apply = (some, officer, at) => some.Decide(officer, decision, reason, at.Now),
                Reason = reason,
                Subject = new { Decision = Codes.Of(decision) },
            }
        );
    }
}
