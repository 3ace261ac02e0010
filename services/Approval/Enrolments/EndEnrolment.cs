using RebateFlow.Approval.Casework.Enrolments;
using RebateFlow.Approval.Requests;
using RebateFlow.Primitives;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Enrolments;

/// <summary>
/// An enrolment ends, at once or after a day to come, or its enterprise is ejected; an application
/// or a draft is declined.
/// </summary>
/// <remarks>
/// One person is enough: a privilege is taken, not given. Errors: RBF-3004 no reason, or a wrong
/// cause (400), 3030 none such (404), 3032 ended already (409), RBF-0412 stale, RBF-0428 without
/// If-Match.
/// </remarks>
public static class EndEnrolment
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/v1/green-channel/enrolments/{id:guid}/ending", HandleAsync)
            .RequireAuthorization(Roles.AnyPolicy)
            .Produces<EnrolmentView>();

    /// <param name="EndsOn">Last day; without it yesterday, so that it ends at once.</param>
    /// <param name="Cause">REQUEST (default), EJECTION or MISTAKE.</param>
    /// <param name="Reason">1 to 2,000 characters.</param>
    public sealed record Request(
        DateOnly? EndsOn = null,
        string? Cause = null,
        string? Reason = null
    );

    private static Task<IResult> HandleAsync(
        Guid id,
        Request request,
        HttpContext http,
        EnrolmentActions actions,
        AuthorityClock zone
    )
    {
        List<FieldError> errors = [.. FieldChecks.Reason(request.Reason)];
        var cause = WireCode.Find<EndCause>(request.Cause ?? "REQUEST");
        if (cause is null or EndCause.RanOut or EndCause.Declined)
            errors.Add(new("cause", "没有这一终止原因", "REQUEST, EJECTION or MISTAKE"));
        if (errors.Count > 0)
            return FieldChecks.Refuse(http, errors);
        return actions.RunAsync(
            http,
            id,
            request,
            (_, enrolment, by) =>
                Task.FromResult(
                    EnrolmentStep.Of(
                        enrolment.End(
                            by,
                            request.EndsOn ?? zone.Today.AddDays(-1),
                            cause!.Value,
                            request.Reason!
                        ),
                        new(
                            EnrolmentAction.Ended,
                            by,
                            $"{WireCode.Of(cause.Value)}: {request.Reason}"
                        )
                    )
                )
        );
    }
}
