using RebateFlow.Primitives;

namespace RebateFlow.RiskScoring.Rules.Watchlist;

/// <summary>
/// The entries of one kind by key. Prefix kinds are found by the longest prefix in force.
/// </summary>
internal sealed class KeyIndex
{
    private readonly Dictionary<string, ListedEntry[]> byKey;
    private readonly Dictionary<string, ListedEntry[]>.AlternateLookup<ReadOnlySpan<char>> bySpan;
    private readonly int shortest;
    private readonly int longest;

    public KeyIndex(WatchlistKind kind, IEnumerable<ListedEntry> entries)
    {
        Kind = kind;
        byKey = entries
            .GroupBy(entry => WatchlistKey.PrefixOf(kind, entry.Key), StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
        bySpan = byKey.GetAlternateLookup<ReadOnlySpan<char>>();
        shortest = byKey.Keys.Select(key => key.Length).DefaultIfEmpty(0).Min();
        longest = byKey.Keys.Select(key => key.Length).DefaultIfEmpty(0).Max();
    }

    public WatchlistKind Kind { get; }

    public bool IsEmpty => byKey.Count == 0;

    public bool HasEntryOn(DateOnly day) =>
        byKey.Values.Any(entries => entries.Any(entry => entry.IsInForceOn(day)));

    /// <summary>
    /// The entries in force under the longest prefix that has any; empty without one.
    /// </summary>
    public IEnumerable<ListedEntry> Find(string value, DateOnly day)
    {
        var code = CodeText.Normalize(value);
        if (!WatchlistKey.IsPrefix(Kind))
            return byKey.TryGetValue(code, out var exact) ? InForce(exact, day) : [];

        for (var length = Math.Min(code.Length, longest); length >= shortest; length--)
        {
            if (bySpan.TryGetValue(code.AsSpan(0, length), out var entries))
            {
                var inForce = InForce(entries, day);
                if (inForce.Length > 0)
                    return inForce;
            }
        }
        return [];
    }

    private static ListedEntry[] InForce(ListedEntry[] entries, DateOnly day) =>
        Array.FindAll(entries, entry => entry.IsInForceOn(day));
}
