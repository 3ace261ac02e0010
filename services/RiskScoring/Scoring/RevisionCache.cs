namespace RebateFlow.RiskScoring.Scoring;

/// <summary>
/// Something read from the database and kept in memory, with the revision it was read at. A caller
/// names the least revision that it needs; an older copy is read anew, by one caller while the
/// others wait.
/// </summary>
public sealed class RevisionCache<TSource, T>(
    T initial,
    Func<T, long> revisionOf,
    Func<TSource, CancellationToken, Task<T>> load
) : IDisposable
    where T : class
{
    private readonly SemaphoreSlim loading = new(1, 1);
    private T current = initial;

    /// <summary>A copy of at least this revision.</summary>
    /// <param name="revision">The least revision that will do.</param>
    /// <param name="source">
    /// The caller's own connection: if callers that wait for the copy hold all connections, one of
    /// them can still read it.
    /// </param>
    /// <param name="cancel">Ends the waiting.</param>
    public ValueTask<T> GetAsync(long revision, TSource source, CancellationToken cancel)
    {
        var copy = Volatile.Read(ref current);
        return revisionOf(copy) >= revision
            ? new(copy)
            : new(ReloadAsync(revision, source, cancel));
    }

    /// <inheritdoc/>
    public void Dispose() => loading.Dispose();

    private async Task<T> ReloadAsync(long revision, TSource source, CancellationToken cancel)
    {
        await loading.WaitAsync(cancel);
        try
        {
            if (revisionOf(current) < revision)
                Volatile.Write(ref current, await load(source, cancel));
            return current;
        }
        finally
        {
            loading.Release();
        }
    }
}
