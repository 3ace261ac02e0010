using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Intake.Checks.Rates;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Checks.Rebates;

/// <summary>
/// Rebate by the ECR method 免抵退税, in the order of the month: lines, disallowed tax, ending credit
/// of the VAT return, summary, rebate.
/// </summary>
internal static class EcrRebate
{
    public static RebateResult Compute(CheckedFiling filing)
    {
        var lines = new RebateLine[filing.ExportLines.Count];
        for (var i = 0; i < lines.Length; i++)
            lines[i] = Line(filing.ExportLines[i]);

        var summary = Summarise(filing, lines);
        return new RebateResult
        {
            RebateDueCny = summary.RebateDue,
            ExemptCreditCny = summary.ExemptCredit,
            Lines = lines,
            Associations = [],
            Summary = summary,
        };
    }

    private static RebateLine Line(CheckedExportLine export)
    {
        var fobCny = export.FobCny ?? 0m;
        var allocationRate = export.AllocationRate;
        var bonded = AllocationRate.BondedMaterial(fobCny, allocationRate);
        var exempt = ExemptMaterialOf(export.Line);
        var net = fobCny - bonded - exempt;
        var (vatRate, rebateRate, row) = export.Applied;
        var isRebated = row is { SpecialFlag: SpecialFlag.None };
        var ecrTax = Money.Tax(net, rebateRate);
        var disallowed = isRebated ? Money.Tax(net, vatRate - rebateRate) : 0m;
        return new RebateLine
        {
            LineNo = export.Line.LineNo,
            AssociationNo = "",
            BaseCny = net,
            VatRatePercent = vatRate,
            RebateRatePercent = rebateRate,
            RebateCny = ecrTax,
            RateDifferenceCny = disallowed,
            BondedMaterialCny = bonded,
            Derivation = new Derivation
            {
                Formula =
                    !isRebated ? RebateFormula.NoRebate
                    : bonded != 0 ? RebateFormula.EcrProcessingLine
                    : RebateFormula.EcrLine,
                Values =
                [
                    new("fobCny", fobCny),
                    new("allocationRate", allocationRate),
                    new("bondedMaterial", bonded),
                    new("exemptMaterial", exempt),
                    new("base", net),
                    new("vatRate", vatRate),
                    new("rebateRate", rebateRate),
                    new("rebate", ecrTax),
                    new("rateDifference", disallowed),
                ],
                Voucher = export.CustomsLineNo ?? export.Line.CustomsDeclarationLineNo,
                RateRow = export.Applied.RowName,
            },
        };
    }

    /// <summary>
    /// Exempt material lowers the base; with the opposite sign it would raise it.
    /// </summary>
    private static decimal ExemptMaterialOf(ExportLine line)
    {
        var exempt = line.DomesticExemptMaterialValue ?? 0m;
        return Math.Sign(exempt) == Math.Sign(line.FobUsd) ? exempt : 0m;
    }

    private static EcrSummary Summarise(CheckedFiling filing, RebateLine[] lines)
    {
        var fobUsd = 0m;
        var fobCny = 0m;
        var disallowed = 0m;
        var ecrTax = 0m;
        for (var i = 0; i < lines.Length; i++)
        {
            fobUsd += filing.ExportLines[i].Line.FobUsd;
            fobCny += filing.ExportLines[i].FobCny ?? 0m;
            disallowed += lines[i].RateDifferenceCny;
            ecrTax += lines[i].RebateCny;
        }
        var figures = filing.Filing.EcrSummary;
        var carried =
            filing.Info.PriorEcrSummary?.CarryForwardEcr ?? figures?.CarriedForwardEcr ?? 0m;
        var toTake = filing.Info.Settlements.ToTake ?? default;
        var summary = new EcrSummary
        {
            GoodsSalesUsd = fobUsd,
            ServicesSalesUsd = figures?.ServicesSalesUsd ?? 0m,
            EcrSalesCny = fobCny + (figures?.ServicesSalesCny ?? 0m),
            GoodsDisallowedTax = disallowed,
            ServicesDisallowedTax = figures?.ServicesDisallowedTax ?? 0m,
            SettlementAdjustDisallowed =
                figures?.SettlementAdjustDisallowed ?? toTake.DisallowedTaxCny,
            GoodsEcrTax = ecrTax,
            ServicesEcrTax = figures?.ServicesEcrTax ?? 0m,
            CarriedForwardEcr = Math.Max(0m, carried),
            SettlementAdjustEcr = figures?.SettlementAdjustEcr ?? toTake.EcrTaxCny,
            EndingCredit = 0m,
            CreditTakenByOtherBatches = filing.Info.OtherBatches.RebateDueCny,
        };
        return summary with { EndingCredit = EndingCreditOf(filing, summary) };
    }

    /// <summary>
    /// The VAT return decides; while there is none (R317) the declared figure stands, or what the
    /// month's three figures give.
    /// </summary>
    private static decimal EndingCreditOf(CheckedFiling filing, EcrSummary summary)
    {
        if (filing.Info.VatReturn is { } vatReturn)
            return Math.Max(0m, vatReturn.EndingCredit);
        if (filing.Filing.EcrSummary is not { } figures)
            return 0m;
        return Math.Max(
            0m,
            figures.EndingCredit ?? -TaxPayable(figures, summary.DisallowedTaxTotal)
        );
    }

    /// <summary>Tax payable 应纳税额 of the month; a negative one is the ending credit.</summary>
    /// <param name="figures">Input, output and previous credit, CNY yuan.</param>
    /// <param name="disallowedTaxTotal">Row 9, CNY yuan.</param>
    public static decimal TaxPayable(EcrFigures figures, decimal disallowedTaxTotal) =>
        figures.OutputTax - (figures.InputTax - disallowedTaxTotal) - figures.PreviousCredit;
}
