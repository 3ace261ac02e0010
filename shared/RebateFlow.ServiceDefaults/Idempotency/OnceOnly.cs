using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;
using RebateFlow.Messaging.Outbox;

namespace RebateFlow.ServiceDefaults.Idempotency;

/// <summary>
/// Runs a request in a transaction. One that carries an Idempotency-Key has its effect once: the
/// answer is kept with the effect, and a repetition gets the same answer again.
/// </summary>
/// <remarks>
/// A refusal changes nothing and is not kept. Two requests with one key at the same time: the
/// second waits for the first.
/// </remarks>
public sealed class OnceOnly(
    NpgsqlDataSource database,
    Outbox outbox,
    AuthorityClock clock,
    IdempotencyProblems problems,
    IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions> json
)
{
    /// <summary>The header that carries the key: 1 to 128 visible ASCII characters.</summary>
    public const string Header = "Idempotency-Key";

    private const int LongestKey = 128;

    /// <summary>For what creates: the key is required.</summary>
    public Task<IResult> CreateAsync(
        HttpContext http,
        object request,
        Func<NpgsqlTransaction, Task<Answer>> act
    ) =>
        http.Request.Headers.ContainsKey(Header)
            ? RunAsync(http, request, act)
            : Task.FromResult<IResult>(Missing(http));

    /// <summary>
    /// For what changes: If-Match guards it already, a key is taken when it is sent.
    /// </summary>
    public async Task<IResult> RunAsync(
        HttpContext http,
        object request,
        Func<NpgsqlTransaction, Task<Answer>> act
    )
    {
        var cancel = http.RequestAborted;
        var hasKey = http.Request.Headers.ContainsKey(Header);
        if (!TryReadKey(http.Request.Headers, out var key) && hasKey)
            return Missing(http);

        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var entry = new KeyEntry(http.User.SubjectId(), key, Hash(http, request));
        if (hasKey && !await OnceOnlySql.TryEnterAsync(transaction, entry, clock.Now))
            return await RepeatAsync(http, transaction, entry);

        var answer = await act(transaction);
        if (answer.Refusal is { } refusal)
            return refusal;
        var stored = answer.ToStored(
            answer.Body is null
                ? null
                : JsonSerializer.Serialize(answer.Body, json.Value.SerializerOptions)
        );
        if (hasKey)
            await OnceOnlySql.KeepAsync(transaction, entry, stored);
        await outbox.CommitAsync(transaction, cancel);
        return stored;
    }

    private async Task<IResult> RepeatAsync(
        HttpContext http,
        NpgsqlTransaction transaction,
        KeyEntry entry
    )
    {
        var (hash, answer) = await OnceOnlySql.ReadAsync(transaction, entry);
        return hash.AsSpan().SequenceEqual(entry.RequestHash) ? answer : Reused(http);
    }

    /// <summary>Reads the key: 1 to 128 visible ASCII characters, once.</summary>
    public static bool TryReadKey(IHeaderDictionary headers, out string key)
    {
        var values = headers[Header];
        key = values.Count == 1 ? values[0]!.Trim() : "";
        return key.Length is > 0 and <= LongestKey
            && !key.AsSpan().ContainsAnyExceptInRange('!', '~');
    }

    private ProblemHttpResult Missing(HttpContext http) =>
        Problem.Of(
            http,
            problems.Missing,
            "请带 1 至 128 个可见 ASCII 字符的 Idempotency-Key",
            "Send an Idempotency-Key of 1 to 128 visible ASCII characters"
        );

    private ProblemHttpResult Reused(HttpContext http) =>
        Problem.Of(
            http,
            problems.Reused,
            "请为新的内容使用新的 Idempotency-Key",
            "Use a new Idempotency-Key for new content"
        );

    private byte[] Hash(HttpContext http, object request) =>
        SHA256.HashData(
            Encoding.UTF8.GetBytes(
                $"{http.Request.Method} {http.Request.Path}\n"
                    + JsonSerializer.Serialize(request, json.Value.SerializerOptions)
            )
        );
}

/// <summary>A key as a client used it.</summary>
/// <param name="Client">Subject of the token: keys of two clients never meet.</param>
public sealed record KeyEntry(string Client, string Key, byte[] RequestHash);

/// <summary>The codes by which a service refuses keys.</summary>
/// <param name="Missing">There is no key, or it is malformed.</param>
/// <param name="Reused">The key belongs to another request.</param>
public sealed record IdempotencyProblems(ProblemCode Missing, ProblemCode Reused);

/// <summary>Registers the mechanism.</summary>
public static class IdempotencyServices
{
    /// <summary>Registers <see cref="OnceOnly"/> and the forgetting of old keys.</summary>
    public static void AddIdempotency(
        this WebApplicationBuilder builder,
        IdempotencyProblems problems
    )
    {
        builder.Services.AddSingleton(problems);
        builder.Services.AddSingleton<OnceOnly>();
        builder.Services.AddHostedService<ForgetOldKeys>();
    }
}
