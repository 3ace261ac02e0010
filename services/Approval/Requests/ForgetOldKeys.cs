using Npgsql;

namespace RebateFlow.Approval.Requests;

/// <summary>Forgets answers to repeated requests after a week, once an hour.</summary>
public sealed partial class ForgetOldKeys(
    NpgsqlDataSource database,
    TimeProvider clock,
    ILogger<ForgetOldKeys> log
) : BackgroundService
{
    private static readonly TimeSpan Retention = TimeSpan.FromDays(7);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1), clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await ForgetAsync();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task ForgetAsync()
    {
        try
        {
            await OnceOnlySql.ForgetAsync(database, clock.GetUtcNow() - Retention);
        }
        catch (NpgsqlException fault)
        {
            LogSkipped(log, fault); // The next hour does it.
        }
    }

    [LoggerMessage(LogLevel.Warning, "Old idempotency keys were not removed this time")]
    private static partial void LogSkipped(ILogger log, Exception exception);
}
