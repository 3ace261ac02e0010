using RebateFlow.Contracts.Intake;
using RebateFlow.Contracts.Risk;
using RebateFlow.RiskScoring.Rules.FilingFacts;
using RebateFlow.RiskScoring.Rules.Watchlist;

namespace RebateFlow.RiskScoring.Watchlist;

/// <summary>
/// The approved list at one revision, in memory. Immutable: a change of the list makes a new
/// snapshot, so scoring neither locks nor queries line by line.
/// </summary>
public sealed class WatchlistSnapshot
{
    /// <summary>No entries; older than every stored revision.</summary>
    public static readonly WatchlistSnapshot Empty = new(-1, []);

    private readonly KeyIndex[] byKind;
    private readonly Lazy<ListedNames> names;
    private KindsOfDay? kindsOfDay;

    public WatchlistSnapshot(long revision, IReadOnlyCollection<ListedEntry> entries)
    {
        Revision = revision;
        names = new(() => new ListedNames(entries));
        byKind =
        [
            .. Enum.GetValues<WatchlistKind>()
                .Select(kind => new KeyIndex(kind, entries.Where(entry => entry.Kind == kind))),
        ];
    }

    /// <summary>Revision of the list, counted by the database.</summary>
    public long Revision { get; }

    /// <summary>
    /// The entries in force on a day that a filing touches, by kind and matched value.
    /// </summary>
    public WatchlistFacts Match(Declarant declarant, FilingContent content, DateOnly day) =>
        Match((declarant.Uscc, declarant.LegalPerson), content, day);

    /// <summary>The same for a declarant of whom only that much was kept.</summary>
    public WatchlistFacts Match(
        (string Uscc, string LegalPerson) declarant,
        FilingContent content,
        DateOnly day
    )
    {
        var hits = new Hits(day);
        hits.Look(Of(WatchlistKind.Enterprise), declarant.Uscc);
        if (Of(WatchlistKind.Supplier) is { IsEmpty: false } suppliers)
        {
            for (var i = 0; i < content.PurchaseLines.Count; i++)
                hits.Look(suppliers, content.PurchaseLines[i].SupplierTaxId);
        }
        LookAtLines(hits, WatchlistKind.Commodity, content, line => line.CommodityCode);
        LookAtLines(hits, WatchlistKind.CustomsDistrict, content, line => line.CustomsDistrict);
        LookAtLines(hits, WatchlistKind.SourceRegion, content, line => line.SourceRegion);
        LookAtLines(hits, WatchlistKind.Country, content, line => line.DestinationCountry);
        if (Of(WatchlistKind.LegalPerson) is { IsEmpty: false } persons)
            hits.Look(persons, WatchlistKey.NameOf(declarant.LegalPerson));
        return new WatchlistFacts
        {
            Revision = Revision,
            KindsInForce = KindsInForceOn(day),
            Hits = hits.InOrder(),
        };
    }

    /// <summary>
    /// The entries by name. Built when somebody first asks: scoring compares ids, not names.
    /// </summary>
    public ListedNames Names => names.Value;

    /// <summary>Entries of a kind in force on a day that a value is under, gravest first.</summary>
    public IEnumerable<ListedEntry> Find(WatchlistKind kind, string value, DateOnly day) =>
        Of(kind).IsEmpty ? [] : Of(kind).Find(value, day);

    private KeyIndex Of(WatchlistKind kind) => byKind[(int)kind];

    private void LookAtLines(
        Hits hits,
        WatchlistKind kind,
        FilingContent content,
        Func<FiledExportLine, string> value
    )
    {
        var index = Of(kind);
        if (index.IsEmpty)
            return;
        for (var i = 0; i < content.ExportLines.Count; i++)
            hits.Look(index, value(content.ExportLines[i]));
    }

    private IReadOnlyList<string> KindsInForceOn(DateOnly day)
    {
        // All filings of a day ask the same; the first one that asks finds out.
        if (kindsOfDay is not { } known || known.Day != day)
        {
            known = new KindsOfDay(
                day,
                [
                    .. byKind
                        .Where(index => index.HasEntryOn(day))
                        .Select(index => WatchlistKinds.NameOf(index.Kind)),
                ]
            );
            kindsOfDay = known;
        }
        return known.Kinds;
    }

    private sealed record KindsOfDay(DateOnly Day, IReadOnlyList<string> Kinds);

    private sealed class Hits(DateOnly day)
    {
        private readonly List<WatchlistHit> found = [];
        private readonly HashSet<(WatchlistKind, string)> seen = [];
        private string last = "";
        private KeyIndex? lastIndex;

        public void Look(KeyIndex index, string value)
        {
            // Lines of one filing mostly repeat the value of the line before.
            if (index.IsEmpty || value.Length == 0 || (index == lastIndex && value == last))
                return;
            (lastIndex, last) = (index, value);
            if (!seen.Add((index.Kind, value)))
                return;
            foreach (var entry in index.Find(value, day))
                found.Add(
                    new WatchlistHit
                    {
                        EntryId = entry.VersionId,
                        WatchlistEntryId = entry.EntryId,
                        WatchlistVersionId = entry.VersionId,
                        Kind = WatchlistKinds.NameOf(entry.Kind),
                        Key = entry.Key,
                        MatchedValue = value,
                        Level = entry.Level,
                        Reason = entry.Reason,
                    }
                );
        }

        public List<WatchlistHit> InOrder()
        {
            found.Sort(
                (left, right) =>
                    (
                        WatchlistKinds.ByName[left.Kind],
                        left.MatchedValue,
                        left.Level,
                        left.Key
                    ).CompareTo(
                        (
                            WatchlistKinds.ByName[right.Kind],
                            right.MatchedValue,
                            right.Level,
                            right.Key
                        )
                    )
            );
            return found;
        }
    }
}
