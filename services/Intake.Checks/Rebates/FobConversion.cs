using RebateFlow.Primitives;

namespace RebateFlow.Intake.Checks.Rebates;

/// <summary>Conversion of prices to FOB 离岸价 and between currencies.</summary>
public static class FobConversion
{
    /// <summary>
    /// FOB from a CIF price: freight and insurance are deducted. Any currency, one for all.
    /// </summary>
    public static decimal FromCif(decimal cif, decimal freight, decimal insurance) =>
        Money.Round(cif - freight - insurance);

    /// <summary>An amount in CNY yuan.</summary>
    /// <param name="amount">Amount in a foreign currency.</param>
    /// <param name="cnyPerUnit">CNY for one unit of it.</param>
    public static decimal ToCny(decimal amount, decimal cnyPerUnit) =>
        Money.Round(amount * cnyPerUnit);

    /// <summary>US dollars from another currency, through CNY.</summary>
    /// <param name="amountCny">CNY yuan.</param>
    /// <param name="cnyPerUsd">CNY for one US dollar, above 0.</param>
    public static decimal ToUsd(decimal amountCny, decimal cnyPerUsd) =>
        Money.Round(amountCny / cnyPerUsd);
}
