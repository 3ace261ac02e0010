using System.Text.Encodings.Web;
using System.Text.Json;
using Npgsql;
using RebateFlow.Approval.Casework.Enrolments;
using RebateFlow.Approval.Casework.Policies;
using RebateFlow.Approval.Requests;
using RebateFlow.GreenChannel;
using RebateFlow.Primitives;
using RebateFlow.ServiceDefaults;
using RebateFlow.ServiceDefaults.Idempotency;

namespace RebateFlow.Approval.Policies;

/// <summary>
/// A policy editor enters a new version of a dated policy, in the form of its file; the list shows
/// what became of the drafts.
/// </summary>
/// <remarks>
/// Errors: RBF-3001 without Idempotency-Key, 3003 wrong state (400), 3004 wrong fields, all at once
/// (400), 3040 no such draft (404).
/// </remarks>
public static class DraftPolicy
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/v1/green-channel/policies", HandleAsync)
            .RequireAuthorization(Roles.PolicyEditor)
            .Produces<PolicyDraftView>(StatusCodes.Status201Created);
        routes
            .MapGet("/v1/green-channel/policies/drafts", ListAsync)
            .RequireAuthorization(Roles.AnyAuthority)
            .Produces<Page>();
        routes
            .MapGet("/v1/green-channel/policies/drafts/{id:guid}", FindAsync)
            .RequireAuthorization(Roles.AnyAuthority)
            .Produces<PolicyDraftView>();
    }

    /// <param name="Kind">GREEN_CHANNEL (default), ROUTES or ENROLMENT_CRITERIA.</param>
    /// <param name="Policy">
    /// Version, first day, title, and every value with unit and source.
    /// </param>
    public sealed record Request(string? Kind = null, JsonElement? Policy = null);

    public sealed record Page(IReadOnlyList<PolicyDraftView> Items);

    private static Task<IResult> HandleAsync(
        Request request,
        HttpContext http,
        OnceOnly onceOnly,
        AuthorityClock zone
    )
    {
        var by = new Signature(http.User.SubjectId(), zone.Now);
        var (draft, errors) = Read(request, by, zone.Today);
        return draft is null
            ? FieldChecks.Refuse(http, errors)
            : onceOnly.CreateAsync(
                http,
                request,
                async transaction =>
                {
                    await PolicyDraftSql.SaveAsync(transaction, draft);
                    return Answer.Created(
                        $"/v1/green-channel/policies/drafts/{draft.Id}",
                        PolicyDraftView.Of(draft),
                        draft.Version
                    );
                }
            );
    }

    private static async Task<IResult> ListAsync(
        string? state,
        HttpContext http,
        NpgsqlDataSource database
    )
    {
        if (state is not null && WireCode.Find<PolicyDraftState>(state) is null)
            return Problems.Of(http, Problems.QueryWrong);
        await using var connection = await database.OpenConnectionAsync(http.RequestAborted);
        var drafts = await PolicyDraftSql.ListAsync(connection, state);
        return TypedResults.Ok(new Page([.. drafts.Select(PolicyDraftView.Of)]));
    }

    private static async Task<IResult> FindAsync(
        Guid id,
        HttpContext http,
        NpgsqlDataSource database
    )
    {
        await using var connection = await database.OpenConnectionAsync(http.RequestAborted);
        if (await PolicyDraftSql.FindAsync(connection, id) is not { } draft)
            return Problems.Of(http, Problems.NoSuchPolicyDraft);
        http.Response.Headers.ETag = EntityTag.Of(draft.Version);
        return TypedResults.Ok(PolicyDraftView.Of(draft));
    }

    /// <summary>Pure: either the draft, or everything that is wrong with it.</summary>
    public static (PolicyDraft? Draft, IReadOnlyList<FieldError> Errors) Read(
        Request request,
        Signature by,
        DateOnly today
    )
    {
        var kind = WireCode.Find<PolicyKind>(request.Kind ?? "GREEN_CHANNEL");
        if (kind is null)
            return (
                null,
                [new("kind", "没有这一类政策", string.Join(", ", WireCode.All<PolicyKind>()))]
            );
        if (request.Policy is not { ValueKind: JsonValueKind.Object } policy)
            return (null, [new("policy", "请填写政策内容", "The policy is required")]);
        var body = JsonSerializer.Serialize(policy, Json);
        try
        {
            var parsed = DatedPolicy.Parse(body);
            Check(kind.Value, parsed);
            if (parsed.ValidFrom < today)
                return (
                    null,
                    [new("policy.validFrom", "不得早于今天", "It must not be before today")]
                );
        }
        catch (Exception fault) when (fault is InvalidDataException or JsonException)
        {
            // The message names every value that is missing, wrong or without source.
            return (null, [new("policy", fault.Message, fault.Message)]);
        }
        var draft = new PolicyDraft
        {
            Id = Guid.CreateVersion7(),
            Version = 1,
            Kind = kind.Value,
            State = PolicyDraftState.Draft,
            Body = body,
            Drafted = by,
        };
        return (draft, []);
    }

    private static void Check(PolicyKind kind, DatedPolicy policy) =>
        _ = kind switch
        {
            PolicyKind.GreenChannel => (object)ChannelPolicy.From(policy),
            PolicyKind.Routes => RoutePolicy.From(policy),
            PolicyKind.EnrolmentCriteria => EnrolmentCriteria.From(policy),
            PolicyKind.Casework => CaseworkPolicy.From(policy),
        };
}
