using System.Runtime.InteropServices;
using RebateFlow.Contracts.Intake;

namespace RebateFlow.RiskScoring.Scoring;

/// <summary>
/// Everything the rules look at: the lines as they were filed and what Risk knew at that moment.
/// Both parts are stored with the assessment, so that it can be replayed.
/// </summary>
public sealed class Facts
{
    private readonly Dictionary<string, Dictionary<string, PeerPrice>> peersByCode = new(
        StringComparer.Ordinal
    );
    private readonly Dictionary<string, int> places = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, PeerPrice>>.AlternateLookup<
        ReadOnlySpan<char>
    > peers;

    /// <param name="content">The lines of the attempt.</param>
    /// <param name="background">The header and what Risk knew.</param>
    public Facts(FilingContent content, Background background)
    {
        ExportLines = content.ExportLines;
        PurchaseLines = content.PurchaseLines;
        Doubts = content.Doubts;
        Background = background;
        Associations = Associate(content);
        peers = peersByCode.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var peer in background.Peers)
        {
            ref var byUnit = ref CollectionsMarshal.GetValueRefOrAddDefault(
                peersByCode,
                peer.CommodityCode,
                out _
            );
            (byUnit ??= [])[peer.Unit] = peer;
        }
    }

    /// <summary>The header and what Risk knew when it assessed the attempt.</summary>
    public Background Background { get; }

    /// <summary>Export lines in form order.</summary>
    public IReadOnlyList<FiledExportLine> ExportLines { get; }

    /// <summary>Purchase lines in form order; empty for ECR.</summary>
    public IReadOnlyList<FiledPurchaseLine> PurchaseLines { get; }

    /// <summary>Doubts of the attempt in form order, all of them passable.</summary>
    public IReadOnlyList<FiledDoubt> Doubts { get; }

    /// <summary>Associations in the order of their first export line; empty for ECR.</summary>
    public IReadOnlyList<Association> Associations { get; }

    /// <summary>Peer price of a commodity in a unit; null when none is known.</summary>
    /// <param name="commodityCode">8 to 14 digits; the first 10 count.</param>
    /// <param name="unit">Unit as declared.</param>
    public PeerPrice? PeerPriceOf(string commodityCode, string unit) =>
        peers.TryGetValue(Commodity.Hs10Of(commodityCode), out var byUnit)
            ? byUnit.GetValueOrDefault(unit)
            : null;

    /// <summary>The first export line of an association; null when there is none.</summary>
    public FiledExportLine? ExportLineOf(string associationNo) =>
        places.TryGetValue(associationNo, out var place) ? Associations[place].ExportLine : null;

    private List<Association> Associate(FilingContent content)
    {
        if (content.PurchaseLines.Count == 0)
            return [];

        var associations = new List<Association>(content.ExportLines.Count);
        for (var i = 0; i < content.ExportLines.Count; i++)
        {
            var line = content.ExportLines[i];
            var place = PlaceOf(line.AssociationNo, associations);
            associations[place] = associations[place].WithExport(line);
        }
        for (var i = 0; i < content.PurchaseLines.Count; i++)
        {
            var line = content.PurchaseLines[i];
            var place = PlaceOf(line.AssociationNo, associations);
            associations[place] = associations[place].WithPurchase(line);
        }
        return associations;
    }

    private int PlaceOf(string associationNo, List<Association> associations)
    {
        ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(
            places,
            associationNo,
            out var exists
        );
        if (!exists)
        {
            place = associations.Count;
            associations.Add(new Association(associationNo));
        }
        return place;
    }
}
