using RebateFlow.Risk.Tests.Builders;
using RebateFlow.RiskScoring.Rules.Exporters;
using RebateFlow.RiskScoring.Rules.FilingFacts;

namespace RebateFlow.Risk.Tests.Rules;

public sealed class RebateGrewBeyondLimitTests
{
    public static IEnumerable<TheoryDataRow<Case>> Cases =>
        Case.Read(nameof(RebateGrewBeyondLimit));

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void Every_case_ends_as_its_row_says(Case row)
    {
        var quiet = Backgrounds.Quiet;
        var background = quiet with
        {
            Header = quiet.Header with { RebateDueCny = row.Number("this_filing_cny") },
            History = quiet.History with
            {
                ThisPeriod = new PeriodTotal(0, row.Number("other_filings_cny")),
                SamePeriodLastYear = new PeriodTotal(0, row.Number("year_before_cny")),
            },
        };
        row.Check(
            new RebateGrewBeyondLimit(),
            new Facts(Filings.Content, background),
            (RebateGrewBeyondLimit.LimitPercent, row.Number("limit_percent")),
            (RebateGrewBeyondLimit.MinBase, row.Number("min_base_cny")),
            (RebateGrewBeyondLimit.Points, 15)
        );
    }
}
