using RebateFlow.Messaging;

namespace RebateFlow.Intake.Events;

/// <summary>Drops, once an hour, events that nobody can ask for any more.</summary>
public sealed class DropOldEvents(
    FilingStreams streams,
    TimeProvider clock,
    ILogger<DropOldEvents> log
) : PeriodicWork(clock, log)
{
    /// <inheritdoc/>
    protected override TimeSpan Interval => TimeSpan.FromHours(1);

    /// <inheritdoc/>
    protected override Task WorkAsync(CancellationToken cancel) => streams.DropOldAsync(cancel);
}
