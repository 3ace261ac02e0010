using RebateFlow.Contracts;

namespace RebateFlow.Intake.PreDeclarations;

/// <summary>
/// Large filings are checked one at a time in each lane, so that memory is that of one of them,
/// however many come in. The small ones pass by.
/// </summary>
public sealed class LargeFilings : IDisposable
{
    private readonly SemaphoreSlim express = new(1, 1);
    private readonly SemaphoreSlim ordinary = new(1, 1);

    /// <summary>
    /// Waits for its turn when the filing is large; dispose it when the check ended.
    /// </summary>
    public async ValueTask<Turn> EnterAsync(CheckSubject subject, CancellationToken cancel)
    {
        if (subject.LineCount <= PackedJson.ManyLines)
            return new Turn(null);
        var gate = subject.Lane == Lanes.Express ? express : ordinary;
        await gate.WaitAsync(cancel);
        return new Turn(gate);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        express.Dispose();
        ordinary.Dispose();
    }

    /// <summary>The turn of one filing.</summary>
    public readonly struct Turn(SemaphoreSlim? gate) : IDisposable
    {
        /// <inheritdoc/>
        public void Dispose() => gate?.Release();
    }
}
