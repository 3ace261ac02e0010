using RebateFlow.Approval.Casework.Enrolments;
using RebateFlow.Approval.Requests;
using RebateFlow.Primitives;
using RebateFlow.ServiceDefaults;
using RebateFlow.ServiceDefaults.Idempotency;

namespace RebateFlow.Approval.Enrolments;

/// <summary>
/// A policy editor enters an enterprise for the green channel; another person approves.
/// </summary>
/// <remarks>Errors: RBF-3001 without Idempotency-Key, 3004 wrong fields (400).</remarks>
public static class DraftEnrolment
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/v1/green-channel/enrolments", HandleAsync)
            .RequireAuthorization(Roles.PolicyEditor)
            .Produces<EnrolmentView>(StatusCodes.Status201Created);

    /// <param name="EnterpriseName">At most 200 characters; may be left out.</param>
    /// <param name="ValidTo">Last day; open-ended without it.</param>
    /// <param name="Ground">APPLICATION (default), LIST or CRITERIA.</param>
    /// <param name="Reason">1 to 2,000 characters.</param>
    public sealed record Request(
        string? Uscc = null,
        string? EnterpriseName = null,
        DateOnly? ValidFrom = null,
        DateOnly? ValidTo = null,
        string? Ground = null,
        string? Reason = null
    );

    private static Task<IResult> HandleAsync(
        Request request,
        HttpContext http,
        OnceOnly onceOnly,
        AuthorityClock zone
    )
    {
        var by = new Signature(http.User.SubjectId(), zone.Now);
        var (enrolment, errors) = Read(request, by);
        return enrolment is null
            ? FieldChecks.Refuse(http, errors)
            : onceOnly.CreateAsync(
                http,
                request,
                async transaction =>
                {
                    await EnrolmentSql.SaveAsync(
                        transaction,
                        enrolment,
                        new(EnrolmentAction.Drafted, by, enrolment.Reason)
                    );
                    return Answer.Created(
                        $"/v1/green-channel/enrolments/{enrolment.Id}",
                        EnrolmentView.Of(enrolment),
                        enrolment.Version
                    );
                }
            );
    }

    /// <summary>Pure: either the draft, or everything that is wrong with it.</summary>
    public static (Enrolment? Enrolment, IReadOnlyList<FieldError> Errors) Read(
        Request request,
        Signature by
    )
    {
        List<FieldError> errors = [.. FieldChecks.Reason(request.Reason)];
        if (!Uscc.TryParse(request.Uscc, out var uscc))
            errors.Add(
                new("uscc", "统一社会信用代码不正确", "This is no valid social credit code")
            );
        if (request.ValidFrom is null)
            errors.Add(new("validFrom", "请填写起始日期", "The first day is required"));
        if (request.ValidTo < request.ValidFrom)
            errors.Add(new("validTo", "不得早于起始日期", "It must not be before the first day"));
        if (request.EnterpriseName?.Length > 200)
            errors.Add(new("enterpriseName", "不得超过200字", "At most 200 characters"));
        var ground = WireCode.Find<EnrolmentGround>(request.Ground ?? "APPLICATION");
        if (ground is null)
            errors.Add(new("ground", "没有这一列入方式", "APPLICATION, LIST or CRITERIA"));
        if (errors.Count > 0)
            return (null, errors);
        var enrolment = new Enrolment
        {
            Id = Guid.CreateVersion7(),
            Version = 1,
            Uscc = uscc.Value,
            EnterpriseName = request.EnterpriseName ?? "",
            State = EnrolmentState.Draft,
            Ground = ground!.Value,
            Reason = request.Reason!,
            ValidFrom = request.ValidFrom!.Value,
            ValidTo = request.ValidTo,
            Drafted = by,
        };
        return (enrolment, []);
    }
}
