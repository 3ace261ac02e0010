using RebateFlow.Contracts.Intake;
using RebateFlow.RiskScoring.Rules.FilingFacts;
using static System.FormattableString;

namespace RebateFlow.RiskScoring.Rules.Vouchers;

/// <summary>Much of what was bought rests on vouchers that the buyer issues itself.</summary>
/// <remarks>
/// Counted are ordinary invoices, to which purchase vouchers for farm products 收购发票 belong, and
/// any invoice on which the declarant is the seller. Filings from before the kind of a voucher
/// travelled cannot be judged.
/// </remarks>
public sealed class SelfIssuedPurchases : IRiskRule
{
    /// <summary>Share of the purchases beyond which the rule hits.</summary>
    public static readonly RuleParameter LimitPercent = new(
        "limitPercent",
        "percent",
        0,
        100,
        "收购凭证占进货金额的上限（不含）",
        "Share of self-issued vouchers in the purchases beyond which the rule hits"
    );

    /// <summary>Points of a hit.</summary>
    public static readonly RuleParameter Points = RuleParameter.Points(
        "points",
        "命中分值",
        "Points of a hit"
    );

    /// <inheritdoc/>
    public string Id => "RI-24";

    /// <inheritdoc/>
    public string PhraseZh => "收购凭证占比过高";

    /// <inheritdoc/>
    public string PhraseEn => "Much is bought on self-issued vouchers";

    /// <inheritdoc/>
    public RuleSource Source { get; } =
        new(
            "STA bulletin of February 2026 (Heilongjiang case)",
            "self-issued purchase vouchers for farm products; the share is ours"
        );

    /// <inheritdoc/>
    public IReadOnlyList<RuleParameter> Parameters { get; } = [LimitPercent, Points];

    /// <inheritdoc/>
    public RuleResult Evaluate(Facts facts, RuleParameters p)
    {
        if (facts.PurchaseLines.IsEmpty)
            return RuleResult.NotApplicable(this, "没有进货明细", "No purchase lines");

        var (all, own) = (0m, 0m);
        var (places, unjudged) = (new Findings(), new Findings());
        foreach (var line in facts.PurchaseLines)
        {
            all += line.TaxBaseCny;
            if (IsSelfIssued(line, facts.Background.Header.Uscc))
            {
                own += line.TaxBaseCny;
                places.Add(line.LineNo);
            }
            else if (line.VoucherKind is null)
                unjudged.Add(line.LineNo);
        }
        var share = all <= 0 ? 0 : own / all * 100;
        var isHit = share > p[LimitPercent];
        if (unjudged.Count > 0)
            return RuleResult.Error(
                this,
                isHit ? p.Points(Points) : 0,
                $"凭证种类缺失: {unjudged.Zh} 行",
                $"Kind of voucher not known for lines {unjudged.En}"
            );
        return isHit
            ? RuleResult.Hit(
                this,
                p.Points(Points),
                Invariant($"占 {share:F1}%（上限 {p[LimitPercent]:F1}%）: {places.Zh} 行"),
                Invariant($"{share:F1}% (limit {p[LimitPercent]:F1}%): lines {places.En}")
            )
            : RuleResult.NoHit(this, Invariant($"占 {share:F1}%"), Invariant($"{share:F1}%"));
    }

    private static bool IsSelfIssued(FiledPurchaseLine line, string declarant) =>
        line.VoucherKind == "ORDINARY_INVOICE"
        || line.SupplierTaxId.Equals(declarant, StringComparison.Ordinal);
}
