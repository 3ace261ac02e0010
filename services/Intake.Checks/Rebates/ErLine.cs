using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Checks.Rebates;

/// <summary>The figures of a purchase line by the ER method, and how they came about.</summary>
internal static class ErLine
{
    /// <param name="purchase">The line.</param>
    /// <param name="counted">What counts of its invoice, CNY yuan.</param>
    /// <param name="exported">The exported part of that, CNY yuan.</param>
    public static RebateLine Of(CheckedPurchaseLine purchase, decimal counted, decimal exported)
    {
        if (purchase.Line.TaxKind == TaxKind.C)
        {
            var consumption = ConsumptionTax(purchase, counted, exported);
            return LineOf(purchase, consumption, 0m, consumption.RebateCny, 0m);
        }
        var rebateRate = purchase.EffectiveRebateRate;
        var rebate = Money.Tax(exported, rebateRate);
        var increase = Money.Tax(exported, purchase.VatRate - rebateRate);
        ErDerivation derivation =
            exported != 0 && rebate == 0 ? NoRebate(purchase, counted, exported, increase)
            : purchase.VatRate < purchase.Applied.RebateRatePercent
                ? LowerRate(purchase, counted, exported, rebate, increase)
            : Rated(purchase, counted, exported, rebate, increase);
        return LineOf(purchase, derivation, rebateRate, rebate, increase);
    }

    /// <summary>An offset takes back its part of what was granted.</summary>
    public static RebateLine OfOffset(CheckedPurchaseLine purchase)
    {
        var part = purchase.TakeBack is { IsKnown: true } taken ? taken.Part : default;
        var whole = purchase.TakeBack?.Whole ?? default;
        var derivation = new ErOffsetDerivation
        {
            TaxBaseCny = purchase.Line.TaxBase,
            ExportedQuantity = purchase.Association?.ExportedQuantity ?? 0m,
            PurchasedQuantity = purchase.Association?.PurchasedQuantity ?? 0m,
            BaseCny = -part.BaseCny,
            OriginalTaxBaseCny = whole.Amount,
            OriginalRebateCny = whole.TaxCny,
            RebateCny = -part.TaxCny,
            CostIncreaseCny = -part.DifferenceCny,
            Voucher = purchase.VoucherNo,
            RateRow = purchase.Applied.RowKey,
        };
        var rate = purchase.Line.TaxKind == TaxKind.C ? 0m : purchase.EffectiveRebateRate;
        return LineOf(purchase, derivation, rate, -part.TaxCny, -part.DifferenceCny);
    }

    private static RebateLine LineOf(
        CheckedPurchaseLine purchase,
        ErDerivation derivation,
        decimal rebateRate,
        decimal rebate,
        decimal costIncrease
    ) =>
        new()
        {
            LineNo = purchase.Line.LineNo,
            AssociationNo = purchase.Association?.Number ?? purchase.Line.AssociationNo,
            BaseCny = derivation.BaseCny,
            VatRatePercent = purchase.VatRate,
            RebateRatePercent = rebateRate,
            RebateCny = rebate,
            RateDifferenceCny = costIncrease,
            Derivation = derivation,
        };

    private static ErLineDerivation Rated(
        CheckedPurchaseLine purchase,
        decimal counted,
        decimal exported,
        decimal rebate,
        decimal costIncrease
    ) =>
        new()
        {
            TaxBaseCny = counted,
            ExportedQuantity = purchase.Association?.ExportedQuantity ?? 0m,
            PurchasedQuantity = purchase.Association?.PurchasedQuantity ?? 0m,
            BaseCny = exported,
            VatRatePercent = purchase.VatRate,
            RebateRatePercent = purchase.EffectiveRebateRate,
            RebateCny = rebate,
            CostIncreaseCny = costIncrease,
            Voucher = purchase.VoucherLabel,
            RateRow = purchase.Applied.RowKey,
        };

    private static ErLowerRateDerivation LowerRate(
        CheckedPurchaseLine purchase,
        decimal counted,
        decimal exported,
        decimal rebate,
        decimal costIncrease
    ) =>
        new()
        {
            TaxBaseCny = counted,
            ExportedQuantity = purchase.Association?.ExportedQuantity ?? 0m,
            PurchasedQuantity = purchase.Association?.PurchasedQuantity ?? 0m,
            BaseCny = exported,
            VatRatePercent = purchase.VatRate,
            LibraryRatePercent = purchase.Applied.RebateRatePercent,
            RebateRatePercent = purchase.EffectiveRebateRate,
            RebateCny = rebate,
            CostIncreaseCny = costIncrease,
            Voucher = purchase.VoucherLabel,
            RateRow = purchase.Applied.RowKey,
        };

    private static ErNoRebateDerivation NoRebate(
        CheckedPurchaseLine purchase,
        decimal counted,
        decimal exported,
        decimal costIncrease
    ) =>
        new()
        {
            TaxBaseCny = counted,
            ExportedQuantity = purchase.Association?.ExportedQuantity ?? 0m,
            PurchasedQuantity = purchase.Association?.PurchasedQuantity ?? 0m,
            BaseCny = exported,
            VatRatePercent = purchase.VatRate,
            CostIncreaseCny = costIncrease,
            Voucher = purchase.VoucherLabel,
            RateRow = purchase.Applied.RowKey,
        };

    private static ErConsumptionTaxDerivation ConsumptionTax(
        CheckedPurchaseLine purchase,
        decimal counted,
        decimal exported
    )
    {
        var share = Money.Share(ConsumptionTaxOf(purchase), exported, counted);
        return new ErConsumptionTaxDerivation
        {
            TaxBaseCny = counted,
            ExportedQuantity = purchase.Association?.ExportedQuantity ?? 0m,
            PurchasedQuantity = purchase.Association?.PurchasedQuantity ?? 0m,
            BaseCny = exported,
            DeclaredTaxCny = purchase.Line.RebatableTax,
            RebateCny = Money.Round(share),
            Voucher = purchase.VoucherLabel,
            RateRow = purchase.Applied.RowKey,
        };
    }

    /// <summary>A declared tax never has the opposite sign of its base.</summary>
    private static decimal ConsumptionTaxOf(CheckedPurchaseLine purchase)
    {
        var line = purchase.Line;
        return purchase.EarnsRebate && Math.Sign(line.RebatableTax) == Math.Sign(line.TaxBase)
            ? line.RebatableTax
            : 0m;
    }
}
