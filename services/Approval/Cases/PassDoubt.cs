using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Approval.Reading;
using RebateFlow.Approval.Requests;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Cases;

/// <summary>An officer passes a doubt 挑过 and says why.</summary>
/// <remarks>
/// Errors as <see cref="ReleaseCase"/>; RBF-3004 no reason (400), 3017 no such open doubt (404),
/// 3018 nobody may (409), 3019 a higher post must (403).
/// </remarks>
public static class PassDoubt
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/v1/cases/{id:guid}/doubts/{doubtNo:int}/pass", HandleAsync)
            .RequireAuthorization(Roles.AnyOfficer)
            .Produces<CaseView>();

    /// <param name="Reason">1 to 2,000 characters.</param>
    public sealed record Request(string? Reason = null);

    private static Task<IResult> HandleAsync(
        Guid id,
        int doubtNo,
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
                at => new PassOpenDoubt(at.Officer, doubtNo, request.Reason!, at.Terms.Lease)
            );
}
