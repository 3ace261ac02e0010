using RebateFlow.Risk.Tests.Builders;
using RebateFlow.RiskScoring.Rules.FilingFacts;
using RebateFlow.RiskScoring.Rules.Vouchers;

namespace RebateFlow.Risk.Tests.Rules;

public sealed class NameUnlikeCustomsTests
{
    public static IEnumerable<TheoryDataRow<Case>> Cases => Case.Read(nameof(NameUnlikeCustoms));

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void Every_case_ends_as_its_row_says(Case row)
    {
        var (quiet, content) = (Backgrounds.Quiet, Filings.Content);

        content = content with
        {
            Doubts = [Filings.Doubt(row["code"], row["declared"], row["expected"])],
        };
        var background = quiet;
        row.Check(
            new NameUnlikeCustoms(),
            new Facts(content, background),
            (NameUnlikeCustoms.MinLikeness, 0.6m),
            (NameUnlikeCustoms.Points, 20)
        );
    }
}
