using Npgsql;
using RebateFlow.Approval.Casework.Enrolments;
using RebateFlow.Approval.Casework.Policies;
using RebateFlow.Approval.Requests;
using RebateFlow.Contracts;
using RebateFlow.Messaging.Outbox;
using RebateFlow.ServiceDefaults;
using RebateFlow.ServiceDefaults.Idempotency;

namespace RebateFlow.Approval.Policies;

/// <summary>
/// A draft is simulated over past cases, approved by a second person, activated, or discarded.
/// </summary>
/// <remarks>
/// Errors: RBF-3004 wrong days (400), 3040 none such (404), 3041 not a draft, 3042 not approved,
/// 3043 closed already, 3044 not simulated, 3045 it begins in the past, 3046 its version or first
/// day is taken (409), 3033 drafted by oneself (403), RBF-0412 stale, RBF-0428 without If-Match.
/// </remarks>
public static class ActOnPolicyDraft
{
    private const string Draft = "/v1/green-channel/policies/drafts/{id:guid}";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost($"{Draft}/simulation", SimulateAsync)
            .RequireAuthorization(Roles.AnyPolicy)
            .Produces<PolicyDraftView>();
        routes
            .MapPost($"{Draft}/approval", ApproveAsync)
            .RequireAuthorization(Roles.PolicyApprover)
            .Produces<PolicyDraftView>();
        routes
            .MapPost($"{Draft}/activation", ActivateAsync)
            .RequireAuthorization(Roles.AnyPolicy)
            .Produces<PolicyDraftView>();
        routes
            .MapPost($"{Draft}/discarding", DiscardAsync)
            .RequireAuthorization(Roles.AnyPolicy)
            .Produces<PolicyDraftView>();
    }

    private static Task<IResult> SimulateAsync(
        Guid id,
        SimulatePolicy.Request request,
        HttpContext http,
        PolicyActions actions,
        ReferenceCache references,
        AuthorityClock zone
    ) =>
        SimulatePolicy.Read(request, zone.Today) is not { } days
            ? FieldChecks.Refuse(
                http,
                [new("from", "期间应为1至366天且不晚于今天", "1 to 366 days up to today")]
            )
            : actions.RunAsync(
                http,
                id,
                request,
                async (transaction, draft, by) =>
                {
                    if (draft.Kind != PolicyKind.GreenChannel)
                        return (null, PolicyRefusal.NotDraft);
                    var reference = await references.NewestAsync(transaction.Connection!);
                    var result = await SimulatePolicy.RunAsync(transaction, draft, reference, days);
                    return draft.Simulate(by, result);
                }
            );

    private static Task<IResult> ApproveAsync(Guid id, HttpContext http, PolicyActions actions) =>
        actions.RunAsync(
            http,
            id,
            "approval",
            (_, draft, by) => Task.FromResult(draft.Approve(by))
        );

    private static Task<IResult> ActivateAsync(
        Guid id,
        HttpContext http,
        PolicyActions actions,
        AuthorityClock zone
    ) =>
        actions.RunAsync(
            http,
            id,
            "activation",
            (_, draft, by) => Task.FromResult(draft.Activate(by, zone.Today))
        );

    private static Task<IResult> DiscardAsync(Guid id, HttpContext http, PolicyActions actions) =>
        actions.RunAsync(
            http,
            id,
            "discarding",
            (_, draft, by) => Task.FromResult(draft.Discard(by))
        );
}

/// <summary>What the steps of a policy draft have in common.</summary>
public sealed class PolicyActions(OnceOnly onceOnly, Outbox outbox, AuthorityClock zone)
{
    public Task<IResult> RunAsync(
        HttpContext http,
        Guid id,
        object request,
        Func<
            NpgsqlTransaction,
            PolicyDraft,
            Signature,
            Task<(PolicyDraft? Next, PolicyRefusal? Refusal)>
        > act
    )
    {
        if (!http.Request.Headers.ContainsKey("If-Match"))
            return Task.FromResult<IResult>(Problems.Of(http, EntityTag.Missing));
        if (!EntityTag.TryReadIfMatch(http, out var version))
            return Task.FromResult<IResult>(Problems.Of(http, EntityTag.Stale));
        return onceOnly.RunAsync(
            http,
            request,
            async transaction =>
            {
                if (await PolicyDraftSql.LoadAsync(transaction, id) is not { } before)
                    return Problems.Of(http, Problems.NoSuchPolicyDraft);
                if (before.Version != version)
                    return Problems.Of(http, EntityTag.Stale);
                var by = new Signature(http.User.SubjectId(), zone.Now);
                var (next, refusal) = await act(transaction, before, by);
                if (next is null)
                    return Problems.Of(http, CodeOf(refusal!.Value));
                await PolicyDraftSql.SaveAsync(transaction, next);
                if (
                    next.State == PolicyDraftState.Activated
                    && !await ReferenceSql.TryActivateAsync(transaction, next, by.At)
                )
                    return Problems.Of(http, Problems.PolicyVersionTaken);
                if (next is { State: PolicyDraftState.Activated, Kind: PolicyKind.GreenChannel })
                    await outbox.AddAsync(
                        transaction,
                        TellPolicies.Of(new(next.Policy.ValidFrom, next.Body), by.At),
                        Lanes.Ordinary,
                        http.RequestAborted
                    );
                return Answer.Ok(PolicyDraftView.Of(next), next.Version);
            }
        );
    }

    private static ProblemCode CodeOf(PolicyRefusal refusal) =>
        refusal switch
        {
            PolicyRefusal.NotDraft => Problems.PolicyNotDraft,
            PolicyRefusal.NotApproved => Problems.PolicyNotApproved,
            PolicyRefusal.AlreadyClosed => Problems.PolicyClosed,
            PolicyRefusal.SamePerson => Problems.SamePerson,
            PolicyRefusal.NotSimulated => Problems.PolicyNotSimulated,
            PolicyRefusal.BeginsInThePast => Problems.PolicyInThePast,
        };
}
