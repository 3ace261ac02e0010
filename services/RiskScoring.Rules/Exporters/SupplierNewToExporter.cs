using RebateFlow.RiskScoring.Rules.FilingFacts;
using static System.FormattableString;

namespace RebateFlow.RiskScoring.Rules.Exporters;

/// <summary>A supplier did not supply this exporter in the last calendar year.</summary>
/// <remarks>
/// An exporter that declared before, but of whose last year nothing is on record, cannot be
/// compared: not applicable. For an exporter that never declared before, every supplier is new.
/// </remarks>
public sealed class SupplierNewToExporter : IRiskRule
{
    /// <summary>Points of a hit, whatever the number of suppliers.</summary>
    public static readonly RuleParameter Points = RuleParameter.Points(
        "points",
        "命中分值",
        "Points of a hit"
    );

    /// <inheritdoc/>
    public string Id => "RI-07";

    /// <inheritdoc/>
    public string PhraseZh => "新增供货企业";

    /// <inheritdoc/>
    public string PhraseEn => "A supplier is new to the exporter";

    /// <inheritdoc/>
    public RuleSource Source { get; } =
        new("Zhejiang pre-event rebate indicators", "supplier not seen in the last year");

    /// <inheritdoc/>
    public IReadOnlyList<RuleParameter> Parameters { get; } = [Points];

    /// <inheritdoc/>
    public RuleResult Evaluate(Facts facts, RuleParameters p)
    {
        var background = facts.Background;
        if (facts.PurchaseLines.IsEmpty)
            return RuleResult.NotApplicable(this, "没有进货明细", "No purchase lines");
        if (background.HasNothingToCompare())
            return RuleResult.NotApplicable(
                this,
                Invariant($"没有 {background.History.LastYear} 年的供货记录可比较"),
                Invariant($"No supplies of {background.History.LastYear} on record to compare with")
            );

        var seen = background.History.SuppliersLastYear.ToHashSet(StringComparer.Ordinal);
        var (fresh, last) = (new Findings(), "");
        foreach (var line in facts.PurchaseLines)
        {
            var supplier = line.SupplierTaxId;
            if (supplier == last)
                continue;
            last = supplier;
            if (seen.Add(supplier))
                fresh.Add(supplier);
        }
        return fresh.Count == 0
            ? RuleResult.NoHit(this)
            : RuleResult.Hit(
                this,
                p.Points(Points),
                Invariant($"{background.History.LastYear} 年未供货: {fresh.Zh}"),
                Invariant($"Did not supply in {background.History.LastYear}: {fresh.En}")
            );
    }
}
