using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Npgsql;
using RebateFlow.Intake.Checks.Rebates;
using RebateFlow.Intake.Reference;
using RebateFlow.Intake.Requests;
using RebateFlow.ServiceDefaults;
using RebateFlow.ServiceDefaults.Idempotency;

namespace RebateFlow.Intake.Settlements;

/// <summary>
/// An officer of the authority in charge registers a settlement or refuses it. From then
/// on the book counts as settled for exports of the period, its due day is met, the next summary
/// of the exporter has the adjustment to take, and the actual rate is the planned one for exports
/// from the dated day on (check setting <c>settled_rate_start</c>).
/// </summary>
/// <remarks>
/// What was declared under the book is read anew: when it has changed since the hand-in, nothing is
/// registered. Errors: RBF-1002 and RBF-1004 (400), RBF-1005 (422), RBF-1090 (404), RBF-1093 to
/// RBF-1095 (409).
/// </remarks>
public static class DecideSettlement
{
    /// <summary>Policy: officers who decide.</summary>
    public const string Policy = "settling-officer";

    private const int LargestBody = 16 * 1024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/v1/settlements/{id:guid}/registration", RegisterAsync)
            .RequireAuthorization(Policy)
            .WithMetadata(new RequestSizeLimitAttribute(LargestBody))
            .Accepts<DecisionRequest>("application/json")
            .Produces<SettlementView>();
        routes
            .MapPost("/v1/settlements/{id:guid}/refusal", RefuseAsync)
            .RequireAuthorization(Policy)
            .WithMetadata(new RequestSizeLimitAttribute(LargestBody))
            .Accepts<DecisionRequest>("application/json")
            .Produces<SettlementView>();
    }

    private static Task<IResult> RegisterAsync(
        Guid id,
        HttpContext http,
        OnceOnly onceOnly,
        DeclaredExportsSql declared,
        ReferenceSnapshots references,
        AuthorityClock clock
    ) =>
        DecideAsync(
            (id, "REGISTERED"),
            http,
            onceOnly,
            clock,
            async (transaction, row, book, decided) =>
            {
                var cancel = http.RequestAborted;
                var exports = await declared.FindAsync(transaction, row.Scope, cancel);
                var now = Settlement.Of(
                    [.. row.ReadFlows().Select(flow => flow.ToFlow())],
                    exports
                );
                if (SettlementRules.Changes(row, now) is { Count: > 0 } changes)
                    return Changed(http, changes);
                var today = clock.DayOf(decided.At);
                var limits = (await references.ReadAsync(cancel)).Settings.On(today);
                var from = limits.SettledRateFrom(row.PeriodEnd, today);
                var effect = (from, book?.SettleBy);
                await SettlementSql.RegisterAsync(transaction, row.Id, decided, effect, cancel);
                await SettlementSql.AddSharesAsync(transaction, row.Id, now.Shares, cancel);
                return null;
            }
        );

    private static Task<IResult> RefuseAsync(
        Guid id,
        HttpContext http,
        OnceOnly onceOnly,
        AuthorityClock clock
    ) =>
        DecideAsync(
            (id, "REFUSED"),
            http,
            onceOnly,
            clock,
            async (transaction, row, _, decided) =>
            {
                await SettlementSql.RefuseAsync(transaction, row.Id, decided, http.RequestAborted);
                return null;
            }
        );

    private static async Task<IResult> DecideAsync(
        (Guid Id, string Act) of,
        HttpContext http,
        OnceOnly onceOnly,
        AuthorityClock clock,
        Func<
            NpgsqlTransaction,
            SettlementRow,
            SettledBookRow?,
            (string By, DateTimeOffset At),
            Task<ProblemHttpResult?>
        > apply
    )
    {
        using var body = await JsonBody.ReadAsync(http.Request, http.RequestAborted);
        var request = body.Parse(http, SettlementJson.Default.DecisionRequest, out var refusal);
        if (request is null)
            return refusal!;
        var reason = (request.Reason ?? "").Trim();
        if (SettlementRules.ReasonFaults(reason, of.Act == "REFUSED") is { Count: > 0 } faults)
            return JsonBody.Invalid(http, faults);

        return await onceOnly.CreateAsync(http, request, ActAsync);

        async Task<Answer> ActAsync(NpgsqlTransaction transaction)
        {
            var (cancel, connection) = (http.RequestAborted, transaction.Connection!);
            var (reader, by) = (GetSettlement.Reader(http), http.User.SubjectId());
            if (await SettlementSql.FindAsync(connection, of.Id, reader, cancel) is not { } seen)
                return GetSettlement.Unknown(http);
            var book = await SettledBookSql.LockAgainstChecksAsync(transaction, seen.Scope, cancel);
            var row = (await SettlementSql.FindAsync(connection, of.Id, reader, cancel))!;
            if (row.State != "HANDED_IN")
                return Decided(http, row.State);
            if (row.HandedInBy == by)
                return SamePerson(http);
            var at = clock.Now;
            if (await apply(transaction, row, book, (by, at)) is { } refused)
                return refused;
            await SettlementActSql.AddAsync(transaction, ActOf(of, reason, (by, at)), cancel);
            var after = (await SettlementSql.FindAsync(connection, of.Id, reader, cancel))!;
            return Answer.Ok(await GetSettlement.ViewAsync(http, connection, after));
        }
    }

    private static SettlementAct ActOf(
        (Guid Id, string Act) of,
        string reason,
        (string By, DateTimeOffset At) done
    ) =>
        new()
        {
            SettlementId = of.Id,
            Act = of.Act,
            Reason = reason,
            DoneBy = done.By,
            DoneAt = done.At,
        };

    private static ProblemHttpResult Decided(HttpContext http, string state) =>
        Problem.Of(
            http,
            SettlementProblems.Decided,
            $"当前状态为{state}，请重新读取。",
            $"It is {state}; read it again."
        );

    private static ProblemHttpResult SamePerson(HttpContext http) =>
        Problem.Of(
            http,
            SettlementProblems.SamePerson,
            "请由另一人处理。",
            "Another person has to decide."
        );

    private static ProblemHttpResult Changed(HttpContext http, IReadOnlyList<FieldError> changes) =>
        Problem.Of(
            http,
            SettlementProblems.FiguresChanged,
            "请退回，由企业重新提交；有变动的数值列于errors。",
            "Refuse it, so that the exporter hands in again. The figures are listed in errors.",
            changes
        );
}
