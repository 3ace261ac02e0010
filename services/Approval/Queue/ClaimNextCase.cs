using Npgsql;
using RebateFlow.Approval.Cases;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Approval.Officers;
using RebateFlow.Approval.Reading;
using RebateFlow.Approval.Requests;
using RebateFlow.Primitives;
using RebateFlow.ServiceDefaults;
using RebateFlow.ServiceDefaults.Idempotency;

namespace RebateFlow.Approval.Queue;

/// <summary>
/// An officer takes the next case of the queue: the one that is due first, then the largest.
/// </summary>
/// <remarks>
/// Atomic: however many officers ask at once, no two get the same case. 204 when nothing is free.
/// In an authority that assigns at random it is the first of the cases that the draw gave to the
/// officer, the same one until it is done.
/// Errors: RBF-3001 without Idempotency-Key, 3004 unknown post (400), 3015 a post that one does not
/// hold (403), 3064 absent (409).
/// </remarks>
public static class ClaimNextCase
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/v1/cases/claim", HandleAsync)
            .RequireAuthorization(Roles.AnyOfficer)
            .Produces<CaseView>()
            .Produces(StatusCodes.Status204NoContent);

    /// <param name="Post">
    /// REVIEW, EVALUATION, RE_REVIEW or APPROVAL; without it all posts that one holds, the highest
    /// first.
    /// </param>
    public sealed record Request(string? Post = null);

    private static async Task<IResult> HandleAsync(
        Request? request,
        HttpContext http,
        CaseActions actions,
        OnceOnly onceOnly,
        CaseAssignment assignment,
        AuthorityClock zone
    )
    {
        if (await actions.EnterAsync(http) is not { } officer)
            return Problems.Of(http, Problems.NoTaxAuthority);
        if (officer.IsAbsent)
            return Problems.Of(http, Problems.OfficerAbsent);
        var post = WireCode.Find<Post>(request?.Post);
        var all = string.Join(", ", WireCode.All<Post>());
        if (request?.Post is not null && post is null)
            return await FieldChecks.Refuse(
                http,
                [new("post", $"应为其中之一：{all}", $"One of {all} is expected")]
            );
        if (post is { } asked && !officer.Posts.Contains(asked))
            return Problems.Of(http, Problems.PostNotHeld);
        var posts = post is { } one ? [one] : officer.Posts.OrderDescending().ToArray();
        return await onceOnly.CreateAsync(
            http,
            request ?? new Request(),
            async transaction =>
            {
                var (authority, cancel) = (officer.TaxAuthority, http.RequestAborted);
                if (await assignment.IsRandomAsync(transaction.Connection!, authority))
                    return
                        await assignment.NextAsync(transaction, officer, posts, cancel) is { } drawn
                        ? await actions.ShowAsync(http, transaction, drawn, authority)
                        : Answer.NoContent;
                var next = await NextAsync(transaction, officer, posts, zone.Now, cancel);
                return next is null
                    ? Answer.NoContent
                    : await actions.ApplyAsync(
                        http,
                        transaction,
                        next,
                        officer,
                        at => Task.FromResult<CaseCommand>(new Claim(officer, at.Terms.Lease))
                    );
            }
        );
    }

    private static async Task<StoredCase?> NextAsync(
        NpgsqlTransaction transaction,
        Officer officer,
        IReadOnlyList<Post> posts,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        foreach (var post in posts)
        {
            var next = await ApprovalCaseSql.LoadNextAsync(transaction, officer, post, now, cancel);
            if (next is not null)
                return next;
        }

        return null;
    }
}
