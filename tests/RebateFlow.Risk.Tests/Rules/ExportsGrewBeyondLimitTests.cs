using RebateFlow.Risk.Tests.Builders;
using RebateFlow.RiskScoring.Rules.Exporters;
using RebateFlow.RiskScoring.Rules.FilingFacts;

namespace RebateFlow.Risk.Tests.Rules;

public sealed class ExportsGrewBeyondLimitTests
{
    public static IEnumerable<TheoryDataRow<Case>> Cases =>
        Case.Read(nameof(ExportsGrewBeyondLimit));

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void Every_case_ends_as_its_row_says(Case row)
    {
        var quiet = Backgrounds.Quiet;
        var background = quiet with
        {
            Header = quiet.Header with { FobUsd = row.Number("this_filing_usd") },
            History = quiet.History with
            {
                ThisPeriod = new PeriodTotal(row.Number("other_filings_usd"), 0),
                SamePeriodLastYear = new PeriodTotal(row.Number("year_before_usd"), 0),
            },
        };
        row.Check(
            new ExportsGrewBeyondLimit(),
            new Facts(Filings.Content, background),
            (ExportsGrewBeyondLimit.LimitPercent, row.Number("limit_percent")),
            (ExportsGrewBeyondLimit.MinBase, row.Number("min_base_usd")),
            (ExportsGrewBeyondLimit.Points, 15)
        );
    }
}
