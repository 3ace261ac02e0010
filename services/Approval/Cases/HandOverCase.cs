using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Approval.Officers;
using RebateFlow.Approval.Reading;
using RebateFlow.Approval.Requests;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Cases;

/// <summary>
/// The holder of a case gives it to a named colleague 移交, or the head of its post does, a waiting
/// case included.
/// </summary>
/// <remarks>
/// Errors as <see cref="ReleaseCase"/>; RBF-3004 no officer or reason (400), 3063 no such officer
/// (404), 3064 absent, 3065 not on the post, 3066 acted on another post, 3067 holds it already
/// (409).
/// </remarks>
public static class HandOverCase
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/v1/cases/{id:guid}/hand-over", HandleAsync)
            .RequireAuthorization(Roles.AnyOfficer)
            .Produces<CaseView>();

    /// <param name="To">Subject of an officer of the same authority who has signed in once.</param>
    /// <param name="Reason">1 to 2,000 characters.</param>
    public sealed record Request(string? To = null, string? Reason = null);

    private static Task<IResult> HandleAsync(
        Guid id,
        Request request,
        HttpContext http,
        CaseActions actions,
        OfficerRegister register
    )
    {
        var errors = FieldChecks.Reason(request.Reason).ToList();
        if (string.IsNullOrWhiteSpace(request.To) || request.To.Length > 200)
            errors.Add(new("to", "请填写接办人", "The other officer is required"));
        return errors.Count > 0
            ? FieldChecks.Refuse(http, errors)
            : actions.RunAsync(
                http,
                id,
                request,
                async at => new HandOver(
                    at.Officer,
                    await register.FindAsync(
                        at.Transaction.Connection!,
                        at.Case.Filing.TaxAuthority,
                        request.To!
                    ),
                    request.Reason!,
                    at.Terms.Lease
                )
            );
    }
}
