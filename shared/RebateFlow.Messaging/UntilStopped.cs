using Polly;
using Polly.Retry;

namespace RebateFlow.Messaging;

/// <summary>
/// Work of a background service, tried again after any fault until the service stops. Pauses grow
/// from a tenth of a second and begin anew when a round succeeds.
/// </summary>
public sealed class UntilStopped(TimeSpan longestPause, Action<Exception> onFault)
{
    private readonly ResiliencePipeline again = new ResiliencePipelineBuilder()
        .AddRetry(
            new RetryStrategyOptions
            {
                // A client whose server went away cancels its waiting calls, so a cancellation that
                // did not come from the host is a fault like any other.
                ShouldHandle = arguments =>
                    ValueTask.FromResult(
                        arguments.Outcome.Exception is not null
                            && !arguments.Context.CancellationToken.IsCancellationRequested
                    ),
                MaxRetryAttempts = int.MaxValue,
                BackoffType = DelayBackoffType.Exponential,
                Delay = TimeSpan.FromMilliseconds(100),
                MaxDelay = longestPause,
                UseJitter = true,
                OnRetry = arguments =>
                {
                    onFault(arguments.Outcome.Exception!);
                    return ValueTask.CompletedTask;
                },
            }
        )
        .Build();

    /// <summary>Does one round after the other; returns when the service stops.</summary>
    public async Task RepeatAsync(
        Func<CancellationToken, ValueTask> round,
        CancellationToken cancel
    )
    {
        try
        {
            while (!cancel.IsCancellationRequested)
                await again.ExecuteAsync(round, cancel);
        }
        catch (Exception) when (cancel.IsCancellationRequested)
        {
            // The service stops.
        }
    }
}
