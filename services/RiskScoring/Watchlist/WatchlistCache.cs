using Npgsql;
using RebateFlow.RiskScoring.Rules.FilingFacts;
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

/// <summary>Registers the list in memory and its names for comparison.</summary>
public static class ListInMemory
{
    public static void AddWatchlist(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<WatchlistCache>();
        builder.Services.AddSingleton<NamesOfList>(services =>
        {
            var database = services.GetRequiredService<NpgsqlDataSource>();
            var cache = services.GetRequiredService<WatchlistCache>();
            return async cancel =>
            {
                await using var connection = await database.OpenConnectionAsync(cancel);
                var revision = await WatchlistSql.RevisionAsync(connection, cancel);
                return (await cache.GetAsync(revision, connection, cancel)).Names;
            };
        });
    }
}
