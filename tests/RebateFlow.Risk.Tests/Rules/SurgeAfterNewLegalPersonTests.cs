using RebateFlow.Risk.Tests.Builders;
using RebateFlow.RiskScoring.Rules.Exporters;
using RebateFlow.RiskScoring.Rules.FilingFacts;

namespace RebateFlow.Risk.Tests.Rules;

public sealed class SurgeAfterNewLegalPersonTests
{
    public static IEnumerable<TheoryDataRow<Case>> Cases =>
        Case.Read(nameof(SurgeAfterNewLegalPerson));

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void Every_case_ends_as_its_row_says(Case row)
    {
        var (quiet, content) = (Backgrounds.Quiet, Filings.Content);

        var background = quiet with
        {
            Header = quiet.Header with
            {
                LegalPerson = row["person"],
                FobUsd = row.Number("fob_usd"),
            },
            History = quiet.History with
            {
                LegalPersonSince = row.Date("since"),
                FormerLegalPerson = row["former"] is { Length: > 0 } former ? former : null,
                SamePeriodLastYear = new(row.Number("year_before_usd"), 0),
            },
        };
        row.Check(
            new SurgeAfterNewLegalPerson(),
            new Facts(content, background),
            (SurgeAfterNewLegalPerson.Months, 6),
            (SurgeAfterNewLegalPerson.LimitPercent, 100),
            (SurgeAfterNewLegalPerson.MinBase, 100000),
            (SurgeAfterNewLegalPerson.Points, 20)
        );
    }
}
