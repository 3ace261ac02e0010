using RebateFlow.Risk.Tests.Builders;
using RebateFlow.RiskScoring.Rules.FilingFacts;
using RebateFlow.RiskScoring.Rules.Vouchers;

namespace RebateFlow.Risk.Tests.Rules;

public sealed class ForeignExchangeMissingTests
{
    public static IEnumerable<TheoryDataRow<Case>> Cases =>
        Case.Read(nameof(ForeignExchangeMissing));

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void Every_case_ends_as_its_row_says(Case row)
    {
        var (quiet, content) = (Backgrounds.Quiet, Filings.Content);

        content = content with
        {
            ExportLines =
            [
                .. row.Numbers("amounts_usd")
                    .Select(
                        (amount, i) =>
                            Filings.ExportLine with
                            {
                                LineNo = $"{i + 1:D4}",
                                FobUsd = amount,
                            }
                    ),
            ],
            Doubts =
            [
                .. row.Words("doubted_lines")
                    .Select(line => Filings.Doubt("R309") with { Place = line }),
            ],
        };
        var background = quiet;
        row.Check(
            new ForeignExchangeMissing(),
            new Facts(content, background),
            (ForeignExchangeMissing.LimitPercent, 5),
            (ForeignExchangeMissing.Points, 20)
        );
    }
}
