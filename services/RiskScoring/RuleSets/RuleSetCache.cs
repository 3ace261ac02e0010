using System.Collections.Concurrent;
using Npgsql;
using RebateFlow.RiskScoring.Rules.RuleSets;
using RebateFlow.RiskScoring.Scoring;

namespace RebateFlow.RiskScoring.RuleSets;

/// <summary>All installed rule sets that judge, at one revision.</summary>
/// <param name="ByStart">The sets by their first day, ascending.</param>
public sealed record RuleSetShelf(long Revision, IReadOnlyList<RuleSet> ByStart)
{
    /// <summary>No sets; older than every stored revision.</summary>
    public static readonly RuleSetShelf Empty = new(-1, []);

    /// <summary>The set that judges on a day; null when none does.</summary>
    public RuleSet? InForceOn(DateOnly day) => ByStart.LastOrDefault(set => set.From <= day);

    /// <summary>The shelf as it was without one set.</summary>
    public RuleSetShelf Without(string version) =>
        this with
        {
            ByStart = [.. ByStart.Where(set => set.Version != version)],
        };
}

/// <summary>The rule sets in memory, read anew when the database is at a later revision.</summary>
public sealed class RuleSetCache : IDisposable
{
    private readonly RevisionCache<NpgsqlConnection, RuleSetShelf> cache = new(
        RuleSetShelf.Empty,
        shelf => shelf.Revision,
        RuleSetSql.LoadShelfAsync
    );

    private readonly ConcurrentDictionary<string, RuleSet> byVersion = new(StringComparer.Ordinal);

    /// <summary>The set that assessments of a day use.</summary>
    /// <exception cref="InvalidOperationException">No set is in force on that day.</exception>
    public async ValueTask<RuleSet> InForceOnAsync(
        DateOnly day,
        long revision,
        NpgsqlConnection connection,
        CancellationToken cancel
    ) =>
        await FindInForceOnAsync(day, revision, connection, cancel)
        ?? throw new InvalidOperationException($"No rule set is in force on {day:yyyy-MM-dd}.");

    /// <summary>The same; null when no set is in force on that day.</summary>
    public async ValueTask<RuleSet?> FindInForceOnAsync(
        DateOnly day,
        long revision,
        NpgsqlConnection connection,
        CancellationToken cancel
    )
    {
        var shelf = await cache.GetAsync(revision, connection, cancel);
        for (var i = shelf.ByStart.Count - 1; i >= 0; i--)
        {
            if (shelf.ByStart[i].From <= day)
                return shelf.ByStart[i];
        }
        return null;
    }

    /// <summary>
    /// A set by its version, rolled back or not; kept, since an installed set never changes.
    /// </summary>
    /// <exception cref="InvalidOperationException">No set of that version is installed.</exception>
    public async ValueTask<RuleSet> OfVersionAsync(
        NpgsqlDataSource database,
        string version,
        CancellationToken cancel
    )
    {
        if (byVersion.TryGetValue(version, out var known))
            return known;
        var document =
            await RuleSetSql.FindDocumentAsync(database, version, cancel)
            ?? throw new InvalidOperationException($"Rule set {version} is missing.");
        return byVersion.GetOrAdd(version, RuleSetReader.ReadStored(document));
    }

    /// <inheritdoc/>
    public void Dispose() => cache.Dispose();
}
