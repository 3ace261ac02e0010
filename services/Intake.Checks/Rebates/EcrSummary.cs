using RebateFlow.Intake.Checks.Information;

namespace RebateFlow.Intake.Checks.Rebates;

/// <summary>
/// The summary form of a month 免抵退税申报汇总表, 19 rows, column a; CNY yuan unless said.
/// </summary>
public sealed record EcrSummary
{
    /// <summary>Row 2, sales of goods, US dollars: sum of the lines.</summary>
    public required decimal GoodsSalesUsd { get; init; }

    /// <summary>Row 3, sales of services, US dollars.</summary>
    public required decimal ServicesSalesUsd { get; init; }

    /// <summary>Row 4, sales: sum of the lines and services.</summary>
    public required decimal EcrSalesCny { get; init; }

    /// <summary>Row 6, disallowed tax of goods: sum of the lines.</summary>
    public required decimal GoodsDisallowedTax { get; init; }

    /// <summary>Row 7, disallowed tax of services.</summary>
    public required decimal ServicesDisallowedTax { get; init; }

    /// <summary>Row 8, settlement adjustment of disallowed tax, any sign.</summary>
    public required decimal SettlementAdjustDisallowed { get; init; }

    /// <summary>Row 11, ECR tax of goods: sum of the lines.</summary>
    public required decimal GoodsEcrTax { get; init; }

    /// <summary>Row 12, ECR tax of services.</summary>
    public required decimal ServicesEcrTax { get; init; }

    /// <summary>Row 13, carried from the last period, 0 or more.</summary>
    public required decimal CarriedForwardEcr { get; init; }

    /// <summary>Row 14, settlement adjustment of ECR tax, any sign.</summary>
    public required decimal SettlementAdjustEcr { get; init; }

    /// <summary>Row 17, ending VAT credit, 0 or more.</summary>
    public required decimal EndingCredit { get; init; }

    /// <summary>
    /// What the other live batches of the month take of row 17, 0 or more. Not a row of the form,
    /// which is filed for the month; a batch is declared in advance.
    /// </summary>
    public decimal CreditTakenByOtherBatches { get; init; }

    /// <summary>Rows 14 and 8.</summary>
    public SettlementRows SettlementRows => new(SettlementAdjustEcr, SettlementAdjustDisallowed);

    /// <summary>Row 1: 2 + 3, US dollars.</summary>
    public decimal EcrSalesUsd => GoodsSalesUsd + ServicesSalesUsd;

    /// <summary>Row 5: 6 + 7.</summary>
    public decimal DisallowedTax => GoodsDisallowedTax + ServicesDisallowedTax;

    /// <summary>Row 9: 5 + 8; the VAT return transfers it out of the input tax.</summary>
    public decimal DisallowedTaxTotal => DisallowedTax + SettlementAdjustDisallowed;

    /// <summary>Row 10: 11 + 12.</summary>
    public decimal EcrTax => GoodsEcrTax + ServicesEcrTax;

    /// <summary>Row 15: max(0, 10 - 13 + 14).</summary>
    public decimal EcrTotal => Math.Max(0m, EcrTax - CarriedForwardEcr + SettlementAdjustEcr);

    /// <summary>Row 16: 13 - 10 - 14 + 15, carried to the next period, 0 or more.</summary>
    public decimal CarryForwardEcr => CarriedForwardEcr - EcrTax - SettlementAdjustEcr + EcrTotal;

    /// <summary>Row 18: min(15, 17), of what other batches leave of 17.</summary>
    public decimal RebateDue =>
        Math.Min(EcrTotal, Math.Max(0m, EndingCredit - CreditTakenByOtherBatches));

    /// <summary>Row 19: 15 - 18; local surcharges are due on it.</summary>
    public decimal ExemptCredit => EcrTotal - RebateDue;

    /// <summary>
    /// What is left of the ending credit for the next month: 17 - 18 of all batches, 0 or more.
    /// </summary>
    public decimal CreditCarriedForward =>
        Math.Max(0m, EndingCredit - CreditTakenByOtherBatches - RebateDue);
}
