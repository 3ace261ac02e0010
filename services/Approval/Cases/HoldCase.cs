using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Approval.Reading;
using RebateFlow.Approval.Requests;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Cases;

/// <summary>
/// An officer holds a case 暂不办理 on one of the five grounds: as a whole, an amount of it on
/// account of another business, or nothing against a guarantee; or refers it to inspection 移送稽查.
/// </summary>
/// <remarks>
/// A hold takes a green case out of the green channel. Once the case is approved, a large amount is
/// released by two officers: the first request proposes, the second one, by another, releases.
/// Errors as <see cref="ReleaseCase"/>; RBF-3004 wrong fields (400), 3021 more than is decidable
/// (409), 3082 the second officer is missing (403).
/// </remarks>
public static class HoldCase
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/v1/cases/{id:guid}/hold", HoldAsync)
            .RequireAuthorization(Roles.AnyOfficer)
            .Produces<CaseView>();
        routes
            .MapPost("/v1/cases/{id:guid}/referral", ReferAsync)
            .RequireAuthorization(Roles.AnyOfficer)
            .Produces<CaseView>();
        routes
            .MapPost("/v1/cases/{id:guid}/hold-release", ReleaseAsync)
            .RequireAuthorization(Roles.AnyOfficer)
            .Produces<CaseView>();
    }

    /// <param name="Ground">
    /// INSPECTION_CASE, SMUGGLING_CASE, IMPORT_DATA_DIFFER, LOW_RATE_GOODS or SUPPLIER_SUSPICION.
    /// </param>
    /// <param name="Scope">WHOLE_CASE, AMOUNT or GUARANTEE.</param>
    /// <param name="Amount">CNY yuan, above 0; for AMOUNT and GUARANTEE only.</param>
    /// <param name="Reference">
    /// The other business or the guarantee, at most 200 characters; needed for those.
    /// </param>
    /// <param name="Reason">1 to 2,000 characters.</param>
    public sealed record Request(
        string? Ground = null,
        string? Scope = null,
        string? Amount = null,
        string? Reference = null,
        string? Reason = null
    );

    /// <param name="Reference">File number at inspection, at most 200 characters.</param>
    /// <param name="Reason">1 to 2,000 characters.</param>
    public sealed record Referral(string? Reference = null, string? Reason = null);

    /// <param name="HoldNo">Number of the hold in the case.</param>
    /// <param name="Reason">1 to 2,000 characters.</param>
    public sealed record Release(int HoldNo = 0, string? Reason = null);

    private static Task<IResult> HoldAsync(
        Guid id,
        Request request,
        HttpContext http,
        CaseActions actions
    )
    {
        var (hold, errors) = Read(request);
        return hold is null
            ? FieldChecks.Refuse(http, errors)
            : actions.RunAsync(
                http,
                id,
                request,
                at => new PlaceHold(at.Officer, hold, request.Reason!, at.Terms)
            );
    }

    private static Task<IResult> ReferAsync(
        Guid id,
        Referral request,
        HttpContext http,
        CaseActions actions
    )
    {
        var errors = FieldChecks.Reason(request.Reason).ToList();
        if (string.IsNullOrWhiteSpace(request.Reference) || request.Reference.Length > 200)
            errors.Add(ReferenceWrong);
        if (errors.Count > 0)
            return FieldChecks.Refuse(http, errors);
        var hold = new Hold(
            0,
            HoldGround.InspectionCase,
            HoldScope.WholeCase,
            0m,
            request.Reference!
        );
        return actions.RunAsync(
            http,
            id,
            request,
            at => new PlaceHold(at.Officer, hold, request.Reason!, at.Terms, IsReferral: true)
        );
    }

    private static Task<IResult> ReleaseAsync(
        Guid id,
        Release request,
        HttpContext http,
        CaseActions actions
    ) =>
        FieldChecks.Reason(request.Reason) is { Count: > 0 } errors
            ? FieldChecks.Refuse(http, errors)
            : actions.RunAsync(
                http,
                id,
                request,
                at => new ReleaseHold(at.Officer, request.HoldNo, request.Reason!, at.Terms)
            );

    private static readonly FieldError ReferenceWrong = new(
        "reference",
        "请填写文号，至多200字",
        "A reference of 1 to 200 characters is required"
    );

    private static (Hold? Hold, IReadOnlyList<FieldError> Errors) Read(Request request)
    {
        var errors = FieldChecks.Reason(request.Reason).ToList();
        var ground = FieldChecks.Code<HoldGround>("ground", request.Ground, errors);
        var scope = FieldChecks.Code<HoldScope>("scope", request.Scope, errors);
        var isWhole = scope == HoldScope.WholeCase;
        var amount = FieldChecks.Amount(request.Amount);
        if (scope is not null && (isWhole ? request.Amount is not null : amount is null))
            errors.Add(FieldChecks.WrongAmount);
        var reference = request.Reference ?? "";
        if ((!isWhole && string.IsNullOrWhiteSpace(reference)) || reference.Length > 200)
            errors.Add(ReferenceWrong);
        return errors.Count > 0
            ? (null, errors)
            : (new Hold(0, ground!.Value, scope!.Value, amount ?? 0m, reference), errors);
    }
}
