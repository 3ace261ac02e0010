using System.Collections.Concurrent;
using System.Diagnostics;

namespace RebateFlow.Testing.Hosts;

/// <summary>Collects the spans of everything in this process, whoever starts them.</summary>
public sealed class TraceLog : IDisposable
{
    private readonly ConcurrentQueue<Activity> spans = [];
    private readonly ActivityListener listener;

    public TraceLog()
    {
        listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) =>
                ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
    }

    /// <summary>A trace of a client, as the header <c>traceparent</c> carries it.</summary>
    public static (string TraceId, (string Name, string Value) Header) NewTrace()
    {
        var trace = ActivityTraceId.CreateRandom().ToHexString();
        return (trace, ("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01"));
    }

    /// <summary>Ended spans of a trace.</summary>
    public IReadOnlyList<Activity> Of(string traceId) =>
        [.. spans.Where(span => span.TraceId.ToHexString() == traceId)];

    public void Dispose() => listener.Dispose();
}
