namespace RebateFlow.Intake.Events;

/// <summary>Where a stream begins. Pure.</summary>
/// <param name="Now">Where the pre-declaration stands.</param>
/// <param name="Backlog">Events that its reader gets first, in order.</param>
public sealed record StreamStart(FilingEvent Now, IReadOnlyList<FilingEvent> Backlog)
{
    /// <summary>
    /// Goes on after a version: what was recorded since, and the state of now, should that not have
    /// been recorded because nobody listened at the time.
    /// </summary>
    public static StreamStart Resume(
        FilingEvent now,
        long told,
        IReadOnlyList<FilingEvent> recorded
    )
    {
        var missed = recorded.Where(one => one.Version <= now.Version).ToList();
        var last = missed.Count > 0 ? missed[^1] : null;
        var isTold =
            told >= now.Version
            || (last is not null && last.State == now.State && last.AttemptNo == now.AttemptNo);
        return new StreamStart(now, isTold ? missed : [.. missed, now]);
    }
}
