using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Npgsql;
using RebateFlow.Contracts.Intake;
using RebateFlow.Intake.Checks.PreDeclarations;
using RebateFlow.Intake.Feeds;
using RebateFlow.Intake.NoDataForms;
using RebateFlow.Intake.Reading;
using RebateFlow.Intake.Rechecks;
using RebateFlow.Intake.Requests;
using RebateFlow.Intake.Submissions;
using RebateFlow.Intake.Vouchers;
using RebateFlow.Intake.Worlds;
using RebateFlow.Primitives;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Intake.Withdrawals;

/// <summary>
/// An exporter takes a pre-declaration back before it is decided. Declared in error frees its
/// vouchers; a waiver does not. Doing it again changes nothing and is answered alike.
/// </summary>
/// <remarks>Errors: RBF-1007 (404), RBF-1009 (409), RBF-1002 (400).</remarks>
public static class WithdrawPreDeclaration
{
    private const int LongestReason = 500;
    private const int LargestBody = 16 * 1024;

    /// <summary>Body of the request.</summary>
    public sealed record Request
    {
        /// <summary>ERROR or WAIVER.</summary>
        [JsonConverter(typeof(WireCodeJsonConverter<WithdrawalKind>))]
        public required WithdrawalKind Kind { get; init; }

        /// <summary>The exporter's reason, at most 500 characters; may be empty.</summary>
        public string? Reason { get; init; }
    }

    /// <summary>Answer: the pre-declaration is withdrawn.</summary>
    public sealed record Answer(Guid Id, string State, string Kind);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/v1/pre-declarations/{id:guid}/withdrawal", HandleAsync)
            .RequireAuthorization(Roles.AnyExporter)
            .WithMetadata(new RequestSizeLimitAttribute(LargestBody))
            .Accepts<Request>("application/json")
            .Produces<Answer>();

    private static async Task<IResult> HandleAsync(
        Guid id,
        HttpContext http,
        World world,
        CheckFollowers followers,
        TimeProvider clock
    )
    {
        var cancel = http.RequestAborted;
        using var body = await JsonBody.ReadAsync(http.Request, cancel);
        var request = body.Parse(http, RequestJson.Default.Request, out var refusal);
        if (request is null)
            return refusal!;
        var reason = request.Reason ?? "";
        if (reason.Length > LongestReason || reason.Any(char.IsControl))
            return InvalidReason(http);

        var kind = WireCode.Of(request.Kind);
        await using var connection = await world.Database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var own = http.User.Uscc() ?? "";
        var head = await SubmissionSql.LockAsync(transaction, id, own, cancel);
        if (head is null)
            return GetPreDeclaration.Unknown(http);
        if (head.WithdrawalKind == kind)
            return TypedResults.Ok(new Answer(id, head.State, kind));
        if (!PreDeclaration.IsWithdrawable(head.StateValue))
            return Refused(http, head);

        if (await StandsUnderAsync(transaction, id, cancel) is { } standing)
            return Refused(http, standing);

        var message = new PreDeclarationWithdrawn
        {
            PreDeclarationId = id,
            AttemptNo = head.AttemptNo,
            Kind = kind,
            Reason = reason,
            WithdrawnAt = clock.GetUtcNow(),
        };
        var (lane, isHeard) = await WithdrawalSql.StoreAsync(transaction, message, cancel);
        await GivenBackSql.EndAsync(transaction, id, cancel);
        if (request.Kind == WithdrawalKind.Error)
        {
            await VoucherUseSql.ReleaseAsync(transaction, id, cancel);
            await NoDataFormSql.ReleaseAsync(transaction, id, cancel);
        }
        await MonthSql.EndAsync(transaction, id, cancel);
        await followers.Stale.NoteAsync(transaction, world.Outbox, cancel);
        await SplitLineWaitsSql.WakeAsync(transaction, world.Outbox, id, cancel);
        await world.Outbox.AddAsync(transaction, message, lane, cancel);
        await world.Outbox.CommitAsync(transaction, cancel);
        await followers.Notifier.TellAsync(isHeard ? [id] : []);
        var state = WireCode.Of(PreDeclarationState.Withdrawn);
        return TypedResults.Ok(new Answer(id, state, kind));
    }

    /// <summary>
    /// Nothing is pulled away from under another filing: neither the original of an offset nor an
    /// offset whose goods were declared again.
    /// </summary>
    private static async Task<(string Zh, string En)?> StandsUnderAsync(
        NpgsqlTransaction transaction,
        Guid id,
        CancellationToken cancel
    )
    {
        if (await GivenBackSql.TakenBackByAsync(transaction, id, cancel) is { } offset)
            return (
                $"申报{offset}正在冲减本申报，请先撤回该申报。",
                $"Filing {offset} takes this one back; withdraw that one first."
            );
        return await GivenBackSql.DeclaredAgainAsync(transaction, id, cancel) is { } voucher
            ? (
                $"凭证{voucher}已凭本次冲减重新申报，请先撤回重新申报的那一份。",
                $"What this gave back of {voucher} was declared again; withdraw that filing first."
            )
            : null;
    }

    private static ProblemHttpResult Refused(HttpContext http, (string Zh, string En) detail) =>
        Problem.Of(http, Problems.NotWithdrawable, detail.Zh, detail.En);

    private static ProblemHttpResult InvalidReason(HttpContext http) =>
        JsonBody.Invalid(
            http,
            [
                new FieldError(
                    "reason",
                    $"至多{LongestReason}个字符，不得含控制字符",
                    $"has at most {LongestReason} characters, none of them a control character"
                ),
            ]
        );

    private static ProblemHttpResult Refused(HttpContext http, PreDeclarationHead head) =>
        Problem.Of(
            http,
            Problems.NotWithdrawable,
            head.WithdrawalKind is { } kind
                ? $"已按{kind}撤回，不能改变撤回种类。"
                : $"当前状态为{head.State}，已有结果的预申报不能撤回。",
            head.WithdrawalKind is { } earlier
                ? $"It was withdrawn as {earlier} already; the kind cannot be changed."
                : $"It is {head.State}; what is decided can no longer be withdrawn."
        );
}
