using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Checks.Rebates;

/// <summary>
/// Rebate by the ER method 免退税. Within an association the exported quantity takes the weighted
/// average price of its invoices; each invoice's part of that base is rebated at its own rate.
/// </summary>
internal static class ErRebate
{
    public static RebateResult Compute(CheckedFiling filing)
    {
        var lines = new RebateLine[filing.PurchaseLines.Count];
        var associations = new List<AssociationRebate>(filing.Associations.Count);
        foreach (var association in filing.Associations)
            associations.Add(Compute(association, lines));
        foreach (var unjoined in filing.PurchaseLines)
            lines[unjoined.Ordinal - 1] ??= ErLine.Of(unjoined, 0m, 0m);

        var rebate = 0m;
        var consumptionTax = 0m;
        for (var i = 0; i < lines.Length; i++)
        {
            rebate += lines[i].RebateCny;
            if (filing.PurchaseLines[i].Line.TaxKind == TaxKind.C)
                consumptionTax += lines[i].RebateCny;
        }
        return new RebateResult
        {
            RebateDueCny = Math.Max(0m, rebate),
            ToRepayCny = Math.Max(0m, -rebate),
            ConsumptionTaxCny = consumptionTax,
            ExemptCreditCny = 0m,
            Lines = lines,
            Associations = associations,
            Summary = null,
        };
    }

    private static AssociationRebate Compute(Association association, RebateLine[] lines)
    {
        var vat = Spread(association, TaxKind.V, lines);
        var consumption = Spread(association, TaxKind.C, lines);
        var fobUsd = 0m;
        foreach (var export in association.ExportLines)
            fobUsd += export.Line.FobUsd;
        return new AssociationRebate
        {
            AssociationNo = association.Number,
            ExportedQuantity = association.ExportedQuantity,
            PurchasedQuantity = association.PurchasedQuantity,
            Unit = association.Unit,
            AveragePriceCny =
                association.PurchasedQuantity == 0
                    ? null
                    : decimal.Round(
                        vat.TotalBase / association.PurchasedQuantity,
                        4,
                        MidpointRounding.AwayFromZero
                    ),
            BaseCny = vat.ExportedBase,
            RebateCny = vat.Rebate + consumption.Rebate,
            ExchangeCost = ExchangeCost.Of(vat.ExportedBase, fobUsd),
        };
    }

    private static (decimal TotalBase, decimal ExportedBase, decimal Rebate) Spread(
        Association association,
        TaxKind kind,
        RebateLine[] lines
    )
    {
        var purchases = association.PurchaseLines.FindAll(p => p.Line.TaxKind == kind);
        if (association.Leading is { TakeBack.IsKnown: true })
            return TakeBack(purchases, lines);
        var isOffset = association.ExportedQuantity < 0;
        var weights = new decimal[purchases.Count];
        var total = 0m;
        for (var i = 0; i < weights.Length; i++)
        {
            var counted = purchases[i].CountedBase;
            weights[i] = Math.Max(0m, isOffset ? -counted : counted);
            total += weights[i];
        }
        var sign = isOffset ? -1 : 1;
        var exportedBase = ExportedPart(association, total);
        var parts = Money.Split(
            exportedBase,
            weights,
            (one, other) => purchases[one].CompareByContent(purchases[other])
        );
        var rebate = 0m;
        for (var i = 0; i < parts.Length; i++)
        {
            var line = ErLine.Of(purchases[i], sign * weights[i], sign * parts[i]);
            lines[purchases[i].Ordinal - 1] = line;
            rebate += line.RebateCny;
        }
        return (sign * total, sign * exportedBase, rebate);
    }

    /// <summary>What was granted for the goods that come back, in its part.</summary>
    private static (decimal TotalBase, decimal ExportedBase, decimal Rebate) TakeBack(
        List<CheckedPurchaseLine> purchases,
        RebateLine[] lines
    )
    {
        var (total, exported, rebate) = (0m, 0m, 0m);
        foreach (var purchase in purchases)
        {
            var line = ErLine.OfOffset(purchase);
            lines[purchase.Ordinal - 1] = line;
            total += purchase.Line.TaxBase;
            exported += line.BaseCny;
            rebate += line.RebateCny;
        }
        return (total, exported, rebate);
    }

    /// <summary>
    /// The average price times the exported quantity, never more than what was bought.
    /// </summary>
    private static decimal ExportedPart(Association association, decimal total)
    {
        var part = Money.Share(total, association.ExportedQuantity, association.PurchasedQuantity);
        return Money.Round(Math.Clamp(part, 0m, total));
    }
}
