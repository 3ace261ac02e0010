using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using RebateFlow.Messaging.ParkedMessages;

namespace RebateFlow.ServiceDefaults;

/// <summary>
/// Operators look at parked messages and decide about them; <c>./run messages</c> calls this.
/// </summary>
public static class ErrorQueueEndpoints
{
    private static readonly ProblemCode unknownQueue = new(
        "RBF-0440",
        StatusCodes.Status404NotFound,
        "没有该错误队列",
        "There is no such error queue"
    );

    private static readonly ProblemCode noReason = new(
        "RBF-0441",
        StatusCodes.Status400BadRequest,
        "缺少原因",
        "The reason is missing"
    );

    /// <param name="Action">RETRY or DISCARD.</param>
    /// <param name="Reason">Why; kept on record. 1 to 500 characters.</param>
    /// <param name="MessageId">One message; null for all that are there now.</param>
    public sealed record ActionRequest(string Action, string Reason, string? MessageId = null);

    public sealed record ActionResult(int Messages);

    public static void MapErrorQueues(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/error-queues").RequireAuthorization(Roles.Operator);
        var queues = ActivatorUtilities.CreateInstance<ErrorQueues>(routes.ServiceProvider);
        group.MapGet("/", (CancellationToken cancel) => queues.ListAsync(cancel));
        group.MapGet(
            "/{queue}",
            (string queue, HttpContext http, CancellationToken cancel, int limit = 20) =>
                PeekAsync(queues, queue, limit, http, cancel)
        );
        group.MapPost(
            "/{queue}/actions",
            (string queue, ActionRequest request, HttpContext http, CancellationToken cancel) =>
                ActAsync(queues, queue, request, http, cancel)
        );
    }

    private static async Task<
        Results<Ok<IReadOnlyList<ParkedMessage>>, ProblemHttpResult>
    > PeekAsync(
        ErrorQueues queues,
        string queue,
        int limit,
        HttpContext http,
        CancellationToken cancel
    ) =>
        await queues.PeekAsync(queue, Math.Clamp(limit, 1, 1000), cancel) is { } messages
            ? TypedResults.Ok(messages)
            : UnknownQueue(http, queue);

    private static async Task<Results<Ok<ActionResult>, ProblemHttpResult>> ActAsync(
        ErrorQueues queues,
        string queue,
        ActionRequest request,
        HttpContext http,
        CancellationToken cancel
    )
    {
        if (
            request.Action is not ("RETRY" or "DISCARD")
            || request.Reason is not { Length: > 0 and <= 500 }
        )
            return Problem.Of(
                http,
                noReason,
                "action 须为 RETRY 或 DISCARD，并写明 1 至 500 字的 reason。",
                "action is RETRY or DISCARD, and reason has 1 to 500 characters."
            );
        var action = new ParkedMessageAction(request.Action, request.Reason, http.User.SubjectId());
        var acted = await queues.ActAsync(queue, request.MessageId, action, cancel);
        return acted > 0 ? TypedResults.Ok(new ActionResult(acted)) : UnknownQueue(http, queue);
    }

    private static ProblemHttpResult UnknownQueue(HttpContext http, string queue) =>
        Problem.Of(
            http,
            unknownQueue,
            $"本服务没有错误队列 {queue}，或其中没有这条消息。",
            $"This service has no error queue {queue}, or the message is not in it."
        );
}
