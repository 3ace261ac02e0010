using System.Collections.Concurrent;
using RebateFlow.Contracts;

namespace RebateFlow.Intake.Submissions;

/// <summary>
/// The lane of an exporter's last filing. It is only a guess, so that attempt and message can be
/// written in one round trip: the database decides the lane, and after a wrong guess both are
/// written again.
/// </summary>
public sealed class LaneMemory
{
    private readonly ConcurrentDictionary<string, string> lanes = new(StringComparer.Ordinal);

    /// <summary>The lane the next filing will probably take; at first ordinary.</summary>
    public string Guess(string uscc) => lanes.GetValueOrDefault(uscc, Lanes.Ordinary);

    /// <summary>Whether the last filing took the ordinary lane; at first false.</summary>
    public bool IsOrdinary(string uscc) =>
        lanes.TryGetValue(uscc, out var lane) && lane == Lanes.Ordinary;

    /// <summary>Remembers what the database said.</summary>
    public void Learn(string uscc, string lane) => lanes[uscc] = lane;
}
