using RebateFlow.Risk.Tests.Builders;
using RebateFlow.RiskScoring.Rules.Exporters;
using RebateFlow.RiskScoring.Rules.FilingFacts;

namespace RebateFlow.Risk.Tests.Rules;

public sealed class NewExporterClaimsMuchTests
{
    public static IEnumerable<TheoryDataRow<Case>> Cases =>
        Case.Read(nameof(NewExporterClaimsMuch));

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void Every_case_ends_as_its_row_says(Case row)
    {
        var (quiet, content) = (Backgrounds.Quiet, Filings.Content);

        var background = quiet with
        {
            Header = quiet.Header with
            {
                FirstDeclaredOn = row.Date("first_declared"),
                RebateDueCny = row.Number("rebate_cny"),
            },
            History = quiet.History with { ThisPeriod = new(0, row.Number("other_rebate_cny")) },
        };
        row.Check(
            new NewExporterClaimsMuch(),
            new Facts(content, background),
            (NewExporterClaimsMuch.Months, 12),
            (NewExporterClaimsMuch.MinRebate, 1000000),
            (NewExporterClaimsMuch.Points, 15)
        );
    }
}
