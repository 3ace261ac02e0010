using RebateFlow.Approval.Casework.Enrolments;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Enrolments;

/// <summary>
/// A second person approves an enrolment; Intake then gives the filer the express lane.
/// </summary>
/// <remarks>
/// Errors: RBF-3030 none such (404), 3031 not a draft (409), 3033 drafted by oneself (403), 3034
/// the enterprise has a live one (409), RBF-0412 stale, RBF-0428 without If-Match.
/// </remarks>
public static class ApproveEnrolment
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/v1/green-channel/enrolments/{id:guid}/approval", HandleAsync)
            .RequireAuthorization(Roles.PolicyApprover)
            .Produces<EnrolmentView>();

    private static Task<IResult> HandleAsync(
        Guid id,
        HttpContext http,
        EnrolmentActions actions,
        AuthorityClock zone
    ) =>
        actions.RunAsync(
            http,
            id,
            "approval",
            async (transaction, enrolment, by) =>
                await EnrolmentSql.HasLiveAsync(transaction, enrolment.Uscc, (zone.Today, by.At))
                    ? EnrolmentStep.Refused(Problems.AlreadyEnrolled)
                    : EnrolmentStep.Of(enrolment.Approve(by), new(EnrolmentAction.Approved, by, ""))
        );
}
