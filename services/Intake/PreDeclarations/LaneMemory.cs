using System.Collections.Concurrent;
using RebateFlow.Contracts;

namespace RebateFlow.Intake.PreDeclarations;

/// <summary>
/// The lane an exporter's last filing took. Only a guess that lets attempt and message be written
/// in one round trip: the database says the lane, and a wrong guess is written again.
/// </summary>
public sealed class LaneMemory
{
    private readonly ConcurrentDictionary<string, bool> express = new(StringComparer.Ordinal);

    /// <summary>The lane the next filing will probably take.</summary>
    public string Guess(string uscc) => express.ContainsKey(uscc) ? Lanes.Express : Lanes.Ordinary;

    /// <summary>Remembers what the database said.</summary>
    public void Learn(string uscc, string lane)
    {
        if (lane == Lanes.Express)
            express[uscc] = true;
        else
            express.TryRemove(uscc, out _);
    }
}
