namespace RebateFlow.Intake.Submissions;

/// <summary>
/// Large files are read and written one at a time, so that they never take more memory than one of
/// them. Small ones do not wait.
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

    /// <summary>
    /// Where a file is written before it is sent: in memory, or on disk when it is large. It is
    /// gone when it is closed.
    /// </summary>
    /// <param name="bytes">Size of what it is made from.</param>
    public static Stream OpenScratch(long bytes)
    {
        if (bytes <= LargeBytes)
            return new MemoryStream();
        var path = Path.Combine(Path.GetTempPath(), $"rebateflow-{Guid.CreateVersion7():N}");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.DeleteOnClose,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
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
