using RebateFlow.RiskScoring.Rules.Names;

namespace RebateFlow.RiskScoring.Rules.Watchlist;

/// <summary>An entry that a name resembles.</summary>
/// <param name="Text">The name or alias of the entry that resembles it most.</param>
public sealed record NamedEntry(ListedEntry Entry, string Text, NameScore Score);

/// <summary>The entries of a list by name: enterprises, suppliers and legal persons.</summary>
public sealed class ListedNames
{
    private readonly ListedEntry[] entries;
    private readonly NameIndex index;

    public ListedNames(IEnumerable<ListedEntry> all)
    {
        entries = [.. all.Where(entry => KindOf(entry.Kind) is not null)];
        index = new NameIndex(entries.SelectMany(NamesOf));
    }

    /// <summary>Whether entries of a kind are found by name, and as what.</summary>
    public static NameKind? KindOf(WatchlistKind kind) =>
        kind switch
        {
            WatchlistKind.Enterprise => NameKind.Company,
            WatchlistKind.Supplier => NameKind.Company,
            WatchlistKind.LegalPerson => NameKind.Person,
            WatchlistKind.Commodity => null,
            WatchlistKind.CustomsDistrict => null,
            WatchlistKind.SourceRegion => null,
            WatchlistKind.Country => null,
        };

    /// <summary>Entries in force on a day that a name resembles, the most alike first.</summary>
    public IEnumerable<NamedEntry> Find(
        string name,
        NameKind kind,
        DateOnly day,
        NameWeights weights,
        int? threshold
    ) =>
        index
            .Find(name, kind, weights, threshold)
            .Select(match => new NamedEntry(entries[match.Owner], match.Text, match.Score))
            .Where(found => found.Entry.IsInForceOn(day));

    private static IEnumerable<ListedName> NamesOf(ListedEntry entry, int owner)
    {
        var kind = KindOf(entry.Kind) ?? NameKind.Company;
        var own = entry.Name.Length > 0 || kind == NameKind.Company ? entry.Name : entry.Key;
        if (own.Length > 0)
            yield return new ListedName(owner, own, kind, IsAlias: false);
        // The key of a person is a name; what stands beside it may be another.
        if (kind == NameKind.Person && own != entry.Key)
            yield return new ListedName(owner, entry.Key, kind, IsAlias: false);
        foreach (var alias in entry.Aliases ?? [])
            yield return new ListedName(owner, alias, kind, IsAlias: true);
    }
}
