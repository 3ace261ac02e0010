using RebateFlow.Risk.Tests.Builders;
using RebateFlow.RiskScoring.Rules;
using RebateFlow.RiskScoring.Rules.FilingFacts;
using RebateFlow.RiskScoring.Rules.Prices;

namespace RebateFlow.Risk.Tests.Rules;

public sealed class ExchangeCostOutsideBandTests
{
    public static IEnumerable<TheoryDataRow<Case>> Cases =>
        Case.Read(nameof(ExchangeCostOutsideBand));

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void Every_case_ends_as_its_row_says(Case row) =>
        row.Check(
            new ExchangeCostOutsideBand(),
            FactsOf(row),
            (ExchangeCostOutsideBand.Max, row.Number("max")),
            (ExchangeCostOutsideBand.Min, row.Number("min")),
            (ExchangeCostOutsideBand.WithTax, row.Number("with_tax")),
            (ExchangeCostOutsideBand.PointsAbove, 25),
            (ExchangeCostOutsideBand.PointsBelow, 5)
        );

    [Fact]
    public void More_than_five_places_are_counted_but_not_all_told()
    {
        var numbers = Enumerable.Range(1, 12).Select(i => $"2026010010000{i:D4}").ToArray();
        var content = Filings.Content with
        {
            ExportLines = [.. numbers.Select(no => Filings.ExportLine with { AssociationNo = no })],
            PurchaseLines =
            [
                .. numbers.Select(no =>
                    Filings.PurchaseLine with
                    {
                        AssociationNo = no,
                        TaxBaseCny = 900_000,
                    }
                ),
            ],
        };
        var rule = new ExchangeCostOutsideBand();
        var values = new Dictionary<string, decimal>
        {
            ["max"] = 8,
            ["min"] = 5,
            ["withTax"] = 0,
            ["pointsAbove"] = 25,
            ["pointsBelow"] = 5,
        };

        var result = rule.Evaluate(
            new Facts(content, Backgrounds.Quiet),
            new RuleParameters(values)
        );

        Assert.EndsWith("; 13 in all", result.EvidenceEn, StringComparison.Ordinal);
        Assert.EndsWith("；共 13 处", result.EvidenceZh, StringComparison.Ordinal);
        Assert.DoesNotContain("0006", result.EvidenceEn, StringComparison.Ordinal);
    }

    private static Facts FactsOf(Case row)
    {
        var (costs, fobs) = (row.Numbers("cost_cny"), row.Numbers("fob_usd"));
        var content = Filings.Content with
        {
            ExportLines =
            [
                .. fobs.Select(
                    (fob, i) => Filings.ExportLine with { AssociationNo = $"A{i}", FobUsd = fob }
                ),
            ],
            PurchaseLines =
            [
                .. costs.Select(
                    (cost, i) =>
                        Filings.PurchaseLine with
                        {
                            AssociationNo = $"A{i}",
                            TaxBaseCny = cost,
                            RebateCny = cost * 0.09m,
                        }
                ),
            ],
        };
        var header = Backgrounds.Quiet.Header with { Method = row["method"] };
        return new Facts(content, Backgrounds.Quiet with { Header = header });
    }
}
