using RebateFlow.Messaging;

namespace RebateFlow.Intake.Webhooks;

/// <summary>Drops, once an hour, deliveries that have left the log.</summary>
public sealed class DropOldDeliveries(
    WebhookDispatcher dispatcher,
    TimeProvider clock,
    ILogger<DropOldDeliveries> log
) : PeriodicWork(clock, log)
{
    /// <inheritdoc/>
    protected override TimeSpan Interval => TimeSpan.FromHours(1);

    /// <inheritdoc/>
    protected override Task WorkAsync(CancellationToken cancel) => dispatcher.DropOldAsync(cancel);
}
