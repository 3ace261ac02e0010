namespace RebateFlow.Intake.PreDeclarations;

/// <summary>
/// Large files are read and written one at a time, so that memory is that of one of them. The small
/// ones pass by.
/// </summary>
public sealed class LargeFiles : IDisposable
{
    private const int LargeBytes = 256 * 1024;

    private readonly SemaphoreSlim gate = new(1, 1);

    /// <summary>
    /// Waits for its turn when the file is large; dispose it when the work is done.
    /// </summary>
    public async ValueTask<Turn> EnterAsync(long bytes, CancellationToken cancel)
    {
        if (bytes <= LargeBytes)
            return new Turn(null);
        await gate.WaitAsync(cancel);
        return new Turn(gate);
    }

    /// <inheritdoc/>
    public void Dispose() => gate.Dispose();

    /// <summary>The turn of one file.</summary>
    public readonly struct Turn(SemaphoreSlim? gate) : IDisposable
    {
        /// <inheritdoc/>
        public void Dispose() => gate?.Release();
    }
}
