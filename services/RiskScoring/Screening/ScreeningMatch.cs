using RebateFlow.RiskScoring.Rules.Names;
using RebateFlow.RiskScoring.Rules.Watchlist;
using RebateFlow.RiskScoring.Watchlist;

namespace RebateFlow.RiskScoring.Screening;

/// <summary>Compares parties and commodities with a list, one at a time. Pure.</summary>
public sealed class ScreeningMatch(
    WatchlistSnapshot list,
    DateOnly day,
    NameWeights weights,
    int? threshold,
    bool isChinese
)
{
    private static readonly WatchlistKind[] partyKinds =
    [
        WatchlistKind.Enterprise,
        WatchlistKind.Supplier,
        WatchlistKind.LegalPerson,
    ];

    /// <summary>The weights by which names are compared.</summary>
    public NameWeights Weights => weights;

    /// <summary>The hits of a party; an entry hit by id is not reported by name as well.</summary>
    public ScreenParties.Result Of(ScreenParties.Party party)
    {
        WatchlistKind[] kinds = party.Kind is { } one ? [WatchlistKinds.ByName[one]] : partyKinds;
        var hits = new Dictionary<Guid, ScreenParties.Hit>();
        if (!string.IsNullOrWhiteSpace(party.Id))
        {
            foreach (var kind in kinds.Where(kind => kind != WatchlistKind.LegalPerson))
            foreach (var entry in list.Find(kind, party.Id, day))
                hits[entry.VersionId] = HitOf(
                    entry,
                    entry.Key,
                    100,
                    [Told("ID", "代码一致", "id")]
                );
        }
        if (!string.IsNullOrWhiteSpace(party.Name))
        {
            foreach (var kind in kinds.Select(ListedNames.KindOf).Distinct().OfType<NameKind>())
            foreach (var found in list.Names.Find(party.Name, kind, day, weights, threshold))
            {
                if (kinds.Contains(found.Entry.Kind))
                    hits.TryAdd(found.Entry.VersionId, HitOf(found));
            }
        }
        return new ScreenParties.Result(
            party.Reference ?? "",
            [.. hits.Values.OrderByDescending(hit => hit.Score).ThenBy(hit => hit.Level)]
        );
    }

    /// <summary>The hits of a commodity: the entries under which its code is.</summary>
    public ScreenParties.Result Of(ScreenParties.Goods goods) =>
        new(
            goods.Reference ?? "",
            [
                .. list.Find(WatchlistKind.Commodity, goods.Code ?? "", day)
                    .Select(entry =>
                        HitOf(entry, entry.Key, 100, [Told("PREFIX", "商品代码前缀", "prefix")])
                    ),
            ]
        );

    private ScreenParties.Hit HitOf(NamedEntry found) =>
        HitOf(
            found.Entry,
            found.Text,
            found.Score.Score,
            [
                Told("NAME", "名称", "name"),
                .. NameReasonTexts
                    .Of(found.Score.Reasons)
                    .Select(reason => Told(reason.Code, reason.Zh, reason.En)),
            ]
        );

    private ScreenParties.ScoreReason Told(string code, string zh, string en) =>
        new(code, isChinese ? zh : en);

    private static ScreenParties.Hit HitOf(
        ListedEntry entry,
        string matched,
        int score,
        IReadOnlyList<ScreenParties.ScoreReason> reasons
    ) =>
        new(
            entry.EntryId,
            entry.VersionId,
            WatchlistKinds.NameOf(entry.Kind),
            entry.Key,
            entry.Name,
            entry.Level,
            entry.Reason,
            matched,
            score,
            reasons
        );
}
