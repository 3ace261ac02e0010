using RebateFlow.Intake.Checks.Filings;

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
            lines[i] = EcrLine.Of(filing.ExportLines[i]);

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

    private static EcrSummary Summarise(CheckedFiling filing, RebateLine[] lines)
    {
        var fobUsd = 0m;
        var fobCny = 0m;
        var disallowed = 0m;
        var ecrTax = 0m;
        for (var i = 0; i < lines.Length; i++)
        {
            fobUsd += filing.ExportLines[i].Line.FobUsd;
            fobCny += EcrLine.FobCnyOf(filing.ExportLines[i]);
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
        if (filing.Filing.EcrSummary is not { } declared)
            return 0m;
        var figures = declared with
        {
            PreviousCredit = filing.Info.PreviousCredit ?? declared.PreviousCredit,
        };
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
