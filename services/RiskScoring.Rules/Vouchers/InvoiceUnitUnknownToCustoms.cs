using RebateFlow.Contracts.Intake;
using RebateFlow.RiskScoring.Rules.FilingFacts;

namespace RebateFlow.RiskScoring.Rules.Vouchers;

/// <summary>The unit of an invoice is none of the units of the customs declaration.</summary>
/// <remarks>
/// One of the declared unit and the two statutory units must equal the unit of the invoice; 公斤
/// and 千克 are one unit. Exports by an agent carry no customs line of their own and are left out.
/// </remarks>
public sealed class InvoiceUnitUnknownToCustoms : IRiskRule
{
    /// <summary>Points of a hit.</summary>
    public static readonly RuleParameter Points = RuleParameter.Points(
        "points",
        "命中分值",
        "Points of a hit"
    );

    /// <inheritdoc/>
    public string Id => "RI-14";

    /// <inheritdoc/>
    public string PhraseZh => "发票计量单位与报关单不符";

    /// <inheritdoc/>
    public string PhraseEn => "The unit of an invoice is unknown to customs";

    /// <inheritdoc/>
    public RuleSource Source { get; } = new("STA announcement 2013 No. 12", "article 2(5)");

    /// <inheritdoc/>
    public IReadOnlyList<RuleParameter> Parameters { get; } = [Points];

    /// <inheritdoc/>
    public RuleResult Evaluate(Facts facts, RuleParameters p)
    {
        if (facts.PurchaseLines.IsEmpty)
            return RuleResult.NotApplicable(this, "没有进货明细", "No purchase lines");

        var (other, unjudged) = (new Findings(), new Findings());
        var purchases = facts.PurchaseLines;
        var place = 0;
        for (var i = 0; i < purchases.Length; i++)
        {
            var purchase = purchases[i];
            var export = facts.Associations.ExportLineOf(i, ref place);
            if (export is null || export.CustomsDeclarationLineNo.Length == 0)
                continue;
            if (IsSame(purchase.Unit, export.Unit) || IsAny(purchase.Unit, export.CustomsUnits))
                continue;

            if (export.CustomsUnits.Count == 0)
                unjudged.Add(purchase.LineNo);
            else if (other.CountOne())
                Tell(other, purchase, export);
        }

        var points = other.Count == 0 ? 0 : p.Points(Points);
        if (unjudged.Count > 0)
            return RuleResult.Error(
                this,
                points,
                $"报关单计量单位缺失: {unjudged.Zh} 行",
                $"Customs units not known for lines {unjudged.En}"
            );
        return other.Count == 0
            ? RuleResult.NoHit(this)
            : RuleResult.Hit(this, points, other.Zh, other.En);
    }

    private static void Tell(Findings other, FiledPurchaseLine purchase, FiledExportLine export)
    {
        var known = $"{export.Unit}/{string.Join("/", export.CustomsUnits)}";
        other.Tell(
            $"{purchase.LineNo} 行发票单位 {purchase.Unit}，报关单 {known}",
            $"invoice unit of line {purchase.LineNo} {purchase.Unit}, customs {known}"
        );
    }

    private static bool IsAny(string unit, IReadOnlyList<string> units)
    {
        for (var i = 0; i < units.Count; i++)
        {
            if (IsSame(unit, units[i]))
                return true;
        }
        return false;
    }

    private static bool IsSame(string left, string right) =>
        left.Equals(right, StringComparison.Ordinal)
        || (left is "千克" or "公斤" && right is "千克" or "公斤");
}
