using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Intake.Checks.Rebates;

namespace RebateFlow.Intake.Checks.Information;

/// <summary>Adds up what an attempt uses of each voucher, in the order of first use.</summary>
internal static class VoucherUse
{
    public static VoucherUses Of(CheckedFiling filing, RebateResult rebate) =>
        new(CustomsLines(filing), filing.IsEr ? Invoices(filing, rebate) : []);

    private static List<CustomsLineUse> CustomsLines(CheckedFiling filing)
    {
        var used = new OrderedDictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var line in filing.ExportLines)
        {
            // What was declared before anything is known here was never counted as used.
            if (line.TakeBack is { IsBefore: true })
                continue;
            if (line is { CustomsLineNo: { } number, QuantityInUnit1: { } quantity })
                used[number] = used.GetValueOrDefault(number) + quantity;
        }
        var uses = new List<CustomsLineUse>(used.Count);
        foreach (var (number, quantity) in used)
        {
            var customs = filing.Info.CustomsLines[number];
            var inUseElsewhere = customs.Quantity1 - customs.RemainingQuantity;
            uses.Add(new CustomsLineUse(number, Math.Max(quantity, -inUseElsewhere)));
        }
        return uses;
    }

    /// <summary>
    /// VAT and consumption tax of one line of a voucher use the same goods, so the larger of both
    /// uses counts.
    /// </summary>
    private static List<InvoiceUse> Invoices(CheckedFiling filing, RebateResult rebate)
    {
        var used = new OrderedDictionary<InvoiceKey, Use>();
        for (var i = 0; i < filing.PurchaseLines.Count; i++)
        {
            var line = filing.PurchaseLines[i];
            if (line.Invoice is not { } invoice || line.TakeBack is { IsBefore: true })
                continue;
            var taxBase = rebate.Lines[i].BaseCny;
            var use = used.GetValueOrDefault(line.Key) with { Invoice = invoice };
            used[line.Key] =
                line.Line.TaxKind == TaxKind.C
                    ? use with
                    {
                        ConsumptionBase = use.ConsumptionBase + taxBase,
                    }
                    : use with
                    {
                        VatBase = use.VatBase + taxBase,
                        Quantity = use.Quantity + UsedQuantity(line, taxBase),
                    };
        }
        var uses = new List<InvoiceUse>(used.Count);
        foreach (var (key, use) in used)
        {
            var invoice = use.Invoice;
            var baseElsewhere = invoice.ClaimableTaxBase - invoice.RemainingTaxBase;
            var quantityElsewhere =
                invoice.Quantity - (invoice.RemainingQuantity ?? invoice.Quantity);
            var taxBase = decimal.MaxMagnitude(use.VatBase, use.ConsumptionBase);
            uses.Add(
                new InvoiceUse(
                    key,
                    Math.Max(taxBase, -baseElsewhere),
                    Math.Max(use.Quantity, -quantityElsewhere)
                )
            );
        }
        return uses;
    }

    /// <summary>
    /// The part of the quantity that goes with the part of the base that is used.
    /// </summary>
    private static decimal UsedQuantity(CheckedPurchaseLine line, decimal usedBase) =>
        line.QuantityInInvoiceUnit is { } quantity && line.CountedBase != 0
            ? decimal.Round(
                Primitives.Money.Share(quantity, usedBase, line.CountedBase),
                4,
                MidpointRounding.AwayFromZero
            )
            : 0m;

    private readonly record struct Use(
        InvoiceRecord Invoice,
        decimal VatBase,
        decimal ConsumptionBase,
        decimal Quantity
    );
}
