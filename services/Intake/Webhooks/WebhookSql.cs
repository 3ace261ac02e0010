using Dapper;
using Npgsql;

namespace RebateFlow.Intake.Webhooks;

/// <summary>SQL of webhooks. Each statement names the exporter it works for.</summary>
public static class WebhookSql
{
    private const string Columns = """
        id, url, description, events, is_active, disabled_reason, disabled_at, failing_since,
        secret, former_secret_until, version, created_at, request_hash
        """;

    /// <summary>
    /// Stores a webhook and returns it, or the one that the exporter made with the key before; null
    /// when the exporter has as many as it may.
    /// </summary>
    public static async Task<WebhookRow?> InsertAsync(
        NpgsqlTransaction transaction,
        NewWebhook webhook,
        int most,
        CancellationToken cancel
    )
    {
        // One exporter's webhooks are made one after the other, so that they can be counted.
        const string lockSql = "SELECT pg_advisory_xact_lock(hashtextextended(@Uscc, 7001046))";
        const string findSql = $"""
            SELECT {Columns} FROM webhook WHERE uscc = @Uscc AND idempotency_key = @Key
            """;
        const string insertSql = $"""
            INSERT INTO webhook (
              id, uscc, idempotency_key, request_hash, url, description, events, states, secret,
              is_active, disabled_reason, disabled_at, created_at, updated_at)
            SELECT @Id, @Uscc, @Key, @RequestHash, @Url, @Description, @Events, @States, @Secret,
              @IsActive, CASE WHEN @IsActive THEN NULL ELSE 'EXPORTER' END,
              CASE WHEN @IsActive THEN NULL ELSE @Now::timestamptz END, @Now, @Now
            WHERE (SELECT count(*) FROM webhook WHERE uscc = @Uscc) < @most
            RETURNING {Columns}
            """;
        var connection = transaction.Connection!;
        CommandDefinition Of(string sql, object values) =>
            new(sql, values, transaction, cancellationToken: cancel);
        await connection.ExecuteAsync(Of(lockSql, webhook));
        return await connection.QuerySingleOrDefaultAsync<WebhookRow>(Of(findSql, webhook))
            ?? await connection.QuerySingleOrDefaultAsync<WebhookRow>(
                Of(insertSql, webhook.With(most))
            );
    }

    /// <summary>The exporter's own, the oldest first.</summary>
    public static async Task<IReadOnlyList<WebhookRow>> ListAsync(
        NpgsqlConnection connection,
        string uscc,
        CancellationToken cancel
    )
    {
        const string sql = $"SELECT {Columns} FROM webhook WHERE uscc = @uscc ORDER BY id";
        var rows = await connection.QueryAsync<WebhookRow>(
            new CommandDefinition(sql, new { uscc }, cancellationToken: cancel)
        );
        return rows.AsList();
    }

    /// <summary>One of the exporter's own; null when there is none of that id.</summary>
    public static Task<WebhookRow?> FindAsync(
        NpgsqlConnection connection,
        Guid id,
        string uscc,
        CancellationToken cancel
    )
    {
        const string sql = $"SELECT {Columns} FROM webhook WHERE id = @id AND uscc = @uscc";
        return connection.QuerySingleOrDefaultAsync<WebhookRow>(
            new CommandDefinition(sql, new { id, uscc }, cancellationToken: cancel)
        );
    }

