using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;
using Npgsql;
using RebateFlow.Intake.Requests;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Intake.Webhooks;

/// <summary>What was sent to a webhook, how it went, and sending it again.</summary>
/// <remarks>
/// Errors: RBF-1010 (400), 1001, 1002 (400), 1046, 1048 (404), 1049 (409), 1012 (415). What is sent
/// again keeps its id, so that a target that took it before can tell.
/// </remarks>
public static class Deliveries
{
    private const int LargestBody = 16 * 1024;

    private static readonly string[] Statuses = ["PENDING", "DELIVERED", "FAILED"];

    /// <summary>A page.</summary>
    public sealed record Page
    {
        public required IReadOnlyList<DeliveryView> Items { get; init; }

        /// <summary>For the next page; absent on the last one.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? NextCursor { get; init; }
    }

    /// <param name="Deliveries">How many are sent again.</param>
    public sealed record Resent(int Deliveries);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/v1/webhooks/{id:guid}/deliveries", ListAsync)
            .RequireAuthorization(Roles.Exporter)
            .Produces<Page>();
        routes
            .MapGet("/v1/webhooks/{id:guid}/deliveries/{number:long}", GetAsync)
            .RequireAuthorization(Roles.Exporter)
            .Produces<DeliveryView>();
        routes
            .MapPost("/v1/webhooks/{id:guid}/deliveries/{number:long}/resend", ResendOneAsync)
            .RequireAuthorization(Roles.Exporter)
            .Produces<Resent>(StatusCodes.Status202Accepted);
        routes
            .MapPost("/v1/webhooks/{id:guid}/resend", ResendAllAsync)
            .RequireAuthorization(Roles.Exporter)
            .WithMetadata(new RequestSizeLimitAttribute(LargestBody))
            .Accepts<ResendRequest>("application/json")
            .Produces<Resent>(StatusCodes.Status202Accepted)
            .WithSummary("Send everything again that failed since a moment");
        routes
            .MapPost("/v1/webhooks/{id:guid}/test", TestAsync)
            .RequireAuthorization(Roles.Exporter)
            .Produces<DeliveryView>(StatusCodes.Status202Accepted)
            .WithSummary("Send an event of the type webhook.test");
    }

    private static async Task<IResult> ListAsync(
        Guid id,
        HttpContext http,
        string? status,
        NpgsqlDataSource database
    )
    {
        var (query, cancel) = (http.Request.Query, http.RequestAborted);
        if (!Paging.TryReadLimit(query, out var limit))
            return Paging.InvalidLimit(http);
        if (!Paging.TryReadCursor<long?>(query, out var after))
            return Paging.InvalidCursor(http);
        if (status is not null && !Statuses.Contains(status))
        {
            var names = string.Join(", ", Statuses);
            return Paging.Invalid(http, "status", $"须为{names}之一", $"must be one of {names}");
        }

        await using var connection = await database.OpenConnectionAsync(cancel);
        if (await FindAsync(connection, id, http) is null)
            return WebhookRefusals.Unknown(http);
        var rows = await DeliverySql.ListAsync(
            connection,
            id,
            new DeliveryFilter(after ?? long.MaxValue, status, limit),
            cancel
        );
        var page = new Page
        {
            Items = [.. rows.Take(limit).Select(DeliveryView.Of)],
            NextCursor = rows.Count > limit ? Cursor.Encode(rows[limit - 1].Number) : null,
        };
        return TypedResults.Ok(page);
    }

    private static async Task<IResult> GetAsync(
        Guid id,
        long number,
        HttpContext http,
        NpgsqlDataSource database
    )
    {
        var cancel = http.RequestAborted;
        await using var connection = await database.OpenConnectionAsync(cancel);
        if (await FindAsync(connection, id, http) is null)
            return WebhookRefusals.Unknown(http);
        if (await DeliverySql.FindAsync(connection, id, number, cancel) is not { } row)
            return WebhookRefusals.UnknownDelivery(http);
        var log = await DeliverySql.TriesAsync(connection, number, cancel);
        return TypedResults.Ok(DeliveryView.Of(row) with { Log = log });
    }

    private static async Task<IResult> ResendOneAsync(
        Guid id,
        long number,
        HttpContext http,
        NpgsqlDataSource database,
        WebhookDispatcher dispatcher,
        TimeProvider clock
    )
    {
        await using var connection = await database.OpenConnectionAsync(http.RequestAborted);
        if (await RefuseAsync(connection, id, http) is { } refusal)
            return refusal;
        var count = await DeliverySql.ResendAsync(
            connection,
            id,
            (number, null),
            clock.GetUtcNow(),
            http.RequestAborted
        );
        if (count == 0)
            return WebhookRefusals.UnknownDelivery(http);
        dispatcher.Wake();
        return TypedResults.Accepted($"/v1/webhooks/{id}/deliveries/{number}", new Resent(count));
    }

    private static async Task<IResult> ResendAllAsync(
        Guid id,
        HttpContext http,
        NpgsqlDataSource database,
        WebhookDispatcher dispatcher,
        TimeProvider clock
    )
    {
        var cancel = http.RequestAborted;
        using var body = await JsonBody.ReadAsync(http.Request, cancel);
        var request = body.Parse(http, WebhookJson.Default.ResendRequest, out var unreadable);
        if (request is null)
            return unreadable!;
        await using var connection = await database.OpenConnectionAsync(cancel);
        if (await RefuseAsync(connection, id, http) is { } refusal)
            return refusal;
        var count = await DeliverySql.ResendAsync(
            connection,
            id,
            (null, request.Since),
            clock.GetUtcNow(),
            cancel
        );
        dispatcher.Wake();
        return TypedResults.Accepted($"/v1/webhooks/{id}/deliveries", new Resent(count));
    }

    private static async Task<IResult> TestAsync(
        Guid id,
        HttpContext http,
        NpgsqlDataSource database,
        WebhookDispatcher dispatcher,
        TimeProvider clock
    )
    {
        await using var connection = await database.OpenConnectionAsync(http.RequestAborted);
        if (await RefuseAsync(connection, id, http) is { } refusal)
            return refusal;
        var row = await DeliverySql.InsertTestAsync(
            connection,
            id,
            clock.GetUtcNow(),
            http.RequestAborted
        );
        dispatcher.Wake();
        return TypedResults.Accepted(
            $"/v1/webhooks/{id}/deliveries/{row.Number}",
            DeliveryView.Of(row)
        );
    }

    /// <summary>Null when the webhook is the exporter's own and active.</summary>
    private static async Task<IResult?> RefuseAsync(
        NpgsqlConnection connection,
        Guid id,
        HttpContext http
    ) =>
        await FindAsync(connection, id, http) switch
        {
            null => WebhookRefusals.Unknown(http),
            { IsActive: false } => WebhookRefusals.Disabled(http),
            _ => null,
        };

    private static Task<WebhookRow?> FindAsync(
        NpgsqlConnection connection,
        Guid id,
        HttpContext http
    ) => WebhookSql.FindAsync(connection, id, http.User.Uscc() ?? "", http.RequestAborted);
}
