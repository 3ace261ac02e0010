namespace RebateFlow.Intake.Checks.Rebates;

/// <summary>
/// Exchange cost 换汇成本: what a dollar earned cost to buy, CNY per US dollar, four places.
/// </summary>
public static class ExchangeCost
{
    /// <summary>Purchase base over FOB; null when FOB is not above 0.</summary>
    /// <param name="purchaseBaseCny">Base without VAT, CNY yuan.</param>
    /// <param name="fobUsd">FOB in US dollars.</param>
    public static decimal? Of(decimal purchaseBaseCny, decimal fobUsd) =>
        fobUsd > 0
            ? decimal.Round(purchaseBaseCny / fobUsd, 4, MidpointRounding.AwayFromZero)
            : null;

    /// <summary>
    /// The older way 计税金额 + 税额 − 退税额: with the VAT paid and without the rebate; null as above.
    /// </summary>
    public static decimal? WithTax(
        decimal purchaseBaseCny,
        decimal vatCny,
        decimal rebateCny,
        decimal fobUsd
    ) => Of(purchaseBaseCny + vatCny - rebateCny, fobUsd);

    /// <summary>Whether a cost lies within a band, ends included.</summary>
    public static bool IsWithin(decimal cost, decimal low, decimal high) =>
        cost >= low && cost <= high;
}
