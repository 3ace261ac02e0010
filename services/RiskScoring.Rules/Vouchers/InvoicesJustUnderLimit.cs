using System.Runtime.InteropServices;
using RebateFlow.Contracts.Intake;
using RebateFlow.RiskScoring.Rules.FilingFacts;
using static System.FormattableString;

namespace RebateFlow.RiskScoring.Rules.Vouchers;

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
        if (facts.PurchaseLines.IsEmpty)
            return RuleResult.NotApplicable(this, "没有进货明细", "No purchase lines");
        if (facts.PurchaseLines.Length < p[MinInvoices])
            return RuleResult.NoHit(this);

        var limit = p[FaceLimit];
        var least = limit * (1 - p[WithinPercent] / 100);
        var groups = new Dictionary<(string Supplier, DateOnly Day), int>();
        if (IsAscending(facts.PurchaseLines))
        {
            foreach (var line in facts.PurchaseLines)
                Count(line.SupplierTaxId, line.InvoiceDate, line.TaxBaseCny);
        }
        else
        {
            foreach (var (invoice, amount) in AmountsOf(facts.PurchaseLines))
                Count(invoice.Supplier, invoice.Day, amount);
        }

        var many = new Findings();
        foreach (var ((supplier, day), count) in groups)
        {
            if (count >= p[MinInvoices] && many.CountOne())
                many.Tell(
                    $"{supplier} {day:yyyy-MM-dd} 共 {count} 张",
                    $"{count} of {supplier} on {day:yyyy-MM-dd}"
                );
        }
        return many.Count == 0
            ? RuleResult.NoHit(this)
            : RuleResult.Hit(
                this,
                p.Points(Points),
                Invariant($"限额 {limit:F0} 元: {many.Zh}"),
                Invariant($"Limit {limit:F0} CNY: {many.En}")
            );

        void Count(string supplier, DateOnly day, decimal amount)
        {
            if (amount >= least && amount < limit)
                CollectionsMarshal.GetValueRefOrAddDefault(groups, (supplier, day), out _)++;
        }
    }

    // Then every line is an invoice of its own, and nothing needs to be added up.
    private static bool IsAscending(ReadOnlySpan<FiledPurchaseLine> lines)
    {
        for (var i = 1; i < lines.Length; i++)
        {
            if (string.CompareOrdinal(lines[i - 1].VoucherNo, lines[i].VoucherNo) >= 0)
                return false;
        }
        return true;
    }

    private static Dictionary<(string Supplier, DateOnly Day, string No), decimal> AmountsOf(
        ReadOnlySpan<FiledPurchaseLine> lines
    )
    {
        var amounts = new Dictionary<(string, DateOnly, string), decimal>(lines.Length);
        foreach (var line in lines)
        {
            var invoice = (line.SupplierTaxId, line.InvoiceDate, line.VoucherNo);
            ref var amount = ref CollectionsMarshal.GetValueRefOrAddDefault(
                amounts,
                invoice,
                out _
            );
            amount += line.TaxBaseCny;
        }
        return amounts;
    }
}
