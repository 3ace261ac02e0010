using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Npgsql;
using RebateFlow.Intake.Receipts;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Intake.Events;

/// <summary>
/// An exporter follows a pre-declaration by server-sent events: where it stands first, then each
/// change, until it is decided or withdrawn. A reconnect with Last-Event-ID goes on from there.
/// </summary>
/// <remarks>
/// 204 when nothing can follow any more; a browser's EventSource then stops. Errors: RBF-1010
/// (400), RBF-1007 (404), RBF-1045 (429).
/// </remarks>
public static class StreamEvents
{
    private const string MediaType = "text/event-stream";

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/v1/pre-declarations/{id:guid}/events", HandleAsync)
            .RequireAuthorization(Roles.Exporter)
            .Produces<string>(StatusCodes.Status200OK, MediaType)
            .Produces(StatusCodes.Status204NoContent)
            .WithSummary("The states of a pre-declaration as server-sent events")
            .WithDescription(
                "Event `state` with data {preDeclarationId, attemptNo, state, at} and a growing "
                    + "id. A comment every 15 seconds shows that the stream lives. It ends with "
                    + "APPROVED, REJECTED, WITHDRAWN or FORMALLY_DECLARED, with the token, or "
                    + "after an hour; reconnect with Last-Event-ID and nothing is missed."
            );

    private static async Task<IResult> HandleAsync(
        Guid id,
        HttpContext http,
        NpgsqlDataSource database,
        FilingStreams streams,
        IOptions<ListeningSettings> settings,
        TimeProvider clock
    )
    {
        if (!TryReadLastId(http.Request, out var last))
            return WrongLastId(http);
        var client = http.User.SubjectId();
        if (!streams.TryTakePlace(client))
            return TooMany(http, settings.Value.StreamsPerClient);
        var isOpen = false;
        try
        {
            var start = await StartAsync(
                id,
                last,
                http,
                database,
                clock.GetUtcNow() + settings.Value.Retention
            );
            if (start is null)
                return GetReceipt.Unknown(http);
            if (start is { Backlog: [], Now.IsLast: true })
                return TypedResults.NoContent();
            isOpen = true;
            return new EventStream(streams, client, start, settings.Value, clock);
        }
        finally
        {
            if (!isOpen)
                streams.LeavePlace(client);
        }
    }

    /// <summary>Null when the exporter has no such pre-declaration.</summary>
    private static async Task<StreamStart?> StartAsync(
        Guid id,
        long? last,
        HttpContext http,
        NpgsqlDataSource database,
        DateTimeOffset until
    )
    {
        var cancel = http.RequestAborted;
        await using var connection = await database.OpenConnectionAsync(cancel);
        var now = await FilingEventSql.ListenAsync(
            connection,
            (id, http.User.Uscc() ?? ""),
            until,
            cancel
        );
        if (now is null)
            return null;
        if (last is not { } told)
            return new StreamStart(now, [now]);
        var missed = await FilingEventSql.AfterAsync(connection, [id], [told], cancel);
        return StreamStart.Resume(now, told, missed);
    }

    /// <summary>Reads Last-Event-ID; null when absent.</summary>
    private static bool TryReadLastId(HttpRequest request, out long? last)
    {
        var text = request.Headers["Last-Event-ID"].ToString();
        last = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : null;
        return text.Length == 0 || last is not null;
    }

    private static ProblemHttpResult WrongLastId(HttpContext http) =>
        Problem.Of(
            http,
            Problems.InvalidQuery,
            "Last-Event-ID 须为先前收到的事件编号。",
            "Last-Event-ID must be the id of an event that was received before.",
            [
                new FieldError(
                    "Last-Event-ID",
                    "须为先前收到的事件编号",
                    "must be the id of an event that was received before"
                ),
            ]
        );

    private static ProblemHttpResult TooMany(HttpContext http, int perClient)
    {
        http.Response.Headers.RetryAfter = "10";
        return Problem.Of(
            http,
            Problems.TooManyStreams,
            $"每个客户端至多同时打开{perClient}个事件流；请关闭不用的，或改用webhook。",
            $"A client may hold {perClient} streams open at once; close some, or use a webhook."
        );
    }
}
