using Npgsql;
using RebateFlow.Approval.Cases;
using RebateFlow.Approval.Casework.Audit;
using RebateFlow.Approval.Casework.Calendars;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Approval.Channels;
using RebateFlow.Approval.Policies;
using RebateFlow.Approval.Reports;
using RebateFlow.Approval.Requests;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Checks;

/// <summary>
/// The queue of checks, the oldest first, apart from that of the cases: list, claim the next,
/// record what was found.
/// </summary>
/// <remarks>
/// Nobody checks a case that they acted on. Errors: RBF-3003 wrong query (400), 3004 wrong fields
/// (400), 3005 a token without authority (403), 3016 acted on the case (403), 3051 none such (404),
/// 3052 not claimed by you or closed (409), RBF-0412 stale, RBF-0428 without If-Match.
/// </remarks>
public static class WorkOnChecks
{
    private static readonly string[] Kinds = ["SAMPLE_BEFORE", "SAMPLE_AFTER", "RE_REVIEW"];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/v1/checks", ListAsync)
            .RequireAuthorization(Roles.AnyOfficer)
            .Produces<Page>();
        routes
            .MapPost("/v1/checks/claim", ClaimAsync)
            .RequireAuthorization(Roles.AnyOfficer)
            .Produces<CheckView>()
            .Produces(StatusCodes.Status204NoContent);
        routes
            .MapPost("/v1/checks/{id:guid}/finding", FindAsync)
            .RequireAuthorization(Roles.AnyOfficer)
            .Produces<CheckView>();
    }

    public sealed record Page(IReadOnlyList<CheckView> Items, string? NextCursor);

    /// <param name="State">OPEN (default) or CLOSED.</param>
    /// <param name="Limit">1 to 200, 50 by default.</param>
    public sealed record Query(string? State, string? Kind, string? Cursor, int? Limit);

    /// <param name="Outcome">CLEAN or IRREGULAR.</param>
    /// <param name="Found">
    /// What should not have been paid, CNY yuan; above 0 and at most what was paid when IRREGULAR.
    /// </param>
    /// <param name="Reason">What was looked at and found, 1 to 2,000 characters.</param>
    public sealed record Finding(
        string? Outcome = null,
        decimal? Found = null,
        string? Reason = null
    );

    private static async Task<IResult> ListAsync(
        [AsParameters] Query query,
        HttpContext http,
        NpgsqlDataSource database
    )
    {
        if (OfficerOf.Token(http.User) is not { } officer)
            return Problems.Of(http, Problems.NoTaxAuthority);
        CheckKey? after = null;
        var isCursor = query.Cursor is null || Cursor.TryDecode(query.Cursor, out after);
        var isKnown =
            query.State is null or "OPEN" or "CLOSED"
            && (query.Kind is null || Kinds.Contains(query.Kind));
        if (!isCursor || !isKnown || query.Limit is < 1 or > Cursor.MaximumLimit)
            return Problems.Of(http, Problems.QueryWrong);
        var take = query.Limit ?? 50;
        await using var connection = await database.OpenConnectionAsync(http.RequestAborted);
        var rows = await CaseCheckSql.ListAsync(
            connection,
            officer.TaxAuthority,
            (query.State ?? "OPEN", query.Kind),
            after,
            take + 1
        );
        var page = rows.Take(take).ToList();
        var chinese = Language.IsChinese(http);
        return TypedResults.Ok(
            new Page(
                [.. page.Select(row => CheckView.Of(row, chinese))],
                rows.Count > take
                    ? Cursor.Encode(new CheckKey(page[^1].OpenedAt, page[^1].CheckId))
                    : null
            )
        );
    }

    private static Task<IResult> ClaimAsync(
        HttpContext http,
        OnceOnly onceOnly,
        ReferenceCache references,
        AuthorityZone zone
    ) =>
        OfficerOf.Token(http.User) is not { } officer
            ? Task.FromResult<IResult>(Problems.Of(http, Problems.NoTaxAuthority))
            : onceOnly.RunAsync(
                http,
                "claim",
                async transaction =>
                {
                    var now = zone.Now;
                    if (await CaseCheckSql.NextAsync(transaction, officer, now) is not { } row)
                        return Answer.NoContent;
                    var reference = await references.NewestAsync(transaction.Connection!);
                    var until = now + reference.RoutePolicyOn(zone.Today).Lease;
                    await CaseCheckSql.ClaimAsync(transaction, row.CheckId, officer.Id, until);
                    var claimed = row with
                    {
                        ClaimedBy = officer.Id,
                        LeaseUntil = until,
                        Version = row.Version + 1,
                    };
                    return Answer.Ok(
                        CheckView.Of(claimed, Language.IsChinese(http)),
                        claimed.Version
                    );
                }
            );

    private static Task<IResult> FindAsync(
        Guid id,
        Finding request,
        HttpContext http,
        OnceOnly onceOnly,
        AuthorityZone zone
    )
    {
        if (OfficerOf.Token(http.User) is not { } officer)
            return Task.FromResult<IResult>(Problems.Of(http, Problems.NoTaxAuthority));
        if (!http.Request.Headers.ContainsKey("If-Match"))
            return Task.FromResult<IResult>(Problems.Of(http, EntityTag.Missing));
        if (!EntityTag.TryReadIfMatch(http, out var version))
            return Task.FromResult<IResult>(Problems.Of(http, EntityTag.Stale));
        if (Faults(request) is { Count: > 0 } errors)
            return FieldChecks.Refuse(http, errors);
        return onceOnly.RunAsync(
            http,
            request,
            async transaction =>
            {
                var row = await CaseCheckSql.LoadAsync(transaction, id);
                if (row is null || row.TaxAuthority != officer.TaxAuthority)
                    return Problems.Of(http, Problems.NoSuchCheck);
                if (row.Version != version)
                    return Problems.Of(http, EntityTag.Stale);
                var isMine = row.ClaimedBy == officer.Id && row.LeaseUntil > zone.Now;
                if (row.State != "OPEN" || !isMine)
                    return Problems.Of(http, Problems.CheckNotClaimed);
                if (await CaseCheckSql.HasActedAsync(transaction, row.CaseId, officer.Id))
                    return Problems.Of(http, Problems.ActedOnAnotherPost);
                if (request.Found > row.RebateCny)
                    return Problems.Of(http, Problems.FieldsWrong);
                var finding = new CheckFinding(
                    request.Outcome!,
                    request.Found ?? 0m,
                    request.Reason!
                );
                var closed = await CloseAsync(transaction, row, finding, officer, zone);
                return Answer.Ok(CheckView.Of(closed, Language.IsChinese(http)), closed.Version);
            }
        );
    }

    private static async Task<CheckRow> CloseAsync(
        NpgsqlTransaction transaction,
        CheckRow row,
        CheckFinding finding,
        Officer officer,
        AuthorityZone zone
    )
    {
        var now = zone.Now;
        var before = await ApprovalCaseSql.LoadAsync(
            transaction,
            row.CaseId,
            CancellationToken.None
        );
        var trail = new AuditTrail(row.CaseId, before!.AuditHead);
        trail.Add(
            now,
            new(officer.Id, null),
            AuditAction.CheckClosed,
            new
            {
                row.AttemptNo,
                row.CheckId,
                row.Kind,
                finding.Outcome,
                Found = finding.FoundCny.ToString(
                    "0.00",
                    System.Globalization.CultureInfo.InvariantCulture
                ),
                Reason = finding.Note,
            }
        );
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        CaseCheckSql.AddClose(batch, row.CheckId, finding, officer.Id, now);
        CaseMoveSql.AddSeal(batch, row.CaseId, (trail, now));
        ReportSql.AddActions(batch, trail, officer.TaxAuthority, zone.DateOf(now));
        await batch.ExecuteNonQueryAsync();
        return row with
        {
            State = "CLOSED",
            Outcome = finding.Outcome,
            FoundCny = finding.FoundCny,
            Note = finding.Note,
            ClaimedBy = null,
            LeaseUntil = null,
            ClosedBy = officer.Id,
            ClosedAt = now,
            Version = row.Version + 1,
        };
    }

    private static List<FieldError> Faults(Finding request)
    {
        List<FieldError> errors = [.. FieldChecks.Reason(request.Reason)];
        if (request.Outcome is not ("CLEAN" or "IRREGULAR"))
            errors.Add(new("outcome", "应为 CLEAN 或 IRREGULAR", "CLEAN or IRREGULAR is expected"));
        var found = request.Found ?? 0m;
        var fits = request.Outcome == "IRREGULAR" ? found > 0m : found == 0m;
        if (!fits || found != decimal.Round(found, 2))
            errors.Add(
                new(
                    "found",
                    "有问题时应为大于0的金额，至多两位小数；无问题时为0",
                    "Above 0 with two decimals when IRREGULAR, else 0"
                )
            );
        return errors;
    }
}
