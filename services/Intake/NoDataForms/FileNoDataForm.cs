using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Npgsql;
using RebateFlow.Intake.Checks.Doubts;
using RebateFlow.Intake.Checks.PreDeclarations;
using RebateFlow.Intake.Checks.Reference;
using RebateFlow.Intake.Feeds;
using RebateFlow.Intake.Reading;
using RebateFlow.Intake.Reference;
using RebateFlow.Intake.Requests;
using RebateFlow.Intake.Submissions;
using RebateFlow.Intake.Worlds;
using RebateFlow.Messaging.Outbox;
using RebateFlow.Primitives;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Intake.NoDataForms;

/// <summary>
/// An exporter files the form on vouchers that the authority has no data for. It closes the wait of
/// the live attempt: the doubt becomes M116, which a reviewer may pass, and the attempt is checked
/// again. When the data arrive later, they are compared all the same.
/// </summary>
/// <remarks>
/// Filing a voucher again changes nothing. What it is turned into, by policy period of the export,
/// is dated data (feed no-data-effects). Errors: RBF-1002 (400), RBF-1007 (404), RBF-1070 and
/// RBF-1071 (409).
/// </remarks>
public static class FileNoDataForm
{
    private const string Address = "/v1/pre-declarations/{id:guid}/no-data-form";
    private const int LargestBody = 1024 * 1024;
    private const int EveryDoubt = 2_000_000;

    /// <summary>The vouchers on the form of a pre-declaration.</summary>
    public sealed record Answer(
        Guid Id,
        int AttemptNo,
        string State,
        IReadOnlyList<FiledVoucher> Vouchers
    );

    /// <summary>A voucher on the form.</summary>
    /// <param name="Kind">CUSTOMS_DECLARATION, AGENCY_CERTIFICATE or INVOICE.</param>
    /// <param name="VoucherNo">Its number.</param>
    /// <param name="Reason">Why there are no data.</param>
    /// <param name="FiledOn">The day that keeps the time limit of the export.</param>
    public sealed record FiledVoucher(
        NoDataVoucherKind Kind,
        string VoucherNo,
        string Reason,
        DateOnly FiledOn
    );

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost(Address, HandleAsync)
            .RequireAuthorization(Roles.AnyExporter)
            .WithMetadata(new RequestSizeLimitAttribute(LargestBody))
            .Accepts<NoDataRequest>("application/json")
            .Produces<Answer>(StatusCodes.Status202Accepted);
        routes
            .MapGet(Address, ReadAsync)
            .RequireAuthorization(Roles.AnyExporter)
            .Produces<Answer>();
    }

    private static async Task<IResult> HandleAsync(
        Guid id,
        HttpContext http,
        World world,
        ReferenceSnapshots references,
        AuthorityClock clock
    )
    {
        var cancel = http.RequestAborted;
        using var body = await JsonBody.ReadAsync(http.Request, cancel);
        var request = body.Parse(http, RequestJson.Default.NoDataRequest, out var refusal);
        if (request is null)
            return refusal!;

        var reference = await references.ReadAsync(cancel);
        await using var connection = await world.Database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var uscc = http.User.Uscc() ?? "";
        var head = await SubmissionSql.LockAsync(transaction, id, uscc, cancel);
        if (head is null)
            return GetPreDeclaration.Unknown(http);
        if (head.StateValue != PreDeclarationState.AwaitingData)
            return NotAwaiting(http, head.State);

        var (now, today) = clock.Moment;
        var rules = await RulesAsync(connection, (id, uscc), head, (reference, today), cancel);
        if (rules.Faults(request) is { Count: > 0 } faults)
            return JsonBody.Invalid(http, faults);

        var rows = request.Vouchers.Select(voucher => RowOf(voucher, today)).ToList();
        var by = (id, uscc, http.User.SubjectId());
        var elsewhere = await NoDataFormSql.FileAsync(transaction, by, rows, now, cancel);
        if (elsewhere.Count > 0)
            return FiledElsewhere(http, elsewhere);
        await SendAsync(transaction, world.Outbox, id, cancel);
        return TypedResults.Accepted(
            $"/v1/pre-declarations/{id}",
            await AnswerAsync(connection, id, head, cancel)
        );
    }

    private static async Task SendAsync(
        NpgsqlTransaction transaction,
        IOutbox outbox,
        Guid id,
        CancellationToken cancel
    )
    {
        var waiting = await AwaitedInformationSql.FindAsync(transaction, id, cancel);
        await outbox.AddAsync(transaction, waiting.ToMessage(), waiting.Lane, cancel);
        await outbox.CommitAsync(transaction, cancel);
    }

    private static async Task<IResult> ReadAsync(Guid id, HttpContext http, World world)
    {
        var cancel = http.RequestAborted;
        await using var connection = await world.Database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var head = await SubmissionSql.LockAsync(transaction, id, http.User.Uscc() ?? "", cancel);
        return head is null
            ? GetPreDeclaration.Unknown(http)
            : TypedResults.Ok(await AnswerAsync(connection, id, head, cancel));
    }

    private static async Task<NoDataRules> RulesAsync(
        NpgsqlConnection connection,
        (Guid Id, string Uscc) of,
        PreDeclarationHead head,
        (ReferenceData Reference, DateOnly Today) on,
        CancellationToken cancel
    )
    {
        var pages = await PreDeclarationQuerySql.FindDoubtsAsync(
            connection,
            (of.Id, of.Uscc, head.AttemptNo),
            0,
            EveryDoubt,
            cancel
        );
        var document = await PreDeclarationQuerySql.FindDocumentAsync(
            connection,
            of.Id,
            head.AttemptNo,
            cancel
        );
        Doubt[] doubts = [.. pages!.Pages.SelectMany(GetDoubts.Unpack)];
        return new NoDataRules(
            PackedJson.Unpack(document, RequestJson.Default.SubmittedFiling),
            doubts,
            on.Reference,
            on.Today
        );
    }

    private static NoDataFormRow RowOf(NoDataVoucher voucher, DateOnly today) =>
        new()
        {
            Feed = NoDataVouchers.FeedOf(voucher.Kind),
            Key = CodeText.Normalize(voucher.VoucherNo),
            Reason = voucher.Reason.Trim(),
            FiledOn = today,
        };

    private static async Task<Answer> AnswerAsync(
        NpgsqlConnection connection,
        Guid id,
        PreDeclarationHead head,
        CancellationToken cancel
    )
    {
        var rows = await NoDataFormSql.FindAsync(connection, id, cancel);
        return new Answer(
            id,
            head.AttemptNo,
            head.State,
            [
                .. rows.Select(row => new FiledVoucher(
                    NoDataVouchers.KindOf(row.Feed),
                    row.Key,
                    row.Reason,
                    row.FiledOn
                )),
            ]
        );
    }

    private static ProblemHttpResult NotAwaiting(HttpContext http, string state) =>
        Problem.Of(
            http,
            Problems.NotAwaitingData,
            $"当前状态为{state}；仅在AWAITING_DATA时可以填报。",
            $"It is {state}; the form is filed while it is AWAITING_DATA."
        );

    private static ProblemHttpResult FiledElsewhere(HttpContext http, IReadOnlyList<string> keys)
    {
        var numbers = string.Join(", ", keys.Take(5));
        return Problem.Of(
            http,
            Problems.NoDataFormElsewhere,
            $"凭证{numbers}已随另一申报填报；撤回该申报或等待数据到达。",
            $"Vouchers {numbers} are on the form of another filing; withdraw that one, or wait for "
                + "the data."
        );
    }
}
