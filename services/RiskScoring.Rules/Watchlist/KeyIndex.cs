using RebateFlow.Primitives;

namespace RebateFlow.RiskScoring.Rules.Watchlist;

/// <summary>
/// The entries of one kind by key. Of a prefix kind all that match count, down to the longest that
/// is an exception.
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
    /// The entries in force that match, the gravest first and of one level the longest first. An
    /// exception ends the shorter ones.
    /// </summary>
    public IEnumerable<ListedEntry> Find(string value, DateOnly day)
    {
        var code = CodeText.Normalize(value);
        if (!WatchlistKey.IsPrefix(Kind))
            return byKey.TryGetValue(code, out var exact) ? InForce(exact, day) : [];

        var found = new List<ListedEntry>();
        for (var length = Math.Min(code.Length, longest); length >= shortest; length--)
        {
            if (!bySpan.TryGetValue(code.AsSpan(0, length), out var entries))
                continue;
            var inForce = InForce(entries, day);
            found.AddRange(inForce);
            if (Array.Exists(inForce, entry => entry.IsException))
                break;
        }
        return found.Count < 2 ? found : found.OrderBy(entry => entry.Level);
    }

    private static ListedEntry[] InForce(ListedEntry[] entries, DateOnly day) =>
        Array.FindAll(entries, entry => entry.IsInForceOn(day));
}
