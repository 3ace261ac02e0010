using System.Diagnostics;
using System.Diagnostics.Metrics;
using RebateFlow.Messaging.Outbox;

namespace RebateFlow.Messaging;

/// <summary>Names and instruments of the messaging kernel.</summary>
public sealed class MessagingTelemetry : IDisposable
{
    /// <summary>Name of the activity source and of the meter.</summary>
    public const string Name = "RebateFlow.Messaging";

    /// <summary>Source of the spans of the kernel.</summary>
    public static readonly ActivitySource Source = new(Name);

    private readonly Meter meter;
    private readonly Histogram<double> outboxAge;
    private readonly Counter<long> parked;
    private readonly TimeProvider clock;

    /// <summary>
    /// Instruments: <c>rebateflow.outbox.age</c> (s), <c>rebateflow.messages.parked</c>.
    /// </summary>
    public MessagingTelemetry(IMeterFactory meters, TimeProvider clock)
    {
        this.clock = clock;
        meter = meters.Create(Name);
        outboxAge = meter.CreateHistogram<double>(
            "rebateflow.outbox.age",
            "s",
            "Age of an outbox row when the broker had confirmed it"
        );
        parked = meter.CreateCounter<long>(
            "rebateflow.messages.parked",
            "{message}",
            "Messages moved to a delay or an error queue"
        );
    }

    internal void Relayed(List<OutboxRow> rows, string lane)
    {
        var oldest = rows[0].CreatedAt;
        foreach (var row in rows)
            oldest = row.CreatedAt < oldest ? row.CreatedAt : oldest;
        outboxAge.Record(
            (clock.GetUtcNow() - oldest).TotalSeconds,
            new KeyValuePair<string, object?>("lane", lane)
        );
    }

    internal void Parked(string queue) =>
        parked.Add(1, new KeyValuePair<string, object?>("queue", queue));

    /// <inheritdoc/>
    public void Dispose() => meter.Dispose();
}
