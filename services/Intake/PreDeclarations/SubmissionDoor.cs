using RebateFlow.Batching;
using RebateFlow.Contracts;

namespace RebateFlow.Intake.PreDeclarations;

/// <summary>
/// Lets ordinary filings in one by one, with a rest after each, while express ones are about. None
/// waits for its turn longer than a second; then it goes in beside the others.
/// </summary>
public sealed class SubmissionDoor(RightOfWay way) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim ordinary = new(1, 1);

    /// <summary>Which lane a filing will probably take.</summary>
    public LaneMemory Memory { get; } = new();

    /// <summary>Waits for a turn; it ends when it is disposed.</summary>
    public async Task<IDisposable> EnterAsync(string lane, CancellationToken cancel)
    {
        way.Begin(lane);
        var isFree = lane == Lanes.Express || !way.IsTaken;
        if (isFree || !await ordinary.WaitAsync(Patience, cancel))
            return Turn.OfNobody;
        var begun = way.Begin(lane);
        return new Turn(() => _ = LeaveAsync(begun));
    }

    /// <inheritdoc/>
    public void Dispose() => ordinary.Dispose();

    /// <summary>The next one comes after the rest; who leaves does not wait for it.</summary>
    private async Task LeaveAsync(long begun)
    {
        await way.RestAsync(Lanes.Ordinary, begun);
        ordinary.Release();
    }

    private sealed class Turn(Action? leave) : IDisposable
    {
        public static readonly Turn OfNobody = new(null);

        private Action? leave = leave;

        public void Dispose() => Interlocked.Exchange(ref leave, null)?.Invoke();
    }
}
