using RebateFlow.Approval.Cases;
using RebateFlow.Approval.Casework.Tasks;
using RebateFlow.Approval.Reading;
using RebateFlow.Approval.Requests;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Tasks;

/// <summary>
/// An officer raises a doubt of the risk catalogue (K401 to K420) about a case. It keeps the case
/// from being approved until somebody passes it, as the catalogue says who may.
/// </summary>
/// <remarks>Errors as <see cref="ReleaseCase"/>; RBF-3004 wrong fields (400).</remarks>
public static class RaiseDoubts
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/v1/cases/{id:guid}/doubts", HandleAsync)
            .RequireAuthorization(Roles.AnyOfficer)
            .Produces<CaseView>();

    /// <param name="Code">K401 to K420.</param>
    /// <param name="Place">Line, supplier or document it is about, 1 to 200 characters.</param>
    /// <param name="Reason">What gives rise to it, 1 to 2,000 characters.</param>
    public sealed record Request(string? Code = null, string? Place = null, string? Reason = null);

    private static Task<IResult> HandleAsync(
        Guid id,
        Request request,
        HttpContext http,
        CaseActions actions
    )
    {
        var errors = FieldChecks.Reason(request.Reason).ToList();
        FieldChecks.Text("place", request.Place, 200, errors);
        if (RiskDoubts.Find(request.Code) is not { } known)
        {
            var codes = string.Join(", ", RiskDoubts.Codes);
            errors.Add(new("code", $"应为 {codes} 之一", $"One of {codes} is expected"));
            return FieldChecks.Refuse(http, errors);
        }
        return errors.Count > 0
            ? FieldChecks.Refuse(http, errors)
            : actions.RunAsync(
                http,
                id,
                request,
                at => new RaiseDoubt(
                    at.Officer,
                    known.Code,
                    known.PassableBy,
                    request.Place!,
                    request.Reason!,
                    at.Terms.Lease
                )
            );
    }
}
