using RebateFlow.Intake.Checks.Filings;

namespace RebateFlow.Intake.Checks.Rebates;

/// <summary>How the figures of a purchase line came about.</summary>
internal static class ErDerivation
{
    public static Derivation Of(
        CheckedPurchaseLine purchase,
        decimal counted,
        decimal exported,
        decimal rebate,
        decimal rateDifference
    )
    {
        var applied = purchase.Applied;
        return new Derivation
        {
            Formula = FormulaOf(purchase, exported, rebate),
            Values =
            [
                new("taxBase", counted),
                new("exportedQuantity", purchase.Association?.ExportedQuantity ?? 0m),
                new("purchasedQuantity", purchase.Association?.PurchasedQuantity ?? 0m),
                new("base", exported),
                new("vatRate", purchase.VatRate),
                new("libraryRate", applied.RebateRatePercent),
                new("rebateRate", purchase.EffectiveRebateRate),
                new("declaredTax", purchase.Line.RebatableTax),
                new("rebate", rebate),
                new("rateDifference", rateDifference),
            ],
            Voucher = purchase.VoucherNo,
            RateRow = applied.RowName,
        };
    }

    private static RebateFormula FormulaOf(
        CheckedPurchaseLine purchase,
        decimal exported,
        decimal rebate
    ) =>
        purchase.Line.TaxKind == TaxKind.C ? RebateFormula.ErConsumptionTax
        : exported != 0 && rebate == 0 ? RebateFormula.NoRebate
        : purchase.VatRate < purchase.Applied.RebateRatePercent ? RebateFormula.ErLineLowerRate
        : RebateFormula.ErLine;
}
