using RebateFlow.Intake.Checks.Rates;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Tests.Rates;

public sealed class ExchangeRatesTests
{
    [Fact]
    public void A_rate_holds_for_its_month_and_CNY_is_one()
    {
        var rates = new ExchangeRates([
            new ExchangeRateRow("EUR", Period.Of(new DateOnly(2026, 3, 1)), 7.8m),
        ]);
        Assert.Equal(7.8m, rates.Find("EUR", new DateOnly(2026, 3, 31)));
        Assert.Null(rates.Find("EUR", new DateOnly(2026, 4, 1)));
        Assert.Null(rates.Find("USD", new DateOnly(2026, 3, 31)));
        Assert.Equal(1m, rates.Find("CNY", new DateOnly(2026, 3, 31)));
    }
}
