using Npgsql;
using RebateFlow.Approval.Cases;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Approval.Casework.Checks;
using RebateFlow.Approval.Policies;
using RebateFlow.Approval.Requests;
using RebateFlow.Primitives;
using RebateFlow.ServiceDefaults;
using RebateFlow.ServiceDefaults.Idempotency;

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
            (query.State is null || WireCode.Find<CheckState>(query.State) is not null)
            && (query.Kind is null || WireCode.Find<CheckKind>(query.Kind) is not null);
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
                [.. page.Select(row => CheckView.Of(row.CaseId, row.ToCheck(), chinese))],
                rows.Count > take
                    ? Cursor.Encode(new CheckKey(page[^1].OpenedAt, page[^1].CheckId))
                    : null
            )
        );
    }

    private static Task<IResult> ClaimAsync(
        HttpContext http,
        OnceOnly onceOnly,
        CheckBooks books,
        ReferenceCache references,
        AuthorityClock zone
    ) =>
        OfficerOf.Token(http.User) is not { } officer
            ? Task.FromResult<IResult>(Problems.Of(http, Problems.NoTaxAuthority))
            : onceOnly.RunAsync(
                http,
                "claim",
                async transaction =>
                {
                    var now = zone.Now;
                    if (await CaseCheckSql.NextAsync(transaction, officer, now) is not { } next)
                        return Answer.NoContent;
                    var reference = await references.NewestAsync(transaction.Connection!);
                    var lease = reference.RoutePolicyOn(zone.Today).Lease;
                    var before = await ApprovalCaseSql.LoadAsync(
                        transaction,
                        next.CaseId,
                        http.RequestAborted
                    );
                    var command = new ClaimCheck(officer, next.CheckId, lease);
                    return await ApplyAsync(http, transaction, books, before!, (command, now));
                }
            );

    private static Task<IResult> FindAsync(
        Guid id,
        Finding request,
        HttpContext http,
        OnceOnly onceOnly,
        CheckBooks books,
        AuthorityClock zone
    )
    {
        if (OfficerOf.Token(http.User) is not { } officer)
            return Task.FromResult<IResult>(Problems.Of(http, Problems.NoTaxAuthority));
        if (!http.Request.Headers.ContainsKey("If-Match"))
            return Task.FromResult<IResult>(Problems.Of(http, EntityTag.Missing));
        if (!EntityTag.TryReadIfMatch(http, out var version))
            return Task.FromResult<IResult>(Problems.Of(http, EntityTag.Stale));
        var errors = FieldChecks.Reason(request.Reason).ToList();
        var outcome = FieldChecks.Code<CheckOutcome>("outcome", request.Outcome, errors);
        errors.AddRange(AmountFaults(request));
        if (errors.Count > 0)
            return FieldChecks.Refuse(http, errors);
        return onceOnly.RunAsync(
            http,
            request,
            async transaction =>
            {
                if (await CaseCheckSql.CaseOfAsync(transaction, id) is not { } caseId)
                    return Problems.Of(http, Problems.NoSuchCheck);
                var before = (
                    await ApprovalCaseSql.LoadAsync(transaction, caseId, http.RequestAborted)
                )!;
                if (before.TaxAuthority != officer.TaxAuthority)
                    return Problems.Of(http, Problems.NoSuchCheck);
                if (before.Case.Checks.Single(one => one.CheckId == id).Version != version)
                    return Problems.Of(http, EntityTag.Stale);
                var finding = new CheckFinding(
                    outcome!.Value,
                    request.Found ?? 0m,
                    request.Reason!
                );
                var command = new CloseCheck(officer, id, finding);
                return await ApplyAsync(http, transaction, books, before, (command, zone.Now));
            }
        );
    }

    private static async Task<Answer> ApplyAsync(
        HttpContext http,
        NpgsqlTransaction transaction,
        CheckBooks books,
        StoredCase before,
        (OfficerCommand Command, DateTimeOffset Now) asked
    )
    {
        var step = before.Case.Decide(asked.Command, asked.Now);
        if (step.Events is not [CheckEvent happened])
            return Problems.Of(http, step.Refusal!.Value);
        var change = before.After(step.Events);
        await books.WriteAsync(transaction, change, happened, http.RequestAborted);
        var check = change.After.Checks.Single(one => one.CheckId == happened.CheckId);
        var view = CheckView.Of(before.Case.CaseId, check, Language.IsChinese(http));
        return Answer.Ok(view, check.Version);
    }

    private static IEnumerable<FieldError> AmountFaults(Finding request)
    {
        var found = request.Found ?? 0m;
        var fits = request.Outcome == "IRREGULAR" ? found > 0m : found == 0m;
        if (!fits || found != decimal.Round(found, 2))
            yield return new(
                "found",
                "有问题时应为大于0的金额，至多两位小数；无问题时为0",
                "Above 0 with two decimals when IRREGULAR, else 0"
            );
    }
}
