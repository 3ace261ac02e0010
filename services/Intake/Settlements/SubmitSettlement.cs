using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Npgsql;
using RebateFlow.Intake.Checks.Rebates;
using RebateFlow.Intake.Requests;
using RebateFlow.Primitives;
using RebateFlow.ServiceDefaults;
using RebateFlow.ServiceDefaults.Idempotency;

namespace RebateFlow.Intake.Settlements;

/// <summary>
/// A production enterprise settles a processing book 进料加工核销: it names customs values by trade
/// mode, and what it declared under the book in the period is read from its own live filings. The
/// answer shows how each figure came about. Nothing takes effect before an officer registers it.
/// </summary>
/// <remarks>
/// A preview stores nothing and reports declared figures that differ; a hand-in refuses them.
/// Errors: RBF-1002 and RBF-1004 (400), RBF-1005 and RBF-1091 (422), RBF-1092 (409).
/// </remarks>
public static class SubmitSettlement
{
    private const int LargestBody = 64 * 1024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/v1/settlements/preview", PreviewAsync)
            .RequireAuthorization(Roles.Exporter)
            .WithMetadata(new RequestSizeLimitAttribute(LargestBody))
            .Accepts<SettlementRequest>("application/json")
            .Produces<SettlementView>();
        routes
            .MapPost("/v1/settlements", HandleAsync)
            .RequireAuthorization(Roles.Exporter)
            .WithMetadata(new RequestSizeLimitAttribute(LargestBody))
            .Accepts<SettlementRequest>("application/json")
            .Produces<SettlementView>(StatusCodes.Status201Created);
    }

    private static async Task<IResult> PreviewAsync(
        HttpContext http,
        NpgsqlDataSource database,
        DeclaredExportsSql declared,
        AuthorityClock clock
    )
    {
        var cancel = http.RequestAborted;
        using var body = await JsonBody.ReadAsync(http.Request, cancel);
        var request = body.Parse(http, SettlementJson.Default.SettlementRequest, out var refusal);
        if (request is null)
            return refusal!;

        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var now = clock.Now;
        var (settled, faults) = await SettleAsync(
            transaction,
            http,
            (request, now),
            declared,
            clock
        );
        if (settled is null)
            return JsonBody.Invalid(http, faults);
        var isChinese = Language.IsChinese(http);
        var row = RowOf(request, settled, (http.User.Uscc()!, "", now)) with { State = "PREVIEW" };
        return TypedResults.Ok(
            SettlementView.Of(row, isChinese) with
            {
                Id = null,
                Differences =
                [
                    .. SettlementRules
                        .Differences(request, settled)
                        .Select(fault => new FigureDifference(
                            fault.Field,
                            isChinese ? fault.MessageZh : fault.MessageEn
                        )),
                ],
            }
        );
    }

    private static async Task<IResult> HandleAsync(
        HttpContext http,
        OnceOnly onceOnly,
        DeclaredExportsSql declared,
        AuthorityClock clock
    )
    {
        using var body = await JsonBody.ReadAsync(http.Request, http.RequestAborted);
        var request = body.Parse(http, SettlementJson.Default.SettlementRequest, out var refusal);
        return request is null
            ? refusal!
            : await onceOnly.CreateAsync(
                http,
                request,
                transaction => HandInAsync(http, transaction, (request, clock.Now), declared, clock)
            );
    }

    private static async Task<Answer> HandInAsync(
        HttpContext http,
        NpgsqlTransaction transaction,
        (SettlementRequest Request, DateTimeOffset Now) of,
        DeclaredExportsSql declared,
        AuthorityClock clock
    )
    {
        var cancel = http.RequestAborted;
        var (settled, faults) = await SettleAsync(transaction, http, of, declared, clock);
        if (settled is null)
            return JsonBody.Invalid(http, faults);
        if (SettlementRules.Differences(of.Request, settled) is { Count: > 0 } differences)
            return Differs(http, differences);
        var row = RowOf(
            of.Request,
            settled,
            (http.User.Uscc() ?? "", http.User.SubjectId(), of.Now)
        );
        if (await SettledBookSql.FindOverlapAsync(transaction, row.Scope, cancel) is { } other)
            return Overlaps(http, other);

        await SettlementSql.AddAsync(transaction, row, cancel);
        await SettlementActSql.AddAsync(transaction, ActOf(row), cancel);
        return Answer.Created(
            $"/v1/settlements/{row.Id}",
            await GetSettlement.ViewAsync(http, transaction.Connection!, row)
        );
    }

    /// <summary>Computes the figures; null with what is wrong.</summary>
    private static async Task<(Settlement? Settled, IReadOnlyList<FieldError> Faults)> SettleAsync(
        NpgsqlTransaction transaction,
        HttpContext http,
        (SettlementRequest Request, DateTimeOffset Now) of,
        DeclaredExportsSql declared,
        AuthorityClock clock
    )
    {
        var cancel = http.RequestAborted;
        var request = of.Request;
        var scope = ScopeOf(request, http.User.Uscc() ?? "");
        var book = ProcessingBookNo.TryParse(scope.BookNo, out _)
            ? await SettledBookSql.LockAsync(transaction, scope, cancel)
            : null;
        var faults = SettlementRules.Faults(request, book, clock.DayOf(of.Now));
        if (faults.Count > 0)
            return (null, faults);
        var exports = await declared.FindAsync(transaction, scope, cancel);
        return (Settlement.Of([.. request.Flows.Select(flow => flow.ToFlow())], exports), []);
    }

    private static SettlementScope ScopeOf(SettlementRequest request, string uscc) =>
        new(
            uscc,
            CodeText.Normalize(request.ProcessingBookNo),
            request.PeriodStart,
            request.PeriodEnd
        );

    private static SettlementRow RowOf(
        SettlementRequest request,
        Settlement settled,
        (string Uscc, string By, DateTimeOffset At) handedIn
    ) =>
        new()
        {
            Id = Guid.CreateVersion7(handedIn.At),
            Uscc = handedIn.Uscc,
            BookNo = CodeText.Normalize(request.ProcessingBookNo),
            PeriodStart = request.PeriodStart,
            PeriodEnd = request.PeriodEnd,
            State = "HANDED_IN",
            Flows = JsonSerializer.Serialize(
                request.Flows,
                SettlementJson.Default.IReadOnlyListFlowEntry
            ),
            Lines = JsonSerializer.Serialize(
                settled.Lines,
                SettlementJson.Default.IReadOnlyListSettlementLine
            ),
            ActualImportsCny = settled.ActualImportsCny,
            ActualExportsCny = settled.ActualExportsCny,
            ActualAllocationRate = settled.ActualRate,
            DeclaredExportCny = settled.DeclaredExportCny,
            ExportLineCount = settled.ExportLineCount,
            AdjustEcrTaxCny = settled.AdjustEcrTaxCny,
            AdjustDisallowedTaxCny = settled.AdjustDisallowedTaxCny,
            HandedInBy = handedIn.By,
            HandedInAt = handedIn.At,
        };

    private static SettlementAct ActOf(SettlementRow row) =>
        new()
        {
            SettlementId = row.Id,
            Act = row.State,
            Reason = "",
            DoneBy = row.HandedInBy,
            DoneAt = row.HandedInAt,
        };

    private static ProblemHttpResult Differs(
        HttpContext http,
        IReadOnlyList<FieldError> differences
    ) =>
        Problem.Of(
            http,
            SettlementProblems.FiguresDiffer,
            "请核对列于errors的数值，或不填写，由系统计算。",
            "Check the figures listed in errors, or leave them out: they are computed.",
            differences
        );

    private static ProblemHttpResult Overlaps(HttpContext http, SettlementOverlap other)
    {
        var period = string.Create(
            CultureInfo.InvariantCulture,
            $"{other.PeriodStart:yyyy-MM-dd} – {other.PeriodEnd:yyyy-MM-dd}"
        );
        return Problem.Of(
            http,
            SettlementProblems.PeriodSettled,
            $"核销{other.Id}已包含{period}；请改用其他期间，或待其退回后重新提交。",
            $"Settlement {other.Id} covers {period}. Choose another period, or hand in again when "
                + "that one is refused."
        );
    }
}
