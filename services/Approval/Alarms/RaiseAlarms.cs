using Npgsql;

namespace RebateFlow.Approval.Alarms;

/// <summary>Looks over all cases at start and then once a minute.</summary>
public sealed partial class RaiseAlarms(
    AlarmScan scan,
    TimeProvider clock,
    ILogger<RaiseAlarms> log
) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1), clock);
        try
        {
            do await TryAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task TryAsync(CancellationToken cancel)
    {
        try
        {
            var raised = await scan.RunAsync(cancel);
            if (raised > 0)
                LogRaised(log, raised);
        }
        catch (NpgsqlException fault)
        {
            LogSkipped(log, fault); // The next look tells it.
        }
    }

    [LoggerMessage(LogLevel.Information, "{Count} alarms about cases were raised")]
    private static partial void LogRaised(ILogger log, int count);

    [LoggerMessage(LogLevel.Warning, "Cases were not looked over this time")]
    private static partial void LogSkipped(ILogger log, Exception exception);
}
