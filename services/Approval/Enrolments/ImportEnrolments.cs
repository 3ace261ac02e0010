using Npgsql;
using RebateFlow.Approval.Casework.Enrolments;
using RebateFlow.Approval.Requests;
using RebateFlow.Primitives;
using RebateFlow.ServiceDefaults;
using RebateFlow.ServiceDefaults.Idempotency;

namespace RebateFlow.Approval.Enrolments;

/// <summary>
/// A policy editor enters a whole list, such as an annex of a document. Good rows become drafts, a
/// bad one is reported by its number; another person approves each.
/// </summary>
/// <remarks>
/// Errors: RBF-3001 without Idempotency-Key, 3004 no rows, too many, or no reason (400).
/// </remarks>
public static class ImportEnrolments
{
    private const int MostRows = 1000;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/v1/green-channel/enrolments/import", HandleAsync)
            .RequireAuthorization(Roles.PolicyEditor)
            .Produces<Result>();

    /// <param name="ValidFrom">First day of rows that name none.</param>
    /// <param name="Reason">The document, 1 to 2,000 characters.</param>
    /// <param name="DryRun">Says what would come of it and changes nothing.</param>
    public sealed record Request(
        DateOnly? ValidFrom = null,
        DateOnly? ValidTo = null,
        string? Reason = null,
        bool DryRun = false,
        IReadOnlyList<Row?>? Rows = null
    );

    public sealed record Row(
        string? Uscc = null,
        string? EnterpriseName = null,
        DateOnly? ValidFrom = null,
        DateOnly? ValidTo = null
    );

    public sealed record Result(int Drafted, int Refused, IReadOnlyList<Outcome> Rows);

    /// <param name="RowNo">1 for the first row.</param>
    /// <param name="EnrolmentId">Null when the row was refused, or on a dry run.</param>
    /// <param name="Problem">
    /// Wrong fields, or the code of the refusal; null when it was taken.
    /// </param>
    public sealed record Outcome(int RowNo, string? Uscc, Guid? EnrolmentId, string? Problem);

    private static Task<IResult> HandleAsync(
        Request request,
        HttpContext http,
        OnceOnly onceOnly,
        AuthorityClock zone
    )
    {
        List<FieldError> errors = [.. FieldChecks.Reason(request.Reason)];
        if (request.Rows is null or { Count: 0 or > MostRows })
            errors.Add(new("rows", "应为1至1000行", "1 to 1,000 rows are expected"));
        if (errors.Count > 0)
            return FieldChecks.Refuse(http, errors);
        var by = new Signature(http.User.SubjectId(), zone.Now);
        return onceOnly.CreateAsync(
            http,
            request,
            async transaction =>
            {
                var outcomes = new List<Outcome>(request.Rows!.Count);
                foreach (var row in request.Rows)
                    outcomes.Add(
                        await TakeAsync(transaction, request, row ?? new(), by, zone.Today) with
                        {
                            RowNo = outcomes.Count + 1,
                        }
                    );
                var drafted = outcomes.Count(one => one.Problem is null);
                return Answer.Ok(new Result(drafted, outcomes.Count - drafted, outcomes));
            }
        );
    }

    private static async Task<Outcome> TakeAsync(
        NpgsqlTransaction transaction,
        Request request,
        Row row,
        Signature by,
        DateOnly today
    )
    {
        var (draft, faults) = DraftEnrolment.Read(
            new(
                row.Uscc,
                row.EnterpriseName,
                row.ValidFrom ?? request.ValidFrom,
                row.ValidTo ?? request.ValidTo,
                WireCode.Of(EnrolmentGround.List),
                request.Reason
            ),
            by
        );
        if (draft is null)
            return new(0, row.Uscc, null, string.Join("; ", faults.Select(Text)));
        if (await EnrolmentSql.HasOpenAsync(transaction, draft.Uscc, today))
            return new(0, row.Uscc, null, Problems.AlreadyApplied.Code);
        if (request.DryRun)
            return new(0, row.Uscc, null, null);
        var step = new EnrolmentEvent(EnrolmentAction.Drafted, by, draft.Reason);
        await EnrolmentSql.SaveAsync(transaction, draft, step);
        return new(0, row.Uscc, draft.Id, null);
    }

    private static string Text(FieldError fault) =>
        $"{fault.Field}: {fault.MessageZh} / {fault.MessageEn}";
}
