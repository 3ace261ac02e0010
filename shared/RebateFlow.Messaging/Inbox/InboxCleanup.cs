using Dapper;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace RebateFlow.Messaging.Inbox;

/// <summary>Forgets, once an hour, the messages that are older than the retention.</summary>
public sealed partial class InboxCleanup(
    NpgsqlDataSource database,
    IOptions<MessagingOptions> options,
    TimeProvider clock,
    ILogger<InboxCleanup> log
) : BackgroundService
{
    private const string ForgetSql = """
        DELETE FROM inbox WHERE ctid = ANY (ARRAY(
            SELECT ctid FROM inbox WHERE received_at < @Before LIMIT 20000))
        """;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1), clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await ForgetAsync(stoppingToken);
                }
                catch (NpgsqlException fault)
                {
                    LogSkipped(log, fault); // The next hour does it.
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task ForgetAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        var before = clock.GetUtcNow() - options.Value.InboxRetention;
        while (await connection.ExecuteAsync(ForgetSql, new { Before = before }) > 0)
            cancel.ThrowIfCancellationRequested();
    }

    [LoggerMessage(LogLevel.Warning, "Old inbox rows were not removed this time")]
    private static partial void LogSkipped(ILogger log, Exception exception);
}
