using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace RebateFlow.Messaging;

/// <summary>
/// Work that a service does again and again in the background. A round that fails is told once as
/// an error, however often it fails in a row, and tried again after a pause that grows; a fault of
/// the work never ends the service.
/// </summary>
/// <remarks>
/// Where one instance is to work at a time, the round takes an <see cref="AdvisoryLock"/> in its
/// transaction and gives up when another has it.
/// </remarks>
public abstract partial class PeriodicWork(TimeProvider clock, ILogger log) : BackgroundService
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    /// <summary>From the beginning of one round to that of the next, above zero.</summary>
    protected abstract TimeSpan Interval { get; }

    /// <summary>Whether the first round is at the start, not an interval after it.</summary>
    protected virtual bool BeginsAtStart => false;

    /// <summary>One round. Nothing may be lost when it breaks off.</summary>
    protected abstract Task WorkAsync(CancellationToken cancel);

    /// <summary>Waits until the next round is due; false when there is none any more.</summary>
    protected virtual ValueTask<bool> WaitAsync(PeriodicTimer timer, CancellationToken cancel) =>
        timer.WaitForNextTickAsync(cancel);

    /// <inheritdoc/>
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            if (!BeginsAtStart && !await WaitAsync(timer, stoppingToken))
                return;
            do await SucceedAsync(stoppingToken);
            while (await WaitAsync(timer, stoppingToken));
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // The service stops.
        }
    }

    private async Task SucceedAsync(CancellationToken cancel)
    {
        for (var failures = 1; ; failures++)
        {
            try
            {
                await WorkAsync(cancel);
                if (failures > 1)
                    LogRecovered(log, GetType().Name, failures - 1);
                return;
            }
            // Clients of servers that went away cancel what they waited for, so a cancellation that
            // nobody asked for is a fault like any other.
            catch (Exception fault) when (!cancel.IsCancellationRequested)
            {
                if (failures == 1)
                    LogFailed(log, GetType().Name, fault);
                await Task.Delay(PauseAfter(failures), clock, cancel);
            }
        }
    }

    private static TimeSpan PauseAfter(int failures)
    {
        var pause = FirstPause * Math.Pow(2, Math.Min(failures - 1, 10));
        return pause < LongestPause ? pause : LongestPause;
    }

    [LoggerMessage(LogLevel.Error, "{Work} failed; it is tried again until it succeeds")]
    private static partial void LogFailed(ILogger log, string work, Exception exception);

    [LoggerMessage(LogLevel.Information, "{Work} succeeds again after {Failures} failures")]
    private static partial void LogRecovered(ILogger log, string work, int failures);
}
