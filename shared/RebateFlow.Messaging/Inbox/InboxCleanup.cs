using Dapper;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace RebateFlow.Messaging.Inbox;

/// <summary>Forgets, once an hour, the messages that are older than the retention.</summary>
public sealed class InboxCleanup(
    NpgsqlDataSource database,
    IOptions<MessagingOptions> options,
    TimeProvider clock,
    ILogger<InboxCleanup> log
) : PeriodicWork(clock, log)
{
    private const string ForgetSql = """
        DELETE FROM inbox WHERE ctid = ANY (ARRAY(
            SELECT ctid FROM inbox WHERE received_at < @Before LIMIT 20000))
        """;

    private readonly TimeProvider clock = clock;

    /// <inheritdoc/>
    protected override TimeSpan Interval => TimeSpan.FromHours(1);

    /// <inheritdoc/>
    protected override async Task WorkAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        var before = clock.GetUtcNow() - options.Value.InboxRetention;
        while (await connection.ExecuteAsync(ForgetSql, new { Before = before }) > 0)
            cancel.ThrowIfCancellationRequested();
    }
}
