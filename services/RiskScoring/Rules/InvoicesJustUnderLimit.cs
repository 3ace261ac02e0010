using RebateFlow.RiskScoring.Scoring;
using static System.FormattableString;

namespace RebateFlow.RiskScoring.Rules;

/// <summary>Many invoices of one supplier and day stay just under the face limit.</summary>
/// <remarks>
/// Invoices are counted by their number; lines of one invoice add up first.
/// </remarks>
public sealed class InvoicesJustUnderLimit : IRiskRule
{
    /// <summary>Face limit of an invoice, without VAT.</summary>
    public static readonly RuleParameter FaceLimit = new(
        "faceLimitCny",
        "CNY",
        1,
        1000000000,
        "发票限额",
        "Face limit of an invoice, without VAT"
    );

    /// <summary>Distance below the limit that is just under it, inclusive.</summary>
    public static readonly RuleParameter WithinPercent = new(
        "withinPercent",
        "percent",
        0,
        100,
        "接近的幅度（含）",
        "Distance below the limit that is just under it, inclusive"
    );

    /// <summary>Fewest such invoices of a supplier and day, inclusive.</summary>
    public static readonly RuleParameter MinInvoices = new(
        "minInvoices",
        "invoice",
        2,
        100000,
        "最少张数（含）",
        "Fewest such invoices of a supplier and day, inclusive"
    );

    /// <summary>Points of a hit.</summary>
    public static readonly RuleParameter Points = RuleParameter.Points(
        "points",
        "命中分值",
        "Points of a hit"
    );

    /// <inheritdoc/>
    public string Id => "RI-26";

    /// <inheritdoc/>
    public string PhraseZh => "同日同户多张发票接近限额";

    /// <inheritdoc/>
    public string PhraseEn => "Many invoices stay just under the face limit";

    /// <inheritdoc/>
    public RuleSource Source { get; } =
        new("Design of this product", "the pattern of split invoices in published cases");

    /// <inheritdoc/>
    public IReadOnlyList<RuleParameter> Parameters { get; } =
    [FaceLimit, WithinPercent, MinInvoices, Points];

    /// <inheritdoc/>
    public RuleResult Evaluate(Facts facts, RuleParameters p)
    {
        if (facts.PurchaseLines.Count == 0)
            return RuleResult.NotApplicable(this, "没有进货明细", "No purchase lines");
        if (facts.PurchaseLines.Count < p[MinInvoices])
            return RuleResult.NoHit(this);

        var invoices = new Dictionary<(string Supplier, DateOnly Day, string Number), decimal>();
        for (var i = 0; i < facts.PurchaseLines.Count; i++)
        {
            var line = facts.PurchaseLines[i];
            var key = (line.SupplierTaxId, line.InvoiceDate, line.VoucherNo);
            invoices[key] = invoices.GetValueOrDefault(key) + line.TaxBaseCny;
        }
        var least = p[FaceLimit] * (1 - p[WithinPercent] / 100);
        var many = new Findings();
        foreach (
            var group in invoices
                .Where(invoice => invoice.Value >= least && invoice.Value < p[FaceLimit])
                .GroupBy(invoice => (invoice.Key.Supplier, invoice.Key.Day))
        )
        {
            var count = group.Count();
            if (count >= p[MinInvoices] && many.CountOne())
                many.Tell(
                    $"{group.Key.Supplier} {group.Key.Day:yyyy-MM-dd} 共 {count} 张",
                    $"{count} of {group.Key.Supplier} on {group.Key.Day:yyyy-MM-dd}"
                );
        }
        return many.Count == 0
            ? RuleResult.NoHit(this)
            : RuleResult.Hit(
                this,
                p.Points(Points),
                Invariant($"限额 {p[FaceLimit]:F0} 元: {many.Zh}"),
                Invariant($"Limit {p[FaceLimit]:F0} CNY: {many.En}")
            );
    }
}
