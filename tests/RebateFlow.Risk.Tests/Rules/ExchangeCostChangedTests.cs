using RebateFlow.Risk.Tests.Builders;
using RebateFlow.RiskScoring.Rules.FilingFacts;
using RebateFlow.RiskScoring.Rules.Prices;

namespace RebateFlow.Risk.Tests.Rules;

public sealed class ExchangeCostChangedTests
{
    public static IEnumerable<TheoryDataRow<Case>> Cases => Case.Read(nameof(ExchangeCostChanged));

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void Every_case_ends_as_its_row_says(Case row)
    {
        var (quiet, content) = (Backgrounds.Quiet, Filings.Content);

        content = content with
        {
            PurchaseLines = [Filings.PurchaseLine with { TaxBaseCny = row.Number("cost_cny") }],
        };
        var background = quiet with
        {
            Header = quiet.Header with { Method = row["method"], FobUsd = row.Number("fob_usd") },
            History = quiet.History with
            {
                ThisPeriod = new(row.Number("other_fob_usd"), 0, row.Number("other_cost_cny")),
                SamePeriodLastYear = new(
                    row.Number("year_before_fob_usd"),
                    0,
                    row.Number("year_before_cost_cny")
                ),
            },
        };
        row.Check(
            new ExchangeCostChanged(),
            new Facts(content, background),
            (ExchangeCostChanged.LimitPercent, 15),
            (ExchangeCostChanged.MinBase, 10000),
            (ExchangeCostChanged.Points, 15)
        );
    }
}
