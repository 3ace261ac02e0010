using RebateFlow.Intake.Events;

namespace RebateFlow.Intake.Rechecks;

/// <summary>What follows when a check is stored.</summary>
/// <param name="Notifier">Tells those who listen to the filing.</param>
/// <param name="Stale">Finds the filings that stood on what has changed.</param>
public sealed record CheckFollowers(FilingNotifier Notifier, StaleChecks Stale);
