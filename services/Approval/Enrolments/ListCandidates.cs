using Npgsql;
using RebateFlow.Approval.Casework.Enrolments;
using RebateFlow.Approval.Policies;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Enrolments;

/// <summary>
/// Exporters held against the criteria of enrolment, the largest first: whom to propose, and which
/// enrolled one no longer meets them.
/// </summary>
/// <remarks>Errors: RBF-3003 wrong code or limit (400).</remarks>
public static class ListCandidates
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/v1/green-channel/candidates", HandleAsync)
            .RequireAuthorization(Roles.AnyPolicy)
            .Produces<Page>();

    /// <param name="CriteriaVersion">Version of the criteria in force.</param>
    public sealed record Page(string CriteriaVersion, IReadOnlyList<Candidate> Items);

    /// <param name="Enrolment">APPLIED, DRAFT or LIVE; null when there is none.</param>
    /// <param name="Filings">Filings whose exports were added up.</param>
    public sealed record Candidate(
        string Uscc,
        string Name,
        string TaxAuthority,
        bool MeetsAll,
        string? Enrolment,
        int Filings,
        IReadOnlyList<CriterionView> Criteria
    );

    public sealed record CriterionView(
        string Code,
        bool Met,
        string Value,
        string Limit,
        string Text
    );

    /// <param name="Uscc">One enterprise only.</param>
    /// <param name="MeetsAll">Only those that meet all criteria, or only those that do not.</param>
    /// <param name="Limit">Enterprises that are looked at, 1 to 200; 50 by default.</param>
    public sealed record Query(string? Uscc, bool? MeetsAll, int? Limit);

    private static async Task<IResult> HandleAsync(
        [AsParameters] Query query,
        HttpContext http,
        NpgsqlDataSource database,
        ReferenceCache references,
        AuthorityClock zone
    )
    {
        if (query.Limit is < 1 or > Cursor.MaximumLimit)
            return Problems.Of(http, Problems.QueryWrong);
        await using var connection = await database.OpenConnectionAsync(http.RequestAborted);
        var criteria = (await references.NewestAsync(connection)).EnrolmentCriteriaOn(zone.Today);
        var records = await CandidateSql.ListAsync(
            connection,
            WindowOf(criteria, zone),
            query.Uscc is { } uscc ? [uscc] : null,
            query.Limit ?? 50
        );
        var chinese = Language.IsChinese(http);
        return TypedResults.Ok(
            new Page(
                criteria.Version,
                [
                    .. records
                        .Select(record => ToCandidate(record, criteria.Judge(record), chinese))
                        .Where(one => query.MeetsAll is null || one.MeetsAll == query.MeetsAll),
                ]
            )
        );
    }

    public static CandidateWindow WindowOf(EnrolmentCriteria criteria, AuthorityClock zone) =>
        new(
            zone.Today,
            zone.StartOf(zone.Today.AddMonths(-criteria.ExportMonths)),
            zone.StartOf(zone.Today.AddMonths(-criteria.CleanMonths)),
            criteria.GraveWatchlistLevel
        );

    private static Candidate ToCandidate(
        EnterpriseRecord record,
        IReadOnlyList<Criterion> criteria,
        bool chinese
    ) =>
        new(
            record.Uscc,
            record.Name,
            record.TaxAuthority,
            criteria.All(one => one.Met),
            record.EnrolmentState,
            record.Filings,
            [
                .. criteria.Select(one => new CriterionView(
                    one.Code,
                    one.Met,
                    one.Value,
                    one.Limit,
                    one.Text.In(chinese)
                )),
            ]
        );
}
