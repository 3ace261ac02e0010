using RebateFlow.Contracts.Intake;
using RebateFlow.RiskScoring.Rules.FilingFacts;
using static System.FormattableString;

namespace RebateFlow.RiskScoring.Rules.Prices;

/// <summary>
/// A unit price is far above what other filings asked for the same commodity and unit.
/// </summary>
/// <remarks>
/// The source compares with the mean; the median of the filings of the last twelve months is used,
/// so that one cycled consignment cannot move its own yardstick, and the filings of the exporter
/// itself are left out. Where prices vary widely a hit needs a distance in proportion to the
/// spread. A commodity with too few filings is left out.
/// </remarks>
public sealed class UnitPriceAbovePeers : IRiskRule
{
    /// <summary>A price of more than this above the peers is a hit, percent.</summary>
    public static readonly RuleParameter LimitPercent = new(
        "limitPercent",
        "percent",
        0,
        100_000,
        "高于同类单价的上限（不含）",
        "Excess over the peers beyond which the rule hits"
    );

    /// <summary>A price of more than this above the peers is a grave hit, percent.</summary>
    public static readonly RuleParameter GraveLimitPercent = new(
        "graveLimitPercent",
        "percent",
        0,
        100_000,
        "严重偏离的上限（不含）",
        "Excess over the peers beyond which the hit is grave"
    );

    /// <summary>Fewest filings behind a peer price that is worth comparing.</summary>
    public static readonly RuleParameter MinFilings = new(
        "minFilings",
        "filing",
        1,
        1_000_000,
        "同类申报的最少份数",
        "Fewest filings behind a peer price"
    );

    /// <summary>
    /// A price less than so many deviations above the peers is usual for goods whose prices vary;
    /// a deviation is 1.4826 times the median distance from the median. 0 leaves the spread out.
    /// </summary>
    public static readonly RuleParameter MinDeviations = new(
        "minDeviations",
        "deviation",
        0,
        1_000,
        "高于同类的最少离差数",
        "Fewest deviations above the peers of a hit"
    )
    {
        WhenAbsent = 0,
    };

    /// <summary>Points of a hit.</summary>
    public static readonly RuleParameter Points = RuleParameter.Points(
        "points",
        "命中分值",
        "Points of a hit"
    );

    /// <summary>Points of a grave hit.</summary>
    public static readonly RuleParameter PointsGrave = RuleParameter.Points(
        "pointsGrave",
        "严重偏离的分值",
        "Points of a grave hit"
    );

    // Makes the median distance of normal values their standard deviation.
    private const decimal Deviation = 1.4826m;

    /// <inheritdoc/>
    public string Id => "RI-12";

    /// <inheritdoc/>
    public string PhraseZh => "单价明显高于同类商品";

    /// <inheritdoc/>
    public string PhraseEn => "A unit price is far above the peers";

    /// <inheritdoc/>
    public RuleSource Source { get; } =
        new(
            "SAT alert of 2011 on unit prices; published Guizhou case 2020-2022",
            "deviation from the peers of a commodity; limits not published"
        );

    /// <inheritdoc/>
    public IReadOnlyList<RuleParameter> Parameters { get; } =
    [LimitPercent, GraveLimitPercent, MinFilings, MinDeviations, Points, PointsGrave];

    /// <inheritdoc/>
    public RuleResult Evaluate(Facts facts, RuleParameters p)
    {
        var (high, unjudged) = (new Findings(), new Findings());
        var (minFilings, limit) = (p[MinFilings], 1 + p[LimitPercent] / 100);
        var deviations = p[MinDeviations] * Deviation;
        var (compared, highest) = (0, 0m);
        var (last, peer, bound) = ((FiledExportLine?)null, (PeerPrice?)null, 0m);
        foreach (var line in facts.ExportLines)
        {
            if (line.CommodityCode != last?.CommodityCode || line.Unit != last.Unit)
            {
                peer = facts.PeerPriceOf(line.CommodityCode, line.Unit);
                if (peer?.Filings < minFilings || peer?.MedianUsd <= 0)
                    peer = null;
                bound = Bound(peer, highest, limit);
            }
            last = line;
            if (peer is null)
                continue;
            if (line.Quantity == 0)
            {
                if (line.FobUsd != 0 && unjudged.CountOne())
                    unjudged.Tell(
                        $"{line.LineNo} 行数量为零",
                        $"quantity of line {line.LineNo} is 0"
                    );
                continue;
            }

            compared++;
            if (line.Quantity > 0 && line.FobUsd <= line.Quantity * bound)
                continue;
            var price = line.FobUsd / line.Quantity;
            var ratio = price / peer.MedianUsd;
            var spread = deviations * (peer.MadUsd ?? 0);
            var isUsual = spread > 0 && price - peer.MedianUsd <= spread;
            highest = isUsual ? highest : Math.Max(highest, ratio);
            bound = Bound(peer, highest, limit);
            if (ratio > limit && !isUsual && high.CountOne())
                high.Tell(
                    $"{line.LineNo} 行 {price:F4} 美元/{line.Unit}，同类 {peer.MedianUsd:F4}",
                    $"line {line.LineNo} {price:F4} USD/{line.Unit}, peers {peer.MedianUsd:F4}"
                );
        }
        return Verdict(p, (compared, highest), high, unjudged);
    }

    // A price up to this is neither a hit nor the highest seen. Told from quantity and amount by a
    // multiplication; the division of the price costs more than all the rest.
    private static decimal Bound(PeerPrice? peer, decimal highest, decimal limit) =>
        peer is null ? 0 : peer.MedianUsd * Math.Min(highest, limit);

    private RuleResult Verdict(
        RuleParameters p,
        (int Compared, decimal Highest) prices,
        Findings high,
        Findings unjudged
    )
    {
        var isGrave = prices.Highest > 1 + p[GraveLimitPercent] / 100;
        var points =
            high.Count == 0 ? 0
            : isGrave ? Math.Max(p.Points(PointsGrave), p.Points(Points))
            : p.Points(Points);
        var excess = (prices.Highest - 1) * 100;
        if (unjudged.Count > 0)
            return RuleResult.Error(
                this,
                points,
                $"无法计算单价: {unjudged.Zh}",
                $"Unit price cannot be computed: {unjudged.En}"
            );
        if (high.Count > 0)
            return RuleResult.Hit(
                this,
                points,
                Invariant($"最多高出 {excess:F0}%（上限 {p[LimitPercent]:F0}%）: {high.Zh}"),
                Invariant($"Up to {excess:F0}% above (limit {p[LimitPercent]:F0}%): {high.En}")
            );
        return prices.Compared == 0
            ? RuleResult.NotApplicable(this, "没有足够的同类单价", "Not enough peer prices")
            : RuleResult.NoHit(
                this,
                Invariant($"比较 {prices.Compared} 行，最多偏离 {excess:F0}%"),
                Invariant($"{prices.Compared} lines compared, at most {excess:F0}% off")
            );
    }
}
