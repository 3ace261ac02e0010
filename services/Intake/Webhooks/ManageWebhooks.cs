using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Npgsql;
using RebateFlow.Intake.Requests;
using RebateFlow.ServiceDefaults;
using RebateFlow.ServiceDefaults.Idempotency;

namespace RebateFlow.Intake.Webhooks;

/// <summary>An exporter registers addresses and the events that they get.</summary>
/// <remarks>
/// Errors: RBF-1001, 1002, 1004 (400), 1046 (404), 1047 (409), 0412, 1005 (422), 0428, 1012 (415).
/// Headers: Idempotency-Key to create; If-Match to replace, rotate and delete.
/// </remarks>
public static class ManageWebhooks
{
    private const int LargestBody = 16 * 1024;
    private const int SecretBytes = 32;

    /// <summary>An exporter's webhooks.</summary>
    public sealed record ListOf(IReadOnlyList<WebhookView> Items);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/v1/webhooks", CreateAsync)
            .RequireAuthorization(Roles.Exporter)
            .WithMetadata(new RequestSizeLimitAttribute(LargestBody))
            .Accepts<WebhookRequest>("application/json")
            .Produces<WebhookView>(StatusCodes.Status201Created)
            .WithSummary("Be told of changes by a signed POST (Standard Webhooks)");
        routes
            .MapGet("/v1/webhooks", ListAsync)
            .RequireAuthorization(Roles.Exporter)
            .Produces<ListOf>();
        routes
            .MapGet("/v1/webhooks/{id:guid}", GetAsync)
            .RequireAuthorization(Roles.Exporter)
            .Produces<WebhookView>();
        routes
            .MapPut("/v1/webhooks/{id:guid}", ReplaceAsync)
            .RequireAuthorization(Roles.Exporter)
            .WithMetadata(new RequestSizeLimitAttribute(LargestBody))
            .Accepts<WebhookRequest>("application/json")
            .Produces<WebhookView>()
            .WithSummary("Replace what is asked for; isActive true starts a disabled one again");
        routes
            .MapDelete("/v1/webhooks/{id:guid}", DeleteAsync)
            .RequireAuthorization(Roles.Exporter)
            .Produces(StatusCodes.Status204NoContent);
        routes
            .MapPost("/v1/webhooks/{id:guid}/secret-rotation", RotateAsync)
            .RequireAuthorization(Roles.Exporter)
            .Produces<WebhookView>()
            .WithSummary("A new secret; the former one signs as well for a day");
    }

    private static async Task<IResult> CreateAsync(
        HttpContext http,
        NpgsqlDataSource database,
        TargetGuard guard,
        IOptions<WebhookSettings> settings,
        TimeProvider clock
    )
    {
        var cancel = http.RequestAborted;
        if (!OnceOnly.TryReadKey(http.Request.Headers, out var key))
            return RequestHeaders.KeyMissing(http);
        using var body = await JsonBody.ReadAsync(http.Request, cancel);
        var request = body.Parse(http, WebhookJson.Default.WebhookRequest, out var refusal);
        if (request is null)
            return refusal!;
        if (await request.FindFaultsAsync(guard, cancel) is { Count: > 0 } faults)
            return JsonBody.Invalid(http, faults);

        if (http.User.Uscc() is not { } uscc)
            return WebhookRefusals.NoEnterprise(http);

        var now = clock.GetUtcNow();
        var asked = new NewWebhook(
            Guid.CreateVersion7(now),
            uscc,
            key,
            SHA256.HashData(body.Bytes.Span),
            request,
            RandomNumberGenerator.GetBytes(SecretBytes),
            now
        );
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var most = settings.Value.PerExporter;
        var row = await WebhookSql.InsertAsync(transaction, asked, most, cancel);
        if (row is null)
        {
            return Problem.Of(
                http,
                Problems.TooManyWebhooks,
                $"每个企业至多{most}个；请先删除不用的。",
                $"An enterprise may have {most}; delete one that is not used."
            );
        }
        if (!row.RequestHash.AsSpan().SequenceEqual(asked.RequestHash))
            return RequestHeaders.KeyReused(http);
        await transaction.CommitAsync(cancel);
        http.Response.Headers[HeaderNames.ETag] = EntityTag.Of(row.Version);
        return TypedResults.Created($"/v1/webhooks/{row.Id}", WebhookView.WithSecret(row));
    }

    private static async Task<IResult> ListAsync(HttpContext http, NpgsqlDataSource database)
    {
        await using var connection = await database.OpenConnectionAsync(http.RequestAborted);
        var rows = await WebhookSql.ListAsync(
            connection,
            http.User.Uscc() ?? "",
            http.RequestAborted
        );
        return TypedResults.Ok(new ListOf([.. rows.Select(WebhookView.Of)]));
    }

    private static async Task<IResult> GetAsync(
        Guid id,
        HttpContext http,
        NpgsqlDataSource database
    )
    {
        await using var connection = await database.OpenConnectionAsync(http.RequestAborted);
        var row = await WebhookSql.FindAsync(
            connection,
            id,
            http.User.Uscc() ?? "",
            http.RequestAborted
        );
        return row is null ? WebhookRefusals.Unknown(http) : Tagged(http, WebhookView.Of(row), row);
    }

    private static async Task<IResult> ReplaceAsync(
        Guid id,
        HttpContext http,
        NpgsqlDataSource database,
        TargetGuard guard,
        TimeProvider clock
    )
    {
        var cancel = http.RequestAborted;
        if (!EntityTag.TryReadIfMatch(http, out var version))
            return WebhookRefusals.NoVersion(http);
        using var body = await JsonBody.ReadAsync(http.Request, cancel);
        var request = body.Parse(http, WebhookJson.Default.WebhookRequest, out var refusal);
        if (request is null)
            return refusal!;
        if (await request.FindFaultsAsync(guard, cancel) is { Count: > 0 } faults)
            return JsonBody.Invalid(http, faults);

        var of = (id, http.User.Uscc() ?? "", version);
        await using var connection = await database.OpenConnectionAsync(cancel);
        var row = await WebhookSql.ReplaceAsync(connection, of, request, clock.GetUtcNow(), cancel);
        return row is null
            ? await WhyNotAsync(connection, of, http)
            : Tagged(http, WebhookView.Of(row), row);
    }

    private static async Task<IResult> DeleteAsync(
        Guid id,
        HttpContext http,
        NpgsqlDataSource database
    )
    {
        var cancel = http.RequestAborted;
        if (!EntityTag.TryReadIfMatch(http, out var version))
            return WebhookRefusals.NoVersion(http);
        var of = (id, http.User.Uscc() ?? "", version);
        await using var connection = await database.OpenConnectionAsync(cancel);
        return await WebhookSql.DeleteAsync(connection, of, cancel)
            ? TypedResults.NoContent()
            : await WhyNotAsync(connection, of, http);
    }

    private static async Task<IResult> RotateAsync(
        Guid id,
        HttpContext http,
        NpgsqlDataSource database,
        IOptions<WebhookSettings> settings,
        TimeProvider clock
    )
    {
        var cancel = http.RequestAborted;
        if (!EntityTag.TryReadIfMatch(http, out var version))
            return WebhookRefusals.NoVersion(http);
        var of = (id, http.User.Uscc() ?? "", version);
        await using var connection = await database.OpenConnectionAsync(cancel);
        var row = await WebhookSql.RotateAsync(
            connection,
            of,
            RandomNumberGenerator.GetBytes(SecretBytes),
            clock.GetUtcNow() + settings.Value.SecretOverlap,
            cancel
        );
        return row is null
            ? await WhyNotAsync(connection, of, http)
            : Tagged(http, WebhookView.WithSecret(row), row);
    }

    private static async Task<IResult> WhyNotAsync(
        NpgsqlConnection connection,
        (Guid Id, string Uscc, long Version) of,
        HttpContext http
    ) =>
        await WebhookSql.FindAsync(connection, of.Id, of.Uscc, http.RequestAborted) is null
            ? WebhookRefusals.Unknown(http)
            : WebhookRefusals.Stale(http);

    private static Ok<WebhookView> Tagged(HttpContext http, WebhookView view, WebhookRow row)
    {
        http.Response.Headers[HeaderNames.ETag] = EntityTag.Of(row.Version);
        return TypedResults.Ok(view);
    }
}
