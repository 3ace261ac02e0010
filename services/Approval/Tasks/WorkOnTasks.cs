using RebateFlow.Approval.Cases;
using RebateFlow.Approval.Casework.Tasks;
using RebateFlow.Approval.Reading;
using RebateFlow.Approval.Requests;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Tasks;

/// <summary>
/// Tasks that keep a case from being approved: an officer says that one is done, or the approval
/// post does without it.
/// </summary>
/// <remarks>
/// A letter that is answered and a second officer who agrees close their tasks themselves. A
/// self-inspection is done when the exporter's form was read, a visit by the evaluation post with
/// its report, a hold by somebody from re-review on, who need not hold the case. Errors as
/// <see cref="ReleaseCase"/>; RBF-3004 wrong fields (400), 3100 no such open task (404), 3102 it
/// closes itself, 3103 the form is missing, 3104 the evaluation post has to (409).
/// </remarks>
public static class WorkOnTasks
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/v1/cases/{id:guid}/tasks/{taskNo:int}/done", CompleteAsync)
            .RequireAuthorization(Roles.AnyOfficer)
            .Produces<CaseView>();
        routes
            .MapPost("/v1/cases/{id:guid}/tasks/{taskNo:int}/waiver", WaiveAsync)
            .RequireAuthorization(Roles.AnyOfficer)
            .Produces<CaseView>();
    }

    /// <param name="Reason">What was seen, 1 to 2,000 characters.</param>
    /// <param name="Visit">The report of a visit 实地核查; for that kind only.</param>
    public sealed record Completion(string? Reason = null, Visit? Visit = null);

    /// <param name="VisitedOn">Day of the visit, not in the future.</param>
    /// <param name="Place">Where, 1 to 200 characters.</param>
    /// <param name="People">Who was met, 1 to 500 characters.</param>
    /// <param name="Findings">What was found, 1 to 4,000 characters.</param>
    public sealed record Visit(
        DateOnly? VisitedOn = null,
        string? Place = null,
        string? People = null,
        string? Findings = null
    );

    /// <param name="Reason">Why it can be done without, 1 to 2,000 characters.</param>
    public sealed record Waiver(string? Reason = null);

    private static Task<IResult> CompleteAsync(
        Guid id,
        int taskNo,
        Completion request,
        HttpContext http,
        CaseActions actions,
        AuthorityClock zone
    )
    {
        var errors = FieldChecks.Reason(request.Reason).ToList();
        var report = request.Visit is { } visit ? Read(visit, zone.Today, errors) : null;
        return errors.Count > 0
            ? FieldChecks.Refuse(http, errors)
            : actions.RunAsync(
                http,
                id,
                request,
                at => new CompleteTask(at.Officer, taskNo, request.Reason!, report)
            );
    }

    private static Task<IResult> WaiveAsync(
        Guid id,
        int taskNo,
        Waiver request,
        HttpContext http,
        CaseActions actions
    ) =>
        FieldChecks.Reason(request.Reason) is { Count: > 0 } errors
            ? FieldChecks.Refuse(http, errors)
            : actions.RunAsync(
                http,
                id,
                request,
                at => new WaiveTask(at.Officer, taskNo, request.Reason!)
            );

    private static VisitReport? Read(Visit visit, DateOnly today, List<FieldError> errors)
    {
        var before = errors.Count;
        if (visit.VisitedOn is not { } day || day > today)
            errors.Add(
                new(
                    "visit.visitedOn",
                    "请填写今天或以前的日期",
                    "A day not after today is expected"
                )
            );
        FieldChecks.Text("visit.place", visit.Place, 200, errors);
        FieldChecks.Text("visit.people", visit.People, 500, errors);
        FieldChecks.Text("visit.findings", visit.Findings, 4_000, errors);
        return errors.Count > before
            ? null
            : new(visit.VisitedOn!.Value, visit.Place!, visit.People!, visit.Findings!);
    }
}
