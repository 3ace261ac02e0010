using Npgsql;

namespace RebateFlow.Approval.Policies;

/// <summary>
/// The dated data in memory. Whoever decides something reads the version inside its own transaction
/// and asks for exactly that one, so no instance ever decides by a stale copy.
/// </summary>
public sealed class ReferenceCache(NpgsqlDataSource database) : IDisposable
{
    private readonly SemaphoreSlim loading = new(1, 1);
    private volatile Reference? newest;

    public ValueTask<Reference> GetAsync(long version, CancellationToken cancel) =>
        newest is { } current && current.Version == version
            ? ValueTask.FromResult(current)
            : new(LoadAsync(version, cancel));

    /// <summary>The newest, for pages and lists.</summary>
    public async Task<Reference> NewestAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        return await GetAsync(await ReferenceSql.VersionAsync(connection), cancel);
    }

    public void Dispose() => loading.Dispose();

    private async Task<Reference> LoadAsync(long version, CancellationToken cancel)
    {
        await loading.WaitAsync(cancel);
        try
        {
            // A newer copy than asked for is as good: it was committed before this call.
            if (newest is { } current && current.Version >= version)
                return current;
            return newest = await ReferenceSql.LoadAsync(database, cancel);
        }
        finally
        {
            loading.Release();
        }
    }
}