    /// <summary>Replaces what was asked for, if it is still this version; null if not.</summary>
    public static Task<WebhookRow?> ReplaceAsync(
        NpgsqlConnection connection,
        (Guid Id, string Uscc, long Version) of,
        WebhookRequest request,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        const string sql = $"""
            UPDATE webhook SET
              url = @Url,
              description = @Description,
              events = @Events,
              states = @States,
              is_active = @IsActive,
              disabled_reason = CASE WHEN @IsActive THEN NULL
                ELSE coalesce(disabled_reason, 'EXPORTER') END,
              disabled_at = CASE WHEN @IsActive THEN NULL ELSE coalesce(disabled_at, @now) END,
              failing_since = CASE WHEN @IsActive THEN NULL ELSE failing_since END,
              leased_until = CASE WHEN @IsActive AND NOT is_active THEN '-infinity'
                ELSE leased_until END,
              version = version + 1,
              updated_at = @now
            WHERE id = @Id AND uscc = @Uscc AND version = @Version
            RETURNING {Columns}
            """;
        return connection.QuerySingleOrDefaultAsync<WebhookRow>(
            new CommandDefinition(
                sql,
                new
                {
                    of.Id,
                    of.Uscc,
                    of.Version,
                    request.Url,
                    Description = request.Description ?? "",
                    Events = request.Events.ToArray(),
                    States = WebhookEvents.StatesOf(request.Events),
                    IsActive = request.IsActive ?? true,
                    now,
                },
                cancellationToken: cancel
            )
        );
    }

    /// <summary>Gives it another secret, if it is still this version; null if not.</summary>
    public static Task<WebhookRow?> RotateAsync(
        NpgsqlConnection connection,
        (Guid Id, string Uscc, long Version) of,
        byte[] secret,
        DateTimeOffset formerUntil,
        CancellationToken cancel
    )
    {
        const string sql = $"""
            UPDATE webhook SET
              former_secret = secret,
              former_secret_until = @formerUntil,
              secret = @secret,
              version = version + 1
            WHERE id = @Id AND uscc = @Uscc AND version = @Version
            RETURNING {Columns}
            """;
        return connection.QuerySingleOrDefaultAsync<WebhookRow>(
            new CommandDefinition(
                sql,
                new
                {
                    of.Id,
                    of.Uscc,
                    of.Version,
                    secret,
                    formerUntil,
                },
                cancellationToken: cancel
            )
        );
    }

    /// <summary>Deletes it with its log, if it is still this version; false if not.</summary>
    public static async Task<bool> DeleteAsync(
        NpgsqlConnection connection,
        (Guid Id, string Uscc, long Version) of,
        CancellationToken cancel
    )
    {
        const string sql = """
            WITH gone AS (
              DELETE FROM webhook
              WHERE id = @Id AND uscc = @Uscc AND version = @Version
              RETURNING id),
            deliveries AS (
              DELETE FROM webhook_delivery
              WHERE webhook_id IN (SELECT id FROM gone)
              RETURNING number),
            tries AS (
              DELETE FROM webhook_try WHERE delivery_number IN (SELECT number FROM deliveries))
            SELECT count(*) FROM gone
            """;
        var gone = await connection.ExecuteScalarAsync<long>(
            new CommandDefinition(
                sql,
                new
                {
                    of.Id,
                    of.Uscc,
                    of.Version,
                },
                cancellationToken: cancel
            )
        );
        return gone == 1;
    }
}

/// <summary>A stored webhook.</summary>
public sealed record WebhookRow
{
    public required Guid Id { get; init; }
    public required string Url { get; init; }
    public required string Description { get; init; }
    public required string[] Events { get; init; }
    public required bool IsActive { get; init; }
    public string? DisabledReason { get; init; }
    public DateTimeOffset? DisabledAt { get; init; }
    public DateTimeOffset? FailingSince { get; init; }
    public required byte[] Secret { get; init; }
    public DateTimeOffset? FormerSecretUntil { get; init; }
    public required long Version { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>SHA-256 of the request that made it.</summary>
    public required byte[] RequestHash { get; init; }
}

/// <summary>A webhook that is to be stored.</summary>
public sealed record NewWebhook(
    Guid Id,
    string Uscc,
    string Key,
    byte[] RequestHash,
    WebhookRequest Request,
    byte[] Secret,
    DateTimeOffset Now
)
{
    /// <summary>The values of the statement that stores it.</summary>
    internal object With(int most) =>
        new
        {
            Id,
            Uscc,
            Key,
            RequestHash,
            Request.Url,
            Description = Request.Description ?? "",
            Events = Request.Events.ToArray(),
            States = WebhookEvents.StatesOf(Request.Events),
            Secret,
            IsActive = Request.IsActive ?? true,
            Now,
            most,
        };
}
