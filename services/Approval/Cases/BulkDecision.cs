using Npgsql;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Approval.Requests;
using RebateFlow.Primitives;
using RebateFlow.ServiceDefaults;
using RebateFlow.ServiceDefaults.Idempotency;

namespace RebateFlow.Approval.Cases;

/// <summary>
/// Approves clean green cases together 批量核准. Each is claimed and decided on its own, in its own
/// version, with its own entry in its own trail.
/// </summary>
/// <remarks>
/// Clean: green, no doubt open, nothing on hold and no letter out. ALL decides all of them or none;
/// EACH decides those that can be and says of the others why not. At a post before the last one a
/// decision is a proposal, as ever.
/// Errors: RBF-3001 without Idempotency-Key, 3004 wrong fields (400), 3080 ALL and one of them
/// cannot be decided (409), with a line for each.
/// </remarks>
public static class BulkDecision
{
    /// <summary>Cases in one request.</summary>
    private const int Most = 200;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/v1/cases/bulk-decision", HandleAsync)
            .RequireAuthorization(Roles.AnyOfficer)
            .Produces<Result>();

    /// <param name="Mode">ALL or EACH.</param>
    /// <param name="Decision">APPROVE; whatever else has to be decided case by case.</param>
    /// <param name="Reason">At most 2,000 characters; may be left out.</param>
    /// <param name="Cases">1 to 200, each once.</param>
    public sealed record Request(
        string? Mode = null,
        string? Decision = null,
        string? Reason = null,
        IReadOnlyList<Item>? Cases = null
    );

    /// <param name="Version">The version that the officer has seen, as in its ETag.</param>
    public sealed record Item(Guid Id, long Version);

    /// <param name="Decided">Cases approved or proposed for approval.</param>
    public sealed record Result(int Decided, int Refused, IReadOnlyList<Line> Cases);

    /// <param name="State">State after the request; null when it was refused.</param>
    /// <param name="Code">Why it was refused, as a problem code; null when it was not.</param>
    public sealed record Line(Guid Id, string? State, long? Version, string? Code, string? Title);

    private enum Mode
    {
        All,
        Each,
    }

    private static async Task<IResult> HandleAsync(
        Request request,
        HttpContext http,
        CaseActions actions,
        OnceOnly onceOnly
    )
    {
        if (await actions.EnterAsync(http) is not { } officer)
            return Problems.Of(http, Problems.NoTaxAuthority);
        var errors = new List<FieldError>();
        var mode = FieldChecks.Code<Mode>("mode", request.Mode, errors);
        errors.AddRange(Check(request));
        if (errors.Count > 0)
            return await FieldChecks.Refuse(http, errors);
        return await onceOnly.CreateAsync(
            http,
            request,
            transaction => DecideAsync(http, transaction, (request, officer, mode!.Value), actions)
        );
    }

    private static List<FieldError> Check(Request request)
    {
        var errors = new List<FieldError>();
        if (request.Decision != WireCode.Of(Decision.Approve))
            errors.Add(new("decision", "只能为 APPROVE", "Only APPROVE is taken"));
        if (request.Reason is { Length: > 0 } reason)
            errors.AddRange(FieldChecks.Reason(reason));
        if (request.Cases is not { Count: >= 1 and <= Most } cases)
            errors.Add(new("cases", "应为1至200件", "1 to 200 cases are expected"));
        else if (cases.DistinctBy(one => one?.Id).Count() < cases.Count || cases.Contains(null!))
            errors.Add(new("cases", "案件不得重复或为空", "Each case once, and none is null"));
        return errors;
    }

    private static async Task<Answer> DecideAsync(
        HttpContext http,
        NpgsqlTransaction transaction,
        (Request Request, Officer Officer, Mode Mode) asked,
        CaseActions actions
    )
    {
        var (request, officer, mode) = asked;
        var verdict = new Verdict(Decision.Approve, request.Reason ?? "");
        var results = new Dictionary<Guid, (ApprovalCase? After, ProblemCode? Refusal)>();
        // In the order of their ids, as nobody else locks several cases in another one; all of them
        // ahead of the accounts of their exporters.
        await ApprovalCaseSql.LockAllAsync(transaction, [.. request.Cases!.Select(one => one.Id)]);
        foreach (var item in request.Cases!.OrderBy(one => one.Id))
            results[item.Id] = await actions.DecideInBulkAsync(
                transaction,
                item,
                (verdict, officer),
                http.RequestAborted
            );
        var chinese = Language.IsChinese(http);
        if (mode == Mode.All && results.Values.Any(one => one.Refusal is not null))
            return Problem.Of(
                http,
                Problems.BulkRefused,
                "整批未办理，请去掉或处理下列案件后重试",
                "Nothing was decided; leave these out or mend them, and send it again",
                [
                    .. request
                        .Cases!.Select((item, index) => (index, results[item.Id].Refusal))
                        .Where(one => one.Refusal is not null)
                        .Select(one => new FieldError(
                            $"cases[{one.index}]",
                            $"{one.Refusal!.Code} {one.Refusal.TitleZh}",
                            $"{one.Refusal.Code} {one.Refusal.TitleEn}"
                        )),
                ]
            );
        var lines = request
            .Cases!.Select(item => LineOf(item.Id, results[item.Id], chinese))
            .ToList();
        var refused = lines.Count(line => line.Code is not null);
        return Answer.Ok(new Result(lines.Count - refused, refused, lines));
    }

    private static Line LineOf(
        Guid id,
        (ApprovalCase? After, ProblemCode? Refusal) result,
        bool chinese
    ) =>
        result.After is { } after
            ? new(id, WireCode.Of(after.State), after.Version, null, null)
            : new(
                id,
                null,
                null,
                result.Refusal!.Code,
                chinese ? result.Refusal.TitleZh : result.Refusal.TitleEn
            );
}
