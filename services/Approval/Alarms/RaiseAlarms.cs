using RebateFlow.Messaging;

namespace RebateFlow.Approval.Alarms;

/// <summary>Looks over all cases at start and then once a minute.</summary>
public sealed partial class RaiseAlarms(
    AlarmScan scan,
    TimeProvider clock,
    ILogger<RaiseAlarms> log
) : PeriodicWork(clock, log)
{
    private readonly ILogger log = log;

    protected override TimeSpan Interval => TimeSpan.FromMinutes(1);

    protected override bool BeginsAtStart => true;

    protected override async Task WorkAsync(CancellationToken cancel)
    {
        var raised = await scan.RunAsync(cancel);
        if (raised > 0)
            LogRaised(log, raised);
    }

    [LoggerMessage(LogLevel.Information, "{Count} alarms about cases were raised")]
    private static partial void LogRaised(ILogger log, int count);
}
