namespace RebateFlow.RiskScoring.Rules.FilingFacts;

/// <summary>Peer prices by commodity and unit.</summary>
internal sealed class PeerPrices
{
    /// <summary>As many are looked through faster than hashed.</summary>
    private const int Few = 4;

    private readonly IReadOnlyList<PeerPrice> all;
    private readonly Dictionary<string, List<PeerPrice>>? byCode;

    public PeerPrices(IReadOnlyList<PeerPrice> peers)
    {
        all = peers;
        if (peers.Count <= Few)
            return;
        byCode = peers
            .GroupBy(peer => peer.CommodityCode, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal);
    }

    /// <summary>The price; null when there is none.</summary>
    public PeerPrice? Find(string commodityCode, string unit)
    {
        var code = Commodity.Hs10Of(commodityCode);
        var candidates = all;
        if (byCode?.GetAlternateLookup<ReadOnlySpan<char>>() is { } lookup)
        {
            if (!lookup.TryGetValue(code, out var ofCode))
                return null;
            candidates = ofCode;
        }
        for (var i = 0; i < candidates.Count; i++)
        {
            if (code.SequenceEqual(candidates[i].CommodityCode) && candidates[i].Unit == unit)
                return candidates[i];
        }
        return null;
    }
}
