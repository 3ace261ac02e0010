namespace RebateFlow.Bench.Peers;

/// <summary>Counts committed effects in the process: waiting costs the database nothing.</summary>
public sealed class Effects
{
    private int stored;

    /// <summary>Adds what has just been committed.</summary>
    public void Add(int count) => Interlocked.Add(ref stored, count);

    /// <summary>Waits for so many, at most 5 minutes; looks every 5 ms.</summary>
    public async Task UntilAsync(int count)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        while (Volatile.Read(ref stored) < count)
            await timer.WaitForNextTickAsync(limit.Token);
    }
}
