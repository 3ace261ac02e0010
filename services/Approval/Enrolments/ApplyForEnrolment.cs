using RebateFlow.Approval.Casework.Enrolments;
using RebateFlow.Approval.Requests;
using RebateFlow.Primitives;
using RebateFlow.ServiceDefaults;
using RebateFlow.ServiceDefaults.Idempotency;

namespace RebateFlow.Approval.Enrolments;

/// <summary>
/// An enterprise asks for the green channel, or an officer on its behalf; it reads what became of
/// its applications.
/// </summary>
/// <remarks>
/// Errors: RBF-3001 without Idempotency-Key, 3004 wrong fields (400), 3035 an application, a draft
/// or a live enrolment is there (409).
/// </remarks>
public static class ApplyForEnrolment
{
    /// <summary>Policy: exporters for themselves, officers on behalf of one.</summary>
    public const string Applicants = "approval.applicants";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/v1/green-channel/applications", HandleAsync)
            .RequireAuthorization(Applicants)
            .Produces<Application>(StatusCodes.Status201Created);
        routes
            .MapGet("/v1/green-channel/applications", ListAsync)
            .RequireAuthorization(Roles.Exporter)
            .Produces<Page>();
    }

    /// <param name="Uscc">Only for officers; an exporter asks for itself.</param>
    /// <param name="EnterpriseName">At most 200 characters; may be left out.</param>
    /// <param name="ValidFrom">First day that is wished for; today without it.</param>
    /// <param name="Reason">1 to 2,000 characters.</param>
    public sealed record Request(
        string? Uscc = null,
        string? EnterpriseName = null,
        DateOnly? ValidFrom = null,
        string? Reason = null
    );

    /// <summary>What an exporter may know of its own application.</summary>
    /// <param name="State">APPLIED, DRAFT, LIVE or ENDED.</param>
    public sealed record Application(
        Guid Id,
        string Uscc,
        string State,
        string Reason,
        DateOnly ValidFrom,
        DateOnly? ValidTo,
        DateTimeOffset AppliedAt
    )
    {
        /// <summary>Why it was declined; null when it was not.</summary>
        public required string? DeclinedReason { get; init; }

        public static Application Of(Enrolment enrolment) =>
            new(
                enrolment.Id,
                enrolment.Uscc,
                WireCode.Of(enrolment.State),
                enrolment.Reason,
                enrolment.ValidFrom,
                enrolment.ValidTo,
                (enrolment.Applied ?? enrolment.Drafted).At
            )
            {
                DeclinedReason =
                    enrolment.EndCause == EndCause.Declined ? enrolment.EndedReason : null,
            };
    }

    public sealed record Page(IReadOnlyList<Application> Items);

    private static Task<IResult> HandleAsync(
        Request request,
        HttpContext http,
        OnceOnly onceOnly,
        AuthorityClock zone
    )
    {
        var (enrolment, errors) = Read(
            request,
            http.User.Uscc(),
            new(http.User.SubjectId(), zone.Now),
            zone.Today
        );
        return enrolment is null
            ? FieldChecks.Refuse(http, errors)
            : onceOnly.CreateAsync(
                http,
                request,
                async transaction =>
                {
                    if (await EnrolmentSql.HasOpenAsync(transaction, enrolment.Uscc, zone.Today))
                        return Problems.Of(http, Problems.AlreadyApplied);
                    await EnrolmentSql.SaveAsync(
                        transaction,
                        enrolment,
                        new(EnrolmentAction.Applied, enrolment.Drafted, enrolment.Reason)
                    );
                    return Answer.Created(
                        "/v1/green-channel/applications",
                        Application.Of(enrolment),
                        enrolment.Version
                    );
                }
            );
    }

    private static async Task<IResult> ListAsync(HttpContext http, Npgsql.NpgsqlDataSource database)
    {
        await using var connection = await database.OpenConnectionAsync(http.RequestAborted);
        var own = http.User.Uscc() is { Length: > 0 } uscc
            ? await EnrolmentSql.ListAsync(connection, new(uscc, null, null, 200))
            : [];
        return TypedResults.Ok(
            new Page([.. own.Where(one => one.Applied is not null).Select(Application.Of)])
        );
    }

    /// <summary>Pure: either the application, or everything that is wrong with it.</summary>
    /// <param name="own">The exporter's own code; null for an officer.</param>
    public static (Enrolment? Enrolment, IReadOnlyList<FieldError> Errors) Read(
        Request request,
        string? own,
        Signature by,
        DateOnly today
    )
    {
        List<FieldError> errors = [.. FieldChecks.Reason(request.Reason)];
        var asked = request.Uscc ?? own;
        if (!Uscc.TryParse(asked, out var uscc) || (own is not null && asked != own))
            errors.Add(
                new(
                    "uscc",
                    "统一社会信用代码不正确，或不是本企业的代码",
                    "This is no valid social credit code, or not your own"
                )
            );
        if (request.EnterpriseName?.Length > 200)
            errors.Add(new("enterpriseName", "不得超过200字", "At most 200 characters"));
        if (request.ValidFrom < today)
            errors.Add(new("validFrom", "不得早于今天", "It must not be before today"));
        if (errors.Count > 0)
            return (null, errors);
        var enrolment = new Enrolment
        {
            Id = Guid.CreateVersion7(),
            Version = 1,
            Uscc = uscc.Value,
            EnterpriseName = request.EnterpriseName ?? "",
            State = EnrolmentState.Applied,
            Ground = EnrolmentGround.Application,
            Reason = request.Reason!,
            ValidFrom = request.ValidFrom ?? today,
            ValidTo = null,
            Applied = by,
            Drafted = by,
        };
        return (enrolment, []);
    }
}
