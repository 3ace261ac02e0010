using Npgsql;
using RebateFlow.RiskScoring.Scoring;

namespace RebateFlow.RiskScoring.Watchlist;

/// <summary>
/// The approved list in memory, rebuilt when the database is at a later revision.
/// </summary>
public sealed class WatchlistCache(NpgsqlDataSource database) : IDisposable
{
    private readonly RevisionCache<WatchlistSnapshot> cache = new(
        WatchlistSnapshot.Empty,
        snapshot => snapshot.Revision,
        cancel => WatchlistSql.LoadSnapshotAsync(database, cancel)
    );

    /// <summary>The list at this revision or a later one.</summary>
    public ValueTask<WatchlistSnapshot> GetAsync(long revision, CancellationToken cancel) =>
        cache.GetAsync(revision, cancel);

    /// <inheritdoc/>
    public void Dispose() => cache.Dispose();
}
