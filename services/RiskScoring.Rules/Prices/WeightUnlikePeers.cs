using RebateFlow.RiskScoring.Rules.FilingFacts;
using static System.FormattableString;

namespace RebateFlow.RiskScoring.Rules.Prices;

/// <summary>The weight of a piece is far from that of the same goods of others.</summary>
/// <remarks>
/// The weight is the customs line's quantity in kilograms by its quantity in the other statutory
/// unit; gross weights are not fed. Compared with the median of the filings of the last twelve
/// months, those of the exporter left out. Goods that customs counts in one unit only, and goods
/// with too few filings, are left out.
/// </remarks>
public sealed class WeightUnlikePeers : IRiskRule
{
    /// <summary>Distance from the peers beyond which a weight is a hit.</summary>
    public static readonly RuleParameter LimitPercent = new(
        "limitPercent",
        "percent",
        0,
        100_000,
        "偏离同类单件重量的上限（不含）",
        "Distance from the weight of the peers beyond which the rule hits"
    );

    /// <summary>Fewest filings behind a weight that is worth comparing.</summary>
    public static readonly RuleParameter MinFilings = new(
        "minFilings",
        "filing",
        1,
        1_000_000,
        "同类申报的最少份数",
        "Fewest filings behind a weight of the peers"
    );

    /// <summary>Fewest deviations from the peers of a hit; 0 leaves the spread out.</summary>
    public static readonly RuleParameter MinDeviations = new(
        "minDeviations",
        "deviation",
        0,
        1_000,
        "偏离同类的最少离差数",
        "Fewest deviations from the peers of a hit"
    );

    /// <summary>Points of a hit.</summary>
    public static readonly RuleParameter Points = RuleParameter.Points(
        "points",
        "命中分值",
        "Points of a hit"
    );

    // Makes the median distance of normal values their standard deviation.
    private const decimal Deviation = 1.4826m;

    /// <inheritdoc/>
    public string Id => "RI-20";

    /// <inheritdoc/>
    public string PhraseZh => "单件重量与同类商品不符";

    /// <inheritdoc/>
    public string PhraseEn => "The weight of a piece is unlike the peers";

    /// <inheritdoc/>
    public RuleSource Source { get; } =
        new(
            "Published Ningbo case 2016 (iron plates in the container)",
            "weight against quantity; the range is that of the peers, limits are ours"
        );

    /// <inheritdoc/>
    public IReadOnlyList<RuleParameter> Parameters { get; } =
    [LimitPercent, MinFilings, MinDeviations, Points];

    /// <inheritdoc/>
    public RuleResult Evaluate(Facts facts, RuleParameters p)
    {
        var (far, compared, most) = (new Findings(), 0, 0m);
        var (lastCode, lastUnit, peer) = ("", "", (PeerPrice?)null);
        foreach (var line in facts.ExportLines)
        {
            if (PieceWeight.UnitOf(line) is not { } unit)
                continue;
            // Lines of one filing mostly repeat the goods of the line before.
            if (line.CommodityCode != lastCode || unit != lastUnit)
            {
                (lastCode, lastUnit) = (line.CommodityCode, unit);
                peer = facts.PeerPriceOf(lastCode, PieceWeight.PeerUnitOf(unit));
            }
            if (peer is null || peer.Filings < p[MinFilings] || peer.MedianUsd <= 0)
                continue;
            compared++;
            var weight = PieceWeight.KilogramsOf(line);
            var distance = Math.Abs(weight - peer.MedianUsd);
            var percent = distance / peer.MedianUsd * 100;
            var spread = p[MinDeviations] * Deviation * (peer.MadUsd ?? 0);
            most = Math.Max(most, percent);
            if (percent > p[LimitPercent] && distance > spread && far.CountOne())
                far.Tell(
                    $"{line.LineNo} 行每{unit} {weight:F4} 千克，同类 {peer.MedianUsd:F4}",
                    $"line {line.LineNo} {weight:F4} kg a {unit}, peers {peer.MedianUsd:F4}"
                );
        }
        if (compared == 0)
            return RuleResult.NotApplicable(
                this,
                "没有可比的单件重量",
                "No weight of a piece to compare"
            );
        return far.Count == 0
            ? RuleResult.NoHit(
                this,
                Invariant($"比较 {compared} 行，最多偏离 {most:F0}%"),
                Invariant($"{compared} lines compared, at most {most:F0}% off")
            )
            : RuleResult.Hit(this, p.Points(Points), far.Zh, far.En);
    }
}
