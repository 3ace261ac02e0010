using Npgsql;
using RebateFlow.Approval.Calendars;
using RebateFlow.Approval.Requests;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Cases;

/// <summary>
/// An officer takes the next case of the queue: the one that is due first, then the largest.
/// </summary>
/// <remarks>
/// Atomic: however many officers ask at once, no two get the same case. 204 when nothing is free.
/// Errors: RBF-3001 without Idempotency-Key (400), 3004 unknown post (400), 3015 a post that one
/// does not hold.
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
    /// REVIEW, RE_REVIEW or APPROVAL; without it all posts that one holds, the highest first.
    /// </param>
    public sealed record Request(string? Post = null);

    private static Task<IResult> HandleAsync(
        Request? request,
        HttpContext http,
        CaseActions actions,
        OnceOnly onceOnly,
        AuthorityZone zone
    )
    {
        if (OfficerOf.Token(http.User) is not { } officer)
            return Task.FromResult<IResult>(Problems.Of(http, Problems.NoTaxAuthority));
        var post = Codes.Find<Post>(request?.Post);
        if (request?.Post is not null && post is null)
            return FieldChecks.Refuse(
                http,
                [new("post", "没有这一岗位", "One of REVIEW, RE_REVIEW and APPROVAL is expected")]
            );
        if (post is { } asked && !officer.Posts.Contains(asked))
            return Task.FromResult<IResult>(Problems.Of(http, Problems.PostNotHeld));
        var posts = post is { } one ? [one] : officer.Posts.OrderDescending().ToArray();
        return onceOnly.CreateAsync(
            http,
            request ?? new Request(),
            async transaction =>
                await NextAsync(transaction, officer, posts, zone.Now, http.RequestAborted)
                    is { } next
                    ? await actions.ApplyAsync(
                        http,
                        transaction,
                        next,
                        new(ClaimCase.Action, officer)
                    )
                    : Answer.NoContent
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
            var caseId = await CaseQueueSql.LockNextAsync(transaction, officer, post, now);
            if (caseId is { } found)
                return await ApprovalCaseSql.LoadAsync(transaction, found, cancel);
        }

        return null;
    }
}
