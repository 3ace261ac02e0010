using RebateFlow.Intake.Checks.Rates;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Checks.Rebates;

/// <summary>
/// What a zero rebate rate means: two opposite things, told apart by the special flag of the rate
/// row.
/// </summary>
public static class ZeroRate
{
    /// <summary>Tax consequences of an export of zero-rated goods, CNY yuan.</summary>
    /// <param name="flag">Special flag of the row.</param>
    /// <param name="salesCny">Export sales, taken as including VAT.</param>
    /// <param name="inputTaxCny">Input VAT on the goods.</param>
    /// <param name="vatRatePercent">Levy rate.</param>
    public static ZeroRateTax Of(
        SpecialFlag flag,
        decimal salesCny,
        decimal inputTaxCny,
        decimal vatRatePercent
    ) =>
        flag switch
        {
            SpecialFlag.None => new ZeroRateTax(0m, 0m, 0m),
            SpecialFlag.DomesticSale => new ZeroRateTax(
                Money.Round(salesCny / (100m + vatRatePercent) * vatRatePercent),
                inputTaxCny,
                0m
            ),
            SpecialFlag.Exempt => new ZeroRateTax(0m, 0m, inputTaxCny),
        };
}

/// <summary>Consequences of a zero rebate rate, CNY yuan.</summary>
/// <param name="OutputTaxCny">Output VAT due.</param>
/// <param name="InputCreditCny">Input VAT that may be credited.</param>
/// <param name="InputTransferredOutCny">Input VAT that goes to cost.</param>
public readonly record struct ZeroRateTax(
    decimal OutputTaxCny,
    decimal InputCreditCny,
    decimal InputTransferredOutCny
);
