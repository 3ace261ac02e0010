using RebateFlow.Contracts.Intake;

namespace RebateFlow.RiskScoring.Rules.FilingFacts;

/// <summary>
/// Everything the rules look at: the lines as they were filed and what Risk knew at that moment.
/// Both parts are stored with the assessment, so that it can be replayed.
/// </summary>
/// <param name="content">The lines of the attempt.</param>
/// <param name="background">The header and what Risk knew.</param>
public sealed class Facts(FilingContent content, Background background)
{
    private readonly PeerPrices peers = new(background.Peers);

    /// <summary>The header and what Risk knew when it assessed the attempt.</summary>
    public Background Background { get; } = background;

    /// <summary>The lines, doubts and figures of the attempt.</summary>
    public FilingContent Content { get; } = content;

    /// <summary>Export lines in form order.</summary>
    public ReadOnlySpan<FiledExportLine> ExportLines => Lines.Of(Content.ExportLines);

    /// <summary>Purchase lines in form order; empty for ECR.</summary>
    public ReadOnlySpan<FiledPurchaseLine> PurchaseLines => Lines.Of(Content.PurchaseLines);

    /// <summary>Doubts of the attempt in form order, all of them passable.</summary>
    public ReadOnlySpan<FiledDoubt> Doubts => Lines.Of(Content.Doubts);

    /// <summary>The associations; none for ECR.</summary>
    public Associations Associations { get; } = new(content);

    /// <summary>Peer price of a commodity in a unit; null when none is known.</summary>
    /// <param name="commodityCode">8 to 14 digits; the first 10 count.</param>
    /// <param name="unit">Unit as declared.</param>
    public PeerPrice? PeerPriceOf(string commodityCode, string unit) =>
        peers.Find(commodityCode, unit);
}
