using System.Diagnostics;
using Microsoft.Extensions.Options;
using RebateFlow.Contracts;

namespace RebateFlow.Messaging.Batching;

/// <summary>
/// Express work goes first. While there is any, ordinary work rests after each step in proportion
/// to the time of that step, which keeps a part of the machine free for the next express message
/// (ADR 0017).
/// </summary>
public sealed class LanePriority(IOptions<LanePriorityOptions> options)
{
    private static readonly TimeSpan LongestRest = TimeSpan.FromMilliseconds(500);

    private int expressAtWork;
    private long lastExpress;

    /// <summary>Whether this process has express work, or had some a moment ago.</summary>
    public bool IsTaken =>
        options.Value.RestPerWork > 0
        && (
            Volatile.Read(ref expressAtWork) > 0
            || Volatile.Read(ref lastExpress) is var last and > 0
                && Stopwatch.GetElapsedTime(last) < options.Value.ExpressMemory
        );

    /// <summary>A step of a lane begins. Returns its time stamp; each step has to end.</summary>
    public long Begin(string lane)
    {
        if (lane == Lanes.Express)
            Interlocked.Increment(ref expressAtWork);
        return Stopwatch.GetTimestamp();
    }

    /// <summary>A step ended; completes when the lane may go on.</summary>
    public Task EndAsync(string lane, long begun)
    {
        if (lane == Lanes.Express)
        {
            Volatile.Write(ref lastExpress, Stopwatch.GetTimestamp());
            Interlocked.Decrement(ref expressAtWork);
            return Task.CompletedTask;
        }
        return IsTaken
            ? Task.Delay(RestAfter(Stopwatch.GetElapsedTime(begun), options.Value.RestPerWork))
            : Task.CompletedTask;
    }

    /// <summary>How long ordinary work rests during express work, half a second at most.
    /// </summary>
    public static TimeSpan RestAfter(TimeSpan worked, double restPerWork)
    {
        var rest = worked * restPerWork;
        return rest < LongestRest ? rest : LongestRest;
    }
}

/// <summary>Settings of the section <c>LanePriority</c>.</summary>
public sealed class LanePriorityOptions
{
    /// <summary>How long after express work the priority still holds.</summary>
    public TimeSpan ExpressMemory { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// Rest of ordinary work as a multiple of the step before it, 0 to 100. 0: express work has no
    /// priority; 2: ordinary work takes a third of the time during express work.
    /// </summary>
    public double RestPerWork { get; set; } = 2;
}
