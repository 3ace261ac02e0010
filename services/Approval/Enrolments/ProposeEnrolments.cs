using RebateFlow.Approval.Casework.Enrolments;
using RebateFlow.Approval.Policies;
using RebateFlow.Approval.Requests;
using RebateFlow.ServiceDefaults;
using RebateFlow.ServiceDefaults.Idempotency;

namespace RebateFlow.Approval.Enrolments;

/// <summary>
/// Drafts enrolments for enterprises that meet all criteria; the draft says by which values.
/// Another person approves each.
/// </summary>
/// <remarks>
/// Each enterprise is judged again. Errors: RBF-3001 without Idempotency-Key, 3004 none or too many
/// named (400).
/// </remarks>
public static class ProposeEnrolments
{
    private const int Most = 200;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/v1/green-channel/enrolments/proposals", HandleAsync)
            .RequireAuthorization(Roles.PolicyEditor)
            .Produces<Result>();

    /// <param name="Usccs">1 to 200 enterprises.</param>
    public sealed record Request(IReadOnlyList<string?>? Usccs = null);

    public sealed record Result(IReadOnlyList<Outcome> Items);

    /// <param name="EnrolmentId">The draft; null when none was made.</param>
    /// <param name="Unmet">Codes of the criteria that are not met.</param>
    /// <param name="Enrolment">APPLIED, DRAFT or LIVE when one is there already.</param>
    public sealed record Outcome(
        string Uscc,
        Guid? EnrolmentId,
        IReadOnlyList<string> Unmet,
        string? Enrolment
    );

    private static Task<IResult> HandleAsync(
        Request request,
        HttpContext http,
        OnceOnly onceOnly,
        ReferenceCache references,
        AuthorityClock zone
    )
    {
        var usccs = (request.Usccs ?? []).OfType<string>().Distinct().ToList();
        if (usccs.Count is 0 or > Most)
            return FieldChecks.Refuse(
                http,
                [new("usccs", "应为1至200户企业", "1 to 200 enterprises are expected")]
            );
        var by = new Signature(http.User.SubjectId(), zone.Now);
        return onceOnly.CreateAsync(
            http,
            request,
            async transaction =>
            {
                var connection = transaction.Connection!;
                var reference = await references.NewestAsync(connection);
                var criteria = reference.EnrolmentCriteriaOn(zone.Today);
                var window = ListCandidates.WindowOf(criteria, zone);
                var records = await CandidateSql.ListAsync(connection, window, usccs, Most);
                var outcomes = new List<Outcome>();
                foreach (var record in records)
                {
                    var judged = criteria.Judge(record);
                    string[] unmet = [.. judged.Where(one => !one.Met).Select(one => one.Code)];
                    var isOpen =
                        unmet.Length == 0
                        && await EnrolmentSql.HasOpenAsync(transaction, record.Uscc, zone.Today);
                    Guid? drafted = null;
                    if (unmet.Length == 0 && !isOpen)
                    {
                        var draft = Draft(record, judged, criteria, zone.Today, by);
                        var step = new EnrolmentEvent(EnrolmentAction.Drafted, by, draft.Reason);
                        await EnrolmentSql.SaveAsync(transaction, draft, step);
                        drafted = draft.Id;
                    }
                    outcomes.Add(new(record.Uscc, drafted, unmet, record.EnrolmentState));
                }
                var known = records.Select(record => record.Uscc).ToHashSet();
                outcomes.AddRange(
                    usccs
                        .Where(one => !known.Contains(one))
                        .Select(one => new Outcome(one, null, ["NO_FILINGS"], null))
                );
                return Answer.Ok(new Result(outcomes));
            }
        );
    }

    /// <summary>Pure: the draft with the values it rests on.</summary>
    public static Enrolment Draft(
        EnterpriseRecord record,
        IReadOnlyList<Criterion> judged,
        EnrolmentCriteria criteria,
        DateOnly today,
        Signature by
    ) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            Version = 1,
            Uscc = record.Uscc,
            EnterpriseName = record.Name,
            State = EnrolmentState.Draft,
            Ground = EnrolmentGround.Criteria,
            Reason =
                $"{criteria.Version}: "
                + string.Join("; ", judged.Select(one => $"{one.Code} {one.Value} ({one.Limit})")),
            ValidFrom = today,
            ValidTo = today.AddMonths(criteria.ValidityMonths).AddDays(-1),
            Drafted = by,
        };
}
