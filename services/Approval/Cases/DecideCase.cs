using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Approval.Reading;
using RebateFlow.Approval.Requests;
using RebateFlow.Primitives;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Cases;

/// <summary>
/// An officer approves or rejects. At the last post of the route that is final; before it, a
/// proposal.
/// </summary>
/// <remarks>
/// Errors as <see cref="ReleaseCase"/>; RBF-3004 wrong decision, or a rejection without a reason
/// (400); RBF-3020 doubts are open, 3021 more than is decidable (409).
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
    /// <param name="Amount">
    /// CNY yuan, above 0, two decimals: a part of what is decidable, with a reason; without it all.
    /// </param>
    public sealed record Request(
        string? Decision = null,
        string? Reason = null,
        string? Amount = null
    );

    private static Task<IResult> HandleAsync(
        Guid id,
        Request request,
        HttpContext http,
        CaseActions actions
    )
    {
        var reason = request.Reason ?? "";
        if (WireCode.Find<Decision>(request.Decision) is not { } decision)
            return FieldChecks.Refuse(
                http,
                [new("decision", "应为 APPROVE 或 REJECT", "APPROVE or REJECT is expected")]
            );
        var isRequired = decision == Decision.Reject || reason.Length > 0;
        if (isRequired && FieldChecks.Reason(reason) is { Count: > 0 } errors)
            return FieldChecks.Refuse(http, errors);
        var amount = request.Amount is { } text ? FieldChecks.Amount(text) : null;
        if (request.Amount is not null && (amount is null || decision == Decision.Reject))
            return FieldChecks.Refuse(http, [FieldChecks.WrongAmount]);
        if (amount is not null && FieldChecks.Reason(reason) is { Count: > 0 } partial)
            return FieldChecks.Refuse(http, partial);
        var verdict = new Verdict(decision, reason, amount);
        return actions.RunAsync(
            http,
            id,
            request,
            at => new GiveVerdict(at.Officer, verdict, at.Terms)
        );
    }
}
