namespace RebateFlow.Intake.Webhooks;

/// <summary>The section <c>Webhooks</c> of the configuration.</summary>
public sealed class WebhookSettings
{
    public const string Section = "Webhooks";

    /// <summary>
    /// Pauses before the second, third and further tries of a delivery, each with up to a tenth
    /// more or less. After the last one it has failed. Default: the schedule that Standard Webhooks
    /// proposes, 5 s to 24 h, in all about three days.
    /// </summary>
    public IList<TimeSpan> RetryPauses { get; } = [];

    /// <summary>Longest time for a try, connecting included. Default: 15 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Deliveries on their way to one target at once. Default: 4.</summary>
    public int ConcurrencyPerTarget { get; init; } = 4;

    /// <summary>Targets that an instance sends to at once. Default: 32.</summary>
    public int Targets { get; init; } = 32;

    /// <summary>How often due deliveries are looked for without a wake-up. Default: 1 s.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long one instance sends to a target before another one may. Default: 1 min; should
    /// the instance die, the target waits that long and the time of a try.
    /// </summary>
    public TimeSpan Turn { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Failures in a row after which a target is left alone until the next try is due. Default: 4.
    /// </summary>
    public int FailuresOfTurn { get; init; } = 4;

    /// <summary>How long it is left alone then. Default: 30 s.</summary>
    public TimeSpan Rest { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Webhooks of one exporter. Default: 10.</summary>
    public int PerExporter { get; init; } = 10;

    /// <summary>How long a former secret signs beside the new one. Default: 1 day.</summary>
    public TimeSpan SecretOverlap { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How long deliveries that have ended stay in the log. Default: 30 days.</summary>
    public TimeSpan LogRetention { get; init; } = TimeSpan.FromDays(30);

    /// <summary>
    /// Takes http to this very machine, for an ERP under development. Default: false; Intake does
    /// not start with it in Production.
    /// </summary>
    public bool AllowLoopback { get; init; }

    /// <summary>The pauses in force.</summary>
    public IReadOnlyList<TimeSpan> Pauses =>
        RetryPauses.Count > 0 ? [.. RetryPauses] : ProposedPauses;

    private static readonly TimeSpan[] ProposedPauses =
    [
        TimeSpan.FromSeconds(5),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(2),
        TimeSpan.FromHours(5),
        TimeSpan.FromHours(10),
        TimeSpan.FromHours(14),
        TimeSpan.FromHours(20),
        TimeSpan.FromHours(24),
    ];
}
