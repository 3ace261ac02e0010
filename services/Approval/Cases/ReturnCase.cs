using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Approval.Reading;
using RebateFlow.Approval.Requests;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Cases;

/// <summary>An officer gives the filing back to the exporter and says what to mend.</summary>
/// <remarks>Errors as <see cref="ReleaseCase"/>; RBF-3004 no reason (400).</remarks>
public static class ReturnCase
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/v1/cases/{id:guid}/return", HandleAsync)
            .RequireAuthorization(Roles.AnyOfficer)
            .Produces<CaseView>();

    /// <param name="Reason">What the exporter has to mend, 1 to 2,000 characters.</param>
    public sealed record Request(string? Reason = null);

    private static Task<IResult> HandleAsync(
        Guid id,
        Request request,
        HttpContext http,
        CaseActions actions
    ) =>
        FieldChecks.Reason(request.Reason) is { Count: > 0 } errors
            ? FieldChecks.Refuse(http, errors)
            : actions.RunAsync(
                http,
                id,
                request,
                at => new ReturnToExporter(at.Officer, request.Reason!, at.Terms.Today)
            );
}
