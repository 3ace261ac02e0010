using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Approval.Reading;
using RebateFlow.Approval.Requests;
using RebateFlow.Contracts.Intake;
using RebateFlow.Messaging;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Cases;

/// <summary>
/// Letters 函调 to the authority of a supplier: sent, extended, answered. The rebate on that
/// supplier's invoices is withheld meanwhile, the rest stays decidable.
/// </summary>
/// <remarks>
/// Once the case is approved, a large amount is released by two officers, as a hold is.
/// Errors as <see cref="ReleaseCase"/>; RBF-3004 wrong fields (400), 3021 more than is decidable,
/// 3024 one is open, 3025 too long an extension, 3026 no purchase from that supplier (409), 3023 no
/// such letter (404).
/// </remarks>
public static class Letters
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/v1/cases/{id:guid}/letters", SendAsync)
            .RequireAuthorization(Roles.AnyOfficer)
            .Produces<CaseView>();
        routes
            .MapPost("/v1/cases/{id:guid}/letters/{letterNo:int}/extension", ExtendAsync)
            .RequireAuthorization(Roles.AnyOfficer)
            .Produces<CaseView>();
        routes
            .MapPost("/v1/cases/{id:guid}/letters/{letterNo:int}/reply", AnswerAsync)
            .RequireAuthorization(Roles.AnyOfficer)
            .Produces<CaseView>();
    }

    /// <param name="SupplierTaxId">At most 20 characters, as in the purchase lines.</param>
    /// <param name="Authority">The supplier's tax authority, at most 200 characters.</param>
    /// <param name="Amount">
    /// CNY yuan to withhold; without it the rebate on the supplier's lines of the attempt.
    /// </param>
    /// <param name="Reason">What is asked and why, 1 to 2,000 characters.</param>
    public sealed record Sending(
        string? SupplierTaxId = null,
        string? Authority = null,
        string? Amount = null,
        string? Reason = null
    );

    /// <param name="DueOn">The new last day for the reply.</param>
    /// <param name="Reason">1 to 2,000 characters.</param>
    public sealed record Extension(DateOnly DueOn, string? Reason = null);

    /// <param name="Reply">NORMAL frees the amount, PROBLEM refuses it.</param>
    /// <param name="Reason">What the reply says, 1 to 2,000 characters.</param>
    public sealed record Answer(string? Reply = null, string? Reason = null);

    private static Task<IResult> SendAsync(
        Guid id,
        Sending request,
        HttpContext http,
        CaseActions actions
    )
    {
        var errors = FieldChecks.Reason(request.Reason).ToList();
        if (string.IsNullOrWhiteSpace(request.SupplierTaxId) || request.SupplierTaxId.Length > 20)
            errors.Add(new("supplierTaxId", "请填写至多20位的税号", "1 to 20 characters"));
        if (string.IsNullOrWhiteSpace(request.Authority) || request.Authority.Length > 200)
            errors.Add(new("authority", "请填写至多200字的税务机关", "1 to 200 characters"));
        if (request.Amount is not null && FieldChecks.Amount(request.Amount) is null)
            errors.Add(FieldChecks.WrongAmount);
        return errors.Count > 0
            ? FieldChecks.Refuse(http, errors)
            : actions.RunAsync(
                http,
                id,
                request,
                async at => new SendLetter(
                    at.Officer,
                    request.SupplierTaxId!,
                    request.Authority!,
                    FieldChecks.Amount(request.Amount) ?? await SupplierRebateAsync(at, request),
                    request.Reason!,
                    at.Terms
                )
            );
    }

    private static async Task<decimal> SupplierRebateAsync(Acting at, Sending request)
    {
        var content = await CaseViewSql.ContentAsync(
            at.Transaction.Connection!,
            at.Case.CaseId,
            at.Case.Filing.TaxAuthority
        );
        var lines = Payload.Unpack<Purchases>(content!).PurchaseLines;
        return lines
            .Where(line => line.SupplierTaxId == request.SupplierTaxId)
            .Sum(line => line.RebateCny);
    }

    private static Task<IResult> ExtendAsync(
        Guid id,
        int letterNo,
        Extension request,
        HttpContext http,
        CaseActions actions
    ) =>
        FieldChecks.Reason(request.Reason) is { Count: > 0 } errors
            ? FieldChecks.Refuse(http, errors)
            : actions.RunAsync(
                http,
                id,
                request,
                at => new ExtendLetter(
                    at.Officer,
                    letterNo,
                    request.DueOn,
                    request.Reason!,
                    at.Terms
                )
            );

    private static Task<IResult> AnswerAsync(
        Guid id,
        int letterNo,
        Answer request,
        HttpContext http,
        CaseActions actions
    )
    {
        var errors = FieldChecks.Reason(request.Reason).ToList();
        var reply = FieldChecks.Code<LetterReply>("reply", request.Reply, errors);
        return errors.Count > 0
            ? FieldChecks.Refuse(http, errors)
            : actions.RunAsync(
                http,
                id,
                request,
                at => new AnswerLetter(
                    at.Officer,
                    letterNo,
                    reply!.Value,
                    request.Reason!,
                    at.Terms
                )
            );
    }

    private sealed record Purchases
    {
        public required IReadOnlyList<FiledPurchaseLine> PurchaseLines { get; init; }
    }
}
