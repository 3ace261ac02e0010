using RebateFlow.Approval.Calendars;
using RebateFlow.Approval.Cases;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Enrolments;

/// <summary>An enrolment ends, at once or after a day to come; a draft is thrown away.</summary>
/// <remarks>
/// One person is enough: a privilege is taken, not given. Errors: RBF-3004 no reason (400), 3030
/// none such (404), 3032 ended already (409), RBF-0412 stale, RBF-0428 without If-Match.
/// </remarks>
public static class EndEnrolment
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/v1/green-channel/enrolments/{id:guid}/ending", HandleAsync)
            .RequireAuthorization(Roles.AnyPolicy)
            .Produces<EnrolmentView>();

    /// <param name="EndsOn">Last day; without it yesterday, so that it ends at once.</param>
    /// <param name="Reason">1 to 2,000 characters.</param>
    public sealed record Request(DateOnly? EndsOn = null, string? Reason = null);

    private static Task<IResult> HandleAsync(
        Guid id,
        Request request,
        HttpContext http,
        EnrolmentActions actions,
        AuthorityZone zone
    ) =>
        FieldChecks.Reason(request.Reason) is { Count: > 0 } errors
            ? FieldChecks.Refuse(http, errors)
            : actions.RunAsync(
                http,
                id,
                request,
                (_, enrolment, by) =>
                    Task.FromResult(
                        EnrolmentStep.Of(
                            enrolment.End(
                                by,
                                request.EndsOn ?? zone.Today.AddDays(-1),
                                request.Reason!
                            )
                        )
                    )
            );
}
