namespace RebateFlow.Intake.Events;

/// <summary>The section <c>Listening</c> of the configuration.</summary>
public sealed class ListeningSettings
{
    public const string Section = "Listening";

    /// <summary>How often an idle stream sends a sign of life. Default: 15 s.</summary>
    public TimeSpan HeartBeat { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Longest life of a stream, which also ends with its token. Default: 1 h.</summary>
    public TimeSpan LongestStream { get; init; } = TimeSpan.FromHours(1);

    /// <summary>
    /// How long changes are kept for a listener that is away. Default: 1 day.
    /// </summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Streams that one client may hold open on an instance. Default: 8.</summary>
    public int StreamsPerClient { get; init; } = 8;

    /// <summary>Streams that an instance holds open. Default: 2,000.</summary>
    public int Streams { get; init; } = 2_000;
}
