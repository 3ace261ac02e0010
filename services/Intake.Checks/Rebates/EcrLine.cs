using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Intake.Checks.Offsets;
using RebateFlow.Intake.Checks.Rates;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Checks.Rebates;

/// <summary>The figures of an export line by the ECR method, and how they came about.</summary>
internal static class EcrLine
{
    public static RebateLine Of(CheckedExportLine export)
    {
        var derivation = Derive(export);
        var rated = derivation as EcrRatedDerivation;
        return new RebateLine
        {
            LineNo = export.Line.LineNo,
            AssociationNo = "",
            BaseCny = derivation.BaseCny,
            VatRatePercent = export.Applied.VatRatePercent,
            RebateRatePercent = export.Applied.RebateRatePercent,
            RebateCny = rated?.EcrTaxCny ?? 0m,
            RateDifferenceCny = rated?.DisallowedTaxCny ?? 0m,
            BondedMaterialCny = derivation.BondedMaterialCny,
            Derivation = derivation,
        };
    }

    private static EcrDerivation Derive(CheckedExportLine export)
    {
        var fobCny = FobCnyOf(export);
        var bonded = AllocationRate.BondedMaterial(fobCny, export.AllocationRate);
        var exempt = ExemptMaterialOf(export.Line);
        return export.TakeBack is { IsKnown: true } taken ? OfOffset(export, taken)
            : export.Applied.Row is not { SpecialFlag: SpecialFlag.None }
                ? Unrated(export, fobCny, bonded, exempt)
            : bonded == 0 ? Rated(export, fobCny, exempt)
            : Processing(export, fobCny, bonded, exempt);
    }

    /// <summary>FOB that counts, CNY yuan: of an offset its part of the original's.</summary>
    public static decimal FobCnyOf(CheckedExportLine export) =>
        export.TakeBack is { IsKnown: true } taken ? -taken.Part.FobCny : export.FobCny ?? 0m;

    private static EcrOffsetDerivation OfOffset(CheckedExportLine export, TakeBack taken)
    {
        var (whole, part) = (taken.Whole, taken.Part);
        var (vatRate, rebateRate, _) = export.Applied;
        return new EcrOffsetDerivation
        {
            FobCny = -part.FobCny,
            AllocationRate = export.AllocationRate,
            BondedMaterialCny = -part.BondedCny,
            ExemptMaterialCny = part.BaseCny + part.BondedCny - part.FobCny,
            BaseCny = -part.BaseCny,
            VatRatePercent = vatRate,
            RebateRatePercent = rebateRate,
            EcrTaxCny = -part.TaxCny,
            DisallowedTaxCny = -part.DifferenceCny,
            OriginalFobCny = whole.FobCny,
            OriginalEcrTaxCny = whole.TaxCny,
            Voucher = VoucherOf(export),
            RateRow = export.Applied.RowKey,
        };
    }

    private static EcrLineDerivation Rated(CheckedExportLine export, decimal fobCny, decimal exempt)
    {
        var net = fobCny - exempt;
        var (vatRate, rebateRate, _) = export.Applied;
        return new EcrLineDerivation
        {
            FobCny = fobCny,
            AllocationRate = export.AllocationRate,
            BondedMaterialCny = 0m,
            ExemptMaterialCny = exempt,
            BaseCny = net,
            VatRatePercent = vatRate,
            RebateRatePercent = rebateRate,
            EcrTaxCny = Money.Tax(net, rebateRate),
            DisallowedTaxCny = Money.Tax(net, vatRate - rebateRate),
            Voucher = VoucherOf(export),
            RateRow = export.Applied.RowKey,
        };
    }

    private static EcrProcessingLineDerivation Processing(
        CheckedExportLine export,
        decimal fobCny,
        decimal bonded,
        decimal exempt
    )
    {
        var net = fobCny - bonded - exempt;
        var (vatRate, rebateRate, _) = export.Applied;
        return new EcrProcessingLineDerivation
        {
            FobCny = fobCny,
            AllocationRate = export.AllocationRate,
            BondedMaterialCny = bonded,
            ExemptMaterialCny = exempt,
            BaseCny = net,
            VatRatePercent = vatRate,
            RebateRatePercent = rebateRate,
            EcrTaxCny = Money.Tax(net, rebateRate),
            DisallowedTaxCny = Money.Tax(net, vatRate - rebateRate),
            Voucher = VoucherOf(export),
            RateRow = export.Applied.RowKey,
        };
    }

    private static EcrNoRebateDerivation Unrated(
        CheckedExportLine export,
        decimal fobCny,
        decimal bonded,
        decimal exempt
    ) =>
        new()
        {
            FobCny = fobCny,
            AllocationRate = export.AllocationRate,
            BondedMaterialCny = bonded,
            ExemptMaterialCny = exempt,
            BaseCny = fobCny - bonded - exempt,
            Voucher = VoucherOf(export),
            RateRow = export.Applied.RowKey,
        };

    /// <summary>
    /// Exempt material lowers the base; with the opposite sign it would raise it.
    /// </summary>
    private static decimal ExemptMaterialOf(ExportLine line)
    {
        var exempt = line.DomesticExemptMaterialValue ?? 0m;
        return Math.Sign(exempt) == Math.Sign(line.FobUsd) ? exempt : 0m;
    }

    private static string VoucherOf(CheckedExportLine export) =>
        export.CustomsLineNo ?? export.Line.CustomsDeclarationLineNo;
}
