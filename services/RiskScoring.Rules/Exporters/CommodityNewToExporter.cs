using RebateFlow.RiskScoring.Rules.FilingFacts;
using static System.FormattableString;

namespace RebateFlow.RiskScoring.Rules.Exporters;

/// <summary>
/// A commodity (8 digits) was not exported by this exporter in the last calendar year.
/// </summary>
/// <remarks>
/// An exporter that declared before, but of whose last year nothing is on record, cannot be
/// compared: not applicable. For an exporter that never declared before, every commodity is new.
/// </remarks>
public sealed class CommodityNewToExporter : IRiskRule
{
    /// <summary>Points of a hit, whatever the number of commodities.</summary>
    public static readonly RuleParameter Points = RuleParameter.Points(
        "points",
        "命中分值",
        "Points of a hit"
    );

    /// <inheritdoc/>
    public string Id => "RI-06";

    /// <inheritdoc/>
    public string PhraseZh => "新增出口商品";

    /// <inheritdoc/>
    public string PhraseEn => "A commodity is new to the exporter";

    /// <inheritdoc/>
    public RuleSource Source { get; } =
        new("Zhejiang pre-event rebate indicators", "commodity not exported in the last year");

    /// <inheritdoc/>
    public IReadOnlyList<RuleParameter> Parameters { get; } = [Points];

    /// <inheritdoc/>
    public RuleResult Evaluate(Facts facts, RuleParameters p)
    {
        var background = facts.Background;
        if (background.HasNothingToCompare())
            return RuleResult.NotApplicable(
                this,
                Invariant($"没有 {background.History.LastYear} 年的出口记录可比较"),
                Invariant($"No exports of {background.History.LastYear} on record to compare with")
            );

        var known = background.History.CommoditiesLastYear.ToHashSet(StringComparer.Ordinal);
        var seen = known.GetAlternateLookup<ReadOnlySpan<char>>();
        var (fresh, last) = (new Findings(), "");
        foreach (var line in facts.ExportLines)
        {
            if (line.CommodityCode == last)
                continue;
            last = line.CommodityCode;
            var code = Commodity.Hs8Of(last);
            if (seen.Add(code))
                fresh.Add(code.ToString());
        }
        return fresh.Count == 0
            ? RuleResult.NoHit(this)
            : RuleResult.Hit(
                this,
                p.Points(Points),
                Invariant($"{background.History.LastYear} 年未出口过: {fresh.Zh}"),
                Invariant($"Not exported in {background.History.LastYear}: {fresh.En}")
            );
    }
}
