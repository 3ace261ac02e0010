using RebateFlow.Contracts.Intake;
using RebateFlow.Contracts.Risk;
using RebateFlow.RiskScoring.Rules.Names;
using RebateFlow.RiskScoring.Rules.RuleSets;
using RebateFlow.RiskScoring.Rules.Watchlist;

namespace RebateFlow.RiskScoring.Rules.FilingFacts;

/// <summary>
/// The parties of a filing whose names are like those of listed ones, where no id told of them.
/// Pure. The work is bounded: distinct names up to a limit, each by the keys of the index.
/// </summary>
public static class NameHits
{
    /// <summary>What the list says of a filing, with the likenesses of names added.</summary>
    /// <param name="facts">What ids and codes matched.</param>
    /// <param name="names">The names of the list.</param>
    /// <param name="declarant">Registered name of the declarant; empty when not known.</param>
    /// <param name="content">The lines.</param>
    /// <param name="option">From which likeness on, and how many names at most.</param>
    /// <param name="day">Day on which an entry has to be in force.</param>
    public static WatchlistFacts AddTo(
        WatchlistFacts facts,
        ListedNames names,
        string declarant,
        FilingContent content,
        NameOption option,
        DateOnly day
    )
    {
        var search = new Search(facts.Hits, names, option, day);
        search.Look(WatchlistKind.Enterprise, declarant);
        for (var i = 0; i < content.PurchaseLines.Count; i++)
            search.Look(WatchlistKind.Supplier, content.PurchaseLines[i].SupplierName);
        return search.Found.Count == 0 && search.LeftOut == 0
            ? facts
            : facts with
            {
                Hits = [.. facts.Hits, .. search.InOrder()],
                NamesLeftOut = search.LeftOut == 0 ? null : search.LeftOut,
            };
    }

    private sealed class Search(
        IReadOnlyList<WatchlistHit> known,
        ListedNames names,
        NameOption option,
        DateOnly day
    )
    {
        // Hits that were kept before they named entry and version have the version here alone.
        private readonly HashSet<Guid> told = [.. known.Select(hit => hit.EntryId)];
        private readonly HashSet<(WatchlistKind, string)> seen = [];
        private readonly NameWeights weights = NameWeights.On(day);
        private string last = "";

        public List<WatchlistHit> Found { get; } = [];

        public int LeftOut { get; private set; }

        public void Look(WatchlistKind kind, string name)
        {
            // Lines of one filing mostly repeat the name of the line before.
            if (name.Length == 0 || name == last)
                return;
            last = name;
            if (!seen.Add((kind, name)))
                return;
            if (seen.Count > option.MostNames)
            {
                LeftOut++;
                return;
            }
            foreach (var found in names.Find(name, NameKind.Company, day, weights, option.Likeness))
            {
                // One that an id hits is not told by its name too.
                if (found.Entry.Kind == kind && told.Add(found.Entry.VersionId))
                    Found.Add(HitOf(found, name));
            }
        }

        public IEnumerable<WatchlistHit> InOrder() =>
            Found
                .OrderBy(hit => WatchlistKinds.ByName[hit.Kind])
                .ThenBy(hit => hit.MatchedValue, StringComparer.Ordinal)
                .ThenByDescending(hit => hit.Likeness)
                .ThenBy(hit => hit.Key, StringComparer.Ordinal);

        private static WatchlistHit HitOf(NamedEntry found, string name) =>
            new()
            {
                EntryId = found.Entry.VersionId,
                WatchlistEntryId = found.Entry.EntryId,
                WatchlistVersionId = found.Entry.VersionId,
                Kind = WatchlistKinds.NameOf(found.Entry.Kind),
                Key = found.Entry.Key,
                MatchedValue = name,
                Level = found.Entry.Level,
                Reason = found.Entry.Reason,
                Likeness = found.Score.Score,
                LikenessReasons =
                [
                    .. NameReasonTexts.Of(found.Score.Reasons).Select(reason => reason.Code),
                ],
            };
    }
}
