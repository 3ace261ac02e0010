using RebateFlow.Intake.Checks.Information;
using RebateFlow.Intake.Checks.Rebates;

namespace RebateFlow.Intake.Checks.Rule;

/// <summary>The month's figures against VAT return and last summary (ECR).</summary>
internal static class SummaryRules
{
    public static Finding? R316_SalesDifferFromVatReturn(CheckedFiling filing, EcrSummary summary)
    {
        if (filing.Info.VatReturn is not { } vatReturn)
            return null;
        // The return covers the month, so all its batches together.
        var sales = summary.EcrSalesCny + filing.Info.OtherBatches.SalesCny;
        return Math.Abs(sales - vatReturn.EcrSalesCny) <= filing.Limits.VatReturnToleranceCny
            ? null
            : Differs("R316", "exportLines", sales, vatReturn.EcrSalesCny);
    }

    public static Finding? R317_NoVatReturn(CheckedFiling filing, EcrSummary summary) =>
        filing.Info.VatReturn is null
            ? new Finding("R317", "period", filing.Filing.Period, "")
            {
                AwaitedFeed = FeedNames.VatReturns,
                AwaitedKey = $"{filing.DeclarantUscc}/{filing.Filing.Period}",
            }
            : null;

    public static Finding? R318_EndingCreditDiffers(CheckedFiling filing, EcrSummary summary)
    {
        if (filing.Info.VatReturn is not { } vatReturn)
            return null;
        if (filing.Filing.EcrSummary?.EndingCredit is not { } declared)
            return null;
        return declared == vatReturn.EndingCredit
            ? null
            : Differs("R318", "endingCredit", declared, vatReturn.EndingCredit);
    }

    /// <summary>
    /// Without an earlier filing here the declared amount stands: it comes from before.
    /// </summary>
    public static Finding? R320_CarriedTaxDiffers(CheckedFiling filing, EcrSummary summary)
    {
        if (filing.Info.PriorEcrSummary is not { } prior)
            return null;
        if (filing.Filing.EcrSummary?.CarriedForwardEcr is not { } declared)
            return null;
        return declared == prior.CarryForwardEcr
            ? null
            : Differs("R320", "carriedForwardEcr", declared, prior.CarryForwardEcr);
    }

    /// <summary>
    /// Row 16 of a month is row 13 of the next. A month that comes late and carries on another
    /// amount than it was handed would make approved ones wrong.
    /// </summary>
    public static Finding? R340_LateMonthBreaksApproved(CheckedFiling filing, EcrSummary summary) =>
        filing.Info.LaterDecidedPeriod is { } later
        && summary.CarryForwardEcr != summary.CarriedForwardEcr
            ? new Finding("R340", "period", filing.Filing.Period, later)
            : null;

    /// <summary>
    /// What the last month left of its credit; unknown without a summary of that month here.
    /// </summary>
    public static Finding? R332_PreviousCreditDiffers(CheckedFiling filing, EcrSummary summary)
    {
        if (filing.Info.PreviousCredit is not { } left)
            return null;
        if (filing.Filing.EcrSummary?.PreviousCredit is not { } declared)
            return null;
        return Math.Abs(declared - left) <= filing.Limits.VatReturnToleranceCny
            ? null
            : Differs("R332", "previousCredit", declared, left);
    }

    /// <summary>
    /// No feed brings services, nor settlements that were not registered here, so an officer looks
    /// at their figures.
    /// </summary>
    public static Finding? R323_FigureNotComparable(CheckedFiling filing, EcrSummary summary)
    {
        (string Field, decimal Amount)[] figures =
        [
            ("servicesEcrTax", summary.ServicesEcrTax),
            .. filing.Info.Settlements.ToTake is null
                ? new[]
                {
                    ("settlementAdjustEcr", summary.SettlementAdjustEcr),
                    ("settlementAdjustDisallowed", summary.SettlementAdjustDisallowed),
                }
                : [],
        ];
        foreach (var (field, amount) in figures)
        {
            if (amount != 0)
                return new Finding("R323", field, Finding.Money(amount), "");
        }
        return null;
    }

    /// <summary>An adjustment is taken once, by the next summary after the registration.</summary>
    public static Finding? R324_SettlementDiffers(CheckedFiling filing, EcrSummary summary)
    {
        if (filing.Info.Settlements.ToTake is not { } there || summary.SettlementRows == there)
            return null;
        var field =
            summary.SettlementAdjustEcr != there.EcrTaxCny
                ? "settlementAdjustEcr"
                : "settlementAdjustDisallowed";
        return new Finding("R324", field, Rows(summary.SettlementRows), Rows(there));
    }

    private static string Rows(SettlementRows rows) =>
        $"14: {Finding.Money(rows.EcrTaxCny)}, 8: {Finding.Money(rows.DisallowedTaxCny)}";

    private static Finding Differs(string code, string field, decimal declared, decimal expected) =>
        new(code, field, Finding.Money(declared), Finding.Money(expected));
}
