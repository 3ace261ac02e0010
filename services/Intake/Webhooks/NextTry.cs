namespace RebateFlow.Intake.Webhooks;

/// <summary>What follows from a try. Pure.</summary>
/// <param name="Status">PENDING, DELIVERED or FAILED.</param>
/// <param name="DueAt">When it is tried again, if PENDING.</param>
/// <param name="Disables">GONE or FAILING when it ends the webhook, else null.</param>
public sealed record NextTry(string Status, DateTimeOffset DueAt, string? Disables)
{
    /// <summary>
    /// Decides by the schedule. A webhook is disabled at once when its target is gone, and when one
    /// delivery has had its whole schedule while nothing got through.
    /// </summary>
    /// <param name="failingSince">First failure of the target since it last took anything.</param>
    /// <param name="jitter">-1 to 1; moves the pause by up to a tenth of it.</param>
    public static NextTry After(
        TryOutcome outcome,
        DueDelivery delivery,
        DateTimeOffset? failingSince,
        IReadOnlyList<TimeSpan> pauses,
        double jitter
    )
    {
        if (outcome.Fault is null)
            return new("DELIVERED", outcome.TriedAt, null);
        if (outcome.IsGone)
            return new("FAILED", outcome.TriedAt, "GONE");
        if (delivery.Tries < pauses.Count)
        {
            var pause = pauses[delivery.Tries] * (1 + (jitter / 10));
            return new("PENDING", outcome.TriedAt + pause, null);
        }
        var firstTriedAt = delivery.FirstTriedAt ?? outcome.TriedAt;
        var isAllInVain = (failingSince ?? outcome.TriedAt) <= firstTriedAt;
        return new("FAILED", outcome.TriedAt, isAllInVain ? "FAILING" : null);
    }
}
