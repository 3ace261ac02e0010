using RebateFlow.RiskScoring.Rules.Watchlist;

namespace RebateFlow.RiskScoring.Watchlist;

/// <summary>Something that whoever drafts or approves an entry has to know.</summary>
/// <param name="Code">GRAVER_ABOVE, HIDES_ABOVE or EXCEPTION_BELOW.</param>
/// <param name="EntryId">The other entry.</param>
/// <param name="Key">Its key.</param>
/// <param name="Level">Its level.</param>
public sealed record EntryWarning(string Code, Guid EntryId, string Key, int Level, string Text);

/// <summary>
/// How an entry stands to those above and below it, where keys are prefixes: what is graver above
/// it and counts all the same, what it takes values from, and what takes values from it. Pure.
/// </summary>
public sealed class EntryWarnings
{
    private readonly ILookup<(WatchlistKind, string Prefix), ListedEntry> byPrefix;
    private readonly ListedEntry[] exceptions;

    /// <param name="others">Entries that are listed, or are to be.</param>
    public EntryWarnings(IEnumerable<ListedEntry> others)
    {
        ListedEntry[] all = [.. others.Where(one => WatchlistKey.IsPrefix(one.Kind))];
        byPrefix = all.ToLookup(one => (one.Kind, PrefixOf(one)));
        exceptions = [.. all.Where(one => one.IsException)];
    }

    /// <summary>The warnings of an entry, by the lengths of the other keys.</summary>
    public IReadOnlyList<EntryWarning> Of(ListedEntry entry, bool isChinese)
    {
        if (!WatchlistKey.IsPrefix(entry.Kind))
            return [];
        var key = PrefixOf(entry);
        var above = Enumerable
            .Range(1, key.Length - 1)
            .SelectMany(length => byPrefix[(entry.Kind, key[..length])])
            .Where(other => Meets(entry, other))
            .ToArray();
        var below = exceptions.Where(other =>
            other.Kind == entry.Kind
            && PrefixOf(other).Length > key.Length
            && PrefixOf(other).StartsWith(key, StringComparison.Ordinal)
            && Meets(entry, other)
        );
        var warnings = entry.IsException
            ? above.Select(other => Hides(other, isChinese))
            : above
                .Where(other => other.Level < entry.Level)
                .Select(other => Graver(other, isChinese));
        return [.. warnings, .. below.Select(other => Excepted(other, isChinese))];
    }

    private static bool Meets(ListedEntry entry, ListedEntry other) =>
        other.EntryId != entry.EntryId
        && (entry.Valid.To is not { } end || other.Valid.From <= end)
        && (other.Valid.To is not { } to || entry.Valid.From <= to);

    private static string PrefixOf(ListedEntry entry) =>
        WatchlistKey.PrefixOf(entry.Kind, entry.Key);

    private static EntryWarning Graver(ListedEntry other, bool isChinese) =>
        Told(
            "GRAVER_ABOVE",
            other,
            isChinese
                ? $"{other.Key} 为 {other.Level} 级，更严且仍然适用；如应例外，请标为例外 (isException)"
                : $"{other.Key} has level {other.Level}, is graver and goes on counting; should it "
                    + "not, make this entry an exception (isException)"
        );

    private static EntryWarning Hides(ListedEntry other, bool isChinese) =>
        Told(
            "HIDES_ABOVE",
            other,
            isChinese
                ? $"作为例外，其下的值不再适用 {other.Key}（{other.Level} 级）"
                : $"As an exception it takes its values from {other.Key} (level {other.Level})"
        );

    private static EntryWarning Excepted(ListedEntry other, bool isChinese) =>
        Told(
            "EXCEPTION_BELOW",
            other,
            isChinese
                ? $"{other.Key}（{other.Level} 级）为例外，其下的值不适用本条"
                : $"{other.Key} (level {other.Level}) is an exception; this entry does not count "
                    + "for its values"
        );

    private static EntryWarning Told(string code, ListedEntry other, string text) =>
        new(code, other.EntryId, other.Key, other.Level, text);
}
