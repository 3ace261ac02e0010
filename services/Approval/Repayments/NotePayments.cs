using System.Globalization;
using Npgsql;
using RebateFlow.Approval.Casework.Repayments;
using RebateFlow.Approval.Requests;
using RebateFlow.Contracts;
using RebateFlow.ServiceDefaults;
using RebateFlow.ServiceDefaults.Idempotency;

namespace RebateFlow.Approval.Repayments;

/// <summary>
/// Payments of what is owed: the officer of the approval post notes one, another person of that
/// post or of the re-review confirms it against the treasury's list, or cancels it. Until then the
/// amount is not set off against an approval.
/// </summary>
/// <remarks>
/// Errors: RBF-3001 without Idempotency-Key, 3004 wrong fields (400), 3005 a token without
/// authority (403), 3091 the authority keeps no such ledger, 3092 no such payment (404), 3093
/// confirmed or cancelled before, 3094 above what is owed, 3096 the slip is noted already (409),
/// 3095 by whoever noted it (403).
/// </remarks>
public static class NotePayments
{
    /// <summary>Policy: who notes a payment.</summary>
    public const string Noters = "payment-noter";

    /// <summary>Policy: who confirms or cancels one.</summary>
    public const string Confirmers = "payment-confirmer";

    private const int LongestReference = 50;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/v1/repayments/{uscc}/payments", NoteAsync)
            .RequireAuthorization(Noters)
            .Produces<RepaymentView>();
        routes
            .MapPost("/v1/repayments/{uscc}/payments/{id:guid}/confirmation", ConfirmAsync)
            .RequireAuthorization(Confirmers)
            .Produces<RepaymentView>();
        routes
            .MapPost("/v1/repayments/{uscc}/payments/{id:guid}/cancellation", CancelAsync)
            .RequireAuthorization(Confirmers)
            .Produces<RepaymentView>();
    }

    /// <param name="Amount">CNY yuan, above 0, two decimals, at most what is owed.</param>
    /// <param name="Reference">Number of the payment slip 缴款书, at most 50 characters.</param>
    /// <param name="PaidOn">yyyy-MM-dd, today or earlier.</param>
    public sealed record Request(
        string? Amount = null,
        string? Reference = null,
        string? PaidOn = null
    );

    /// <param name="Reason">1 to 2,000 characters.</param>
    public sealed record Cancellation(string? Reason = null);

    private static Task<IResult> NoteAsync(
        string uscc,
        Request request,
        HttpContext http,
        PaymentActions actions,
        AuthorityClock zone
    )
    {
        var errors = new List<FieldError>();
        var amount = FieldChecks.Amount(request.Amount);
        if (amount is null)
            errors.Add(FieldChecks.WrongAmount);
        var reference = request.Reference?.Trim() ?? "";
        if (reference.Length is 0 or > LongestReference || reference.Any(char.IsControl))
            errors.Add(
                new(
                    "reference",
                    "请填写缴款书号码，至多50字",
                    "A slip number, at most 50 characters"
                )
            );
        var isDay = DateOnly.TryParseExact(
            request.PaidOn,
            "yyyy-MM-dd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var paidOn
        );
        if (!isDay || paidOn > zone.Today)
            errors.Add(
                new("paidOn", "应为今日或以前的日期 yyyy-MM-dd", "Today or earlier, as yyyy-MM-dd")
            );
        return errors.Count > 0
            ? FieldChecks.Refuse(http, errors)
            : actions.CreateAsync(
                http,
                uscc,
                request,
                new NotePayment(Guid.CreateVersion7(), amount!.Value, reference, paidOn)
            );
    }

    private static Task<IResult> ConfirmAsync(
        string uscc,
        Guid id,
        HttpContext http,
        PaymentActions actions
    ) => actions.CreateAsync(http, uscc, id, new ConfirmPayment(id));

    private static Task<IResult> CancelAsync(
        string uscc,
        Guid id,
        Cancellation request,
        HttpContext http,
        PaymentActions actions
    ) =>
        FieldChecks.Reason(request.Reason) is { Count: > 0 } errors
            ? FieldChecks.Refuse(http, errors)
            : actions.CreateAsync(
                http,
                uscc,
                (id, request),
                new CancelPayment(id, request.Reason!)
            );
}

/// <summary>What every act on payments has in common.</summary>
public sealed class PaymentActions(OnceOnly onceOnly, RepaymentBook book, AuthorityClock zone)
{
    /// <summary>Runs a command on the ledger of an exporter of the officer's authority.</summary>
    public async Task<IResult> CreateAsync(
        HttpContext http,
        string uscc,
        object request,
        RepaymentCommand command
    )
    {
        if (OfficerOf.Token(http.User) is not { } officer)
            return Problems.Of(http, Problems.NoTaxAuthority);
        try
        {
            return await onceOnly.CreateAsync(
                http,
                request,
                transaction => RunAsync(http, transaction, (uscc, officer.TaxAuthority), command)
            );
        }
        catch (PostgresException fault) when (fault.ConstraintName == "repayment_payment_reference")
        {
            return Problems.Of(http, Problems.PaymentReferenceTaken);
        }
    }

    private async Task<Answer> RunAsync(
        HttpContext http,
        NpgsqlTransaction transaction,
        (string Uscc, string Authority) of,
        RepaymentCommand command
    )
    {
        var (connection, cancel) = (transaction.Connection!, http.RequestAborted);
        var holder = await RepaymentReadSql.FindAsync(connection, of.Uscc, of.Authority);
        if (holder is null)
            return Problems.Of(http, Problems.NoSuchRepayment);
        var ledger = (await RepaymentSql.LoadAsync(transaction, of.Uscc))!;
        var step = ledger.Decide(command, book.ActorOf(http.User.SubjectId()));
        if (step.Events is not { } events)
            return Problems.Of(http, step.Refusal!.Value);
        await book.WriteAsync(transaction, ledger, events, Lanes.Ordinary, cancel);
        var entries = await RepaymentReadSql.EntriesAsync(connection, of.Uscc, zone.Today);
        return Answer.Ok(RepaymentView.Of(holder, zone.Today, entries));
    }
}
