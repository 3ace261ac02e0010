using RebateFlow.Messaging.Batching;

namespace RebateFlow.Intake.Submissions;

/// <summary>
/// Lets ordinary filings in one by one, with a rest after each, while express ones are at work.
/// None waits longer than a second for its turn; then it goes in beside the others.
/// </summary>
public sealed class SubmissionThrottle(LanePriority priority) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim ordinary = new(1, 1);

    /// <summary>Which lane an exporter's filing will probably take.</summary>
    public LaneMemory Memory { get; } = new();

    /// <summary>
    /// Waits for the turn of an exporter's filing; it ends when it is disposed. Hold it while there
    /// is work to do, not while others are waited for.
    /// </summary>
    public async Task<IDisposable> EnterAsync(string uscc, CancellationToken cancel)
    {
        var isInTurn =
            Memory.IsOrdinary(uscc)
            && priority.IsTaken
            && await ordinary.WaitAsync(Patience, cancel);
        var lane = Memory.Guess(uscc);
        var begun = priority.Begin(lane);
        return new Turn(() => _ = LeaveAsync(lane, begun, isInTurn));
    }

    /// <inheritdoc/>
    public void Dispose() => ordinary.Dispose();

    /// <summary>
    /// The next one comes after the rest; the one that ends does not wait for it.
    /// </summary>
    private async Task LeaveAsync(string lane, long begun, bool isInTurn)
    {
        var rest = priority.EndAsync(lane, begun);
        if (!isInTurn)
            return;
        await rest;
        ordinary.Release();
    }

    private sealed class Turn(Action leave) : IDisposable
    {
        private Action? leave = leave;

        public void Dispose() => Interlocked.Exchange(ref leave, null)?.Invoke();
    }
}
