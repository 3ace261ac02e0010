using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Npgsql;
using RebateFlow.Approval.Casework.Calendars;
using RebateFlow.Messaging.Outbox;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Requests;

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
    AuthorityClock zone,
    IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions> json
)
{
    public const string Header = "Idempotency-Key";

    /// <summary>For what creates: the key is required.</summary>
    public Task<IResult> CreateAsync(
        HttpContext http,
        object request,
        Func<NpgsqlTransaction, Task<Answer>> act
    ) =>
        http.Request.Headers.ContainsKey(Header)
            ? RunAsync(http, request, act)
            : Task.FromResult<IResult>(Problems.Of(http, Problems.IdempotencyKeyMissing));

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
        var key = http.Request.Headers[Header].ToString();
        var hasKey = http.Request.Headers.ContainsKey(Header);
        if (hasKey && (key.Length is 0 or > 128 || key.Any(one => one is < '!' or > '~')))
            return Problems.Of(http, Problems.IdempotencyKeyMissing);

        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var entry = new KeyEntry(http.User.SubjectId(), key, Hash(http, request));
        if (hasKey && !await OnceOnlySql.TryEnterAsync(transaction, entry, zone.Now))
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

    private static async Task<IResult> RepeatAsync(
        HttpContext http,
        NpgsqlTransaction transaction,
        KeyEntry entry
    )
    {
        var (hash, answer) = await OnceOnlySql.ReadAsync(transaction, entry);
        return hash.AsSpan().SequenceEqual(entry.RequestHash)
            ? answer
            : Problems.Of(http, Problems.IdempotencyKeyReused);
    }

    private byte[] Hash(HttpContext http, object request) =>
        SHA256.HashData(
            Encoding.UTF8.GetBytes(
                $"{http.Request.Method} {http.Request.Path}\n"
                    + JsonSerializer.Serialize(request, json.Value.SerializerOptions)
            )
        );
}

/// <param name="Client">Subject of the token: keys of two clients never meet.</param>
public sealed record KeyEntry(string Client, string Key, byte[] RequestHash);
