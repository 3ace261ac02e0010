using RebateFlow.Approval.Casework.Enrolments;
using RebateFlow.Approval.Requests;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Enrolments;

/// <summary>
/// An editor makes an application a draft; another person approves that. Declining is ending it,
/// see <see cref="EndEnrolment"/>.
/// </summary>
/// <remarks>
/// Errors: RBF-3004 wrong days (400), 3030 none such (404), 3037 no open application (409),
/// RBF-0412 stale, RBF-0428 without If-Match.
/// </remarks>
public static class TakeUpEnrolment
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/v1/green-channel/enrolments/{id:guid}/draft", HandleAsync)
            .RequireAuthorization(Roles.PolicyEditor)
            .Produces<EnrolmentView>();

    /// <param name="ValidFrom">First day; when absent, the one that was applied for.</param>
    /// <param name="ValidTo">Last day; when absent, open-ended.</param>
    public sealed record Request(DateOnly? ValidFrom = null, DateOnly? ValidTo = null);

    private static Task<IResult> HandleAsync(
        Guid id,
        Request request,
        HttpContext http,
        EnrolmentActions actions
    ) =>
        request.ValidTo < request.ValidFrom
            ? FieldChecks.Refuse(
                http,
                [new("validTo", "不得早于起始日期", "It must not be before the first day")]
            )
            : actions.RunAsync(
                http,
                id,
                request,
                (_, enrolment, by) =>
                    Task.FromResult(
                        EnrolmentStep.Of(
                            enrolment.TakeUp(
                                by,
                                request.ValidFrom ?? enrolment.ValidFrom,
                                request.ValidTo
                            ),
                            new(EnrolmentAction.TakenUp, by, "")
                        )
                    )
            );
}
