namespace RebateFlow.Intake.Rechecks;

/// <summary>Settings of the section <c>Rechecks</c>.</summary>
public sealed class RecheckSettings
{
    /// <summary>Pause between two looks for stale checks; half a second by default.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// How long the facts of a filing have to be quiet before it is compared again, so that a burst
    /// of changes has it compared once; 2 seconds by default.
    /// </summary>
    public TimeSpan QuietFor { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest that a change waits for quiet; 1 minute by default.</summary>
    public TimeSpan AtLatestAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// When a filing that could not be compared has its next turn; 1 minute by default.
    /// </summary>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromMinutes(1);
}
