using Npgsql;
using RebateFlow.RiskScoring.Scoring;

namespace RebateFlow.RiskScoring.Watchlist;

/// <summary>
/// The approved list in memory, rebuilt when the database is at a later revision.
/// </summary>
public sealed class WatchlistCache : IDisposable
{
    private readonly RevisionCache<NpgsqlConnection, WatchlistSnapshot> cache = new(
        WatchlistSnapshot.Empty,
        snapshot => snapshot.Revision,
        WatchlistSql.LoadSnapshotAsync
    );

    /// <summary>The list at this revision or a later one, read if need be by the caller.</summary>
    public ValueTask<WatchlistSnapshot> GetAsync(
        long revision,
        NpgsqlConnection connection,
        CancellationToken cancel
    ) => cache.GetAsync(revision, connection, cancel);

    /// <inheritdoc/>
    public void Dispose() => cache.Dispose();
}
