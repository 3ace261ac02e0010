using RebateFlow.Contracts.Intake;
using RebateFlow.Risk.Tests.Builders;
using RebateFlow.RiskScoring.Rules;
using RebateFlow.RiskScoring.Rules.FilingFacts;
using RebateFlow.RiskScoring.Rules.Vouchers;

namespace RebateFlow.Risk.Tests.Rules;

public sealed class InvoicesJustUnderLimitTests
{
    public static IEnumerable<TheoryDataRow<Case>> Cases =>
        Case.Read(nameof(InvoicesJustUnderLimit));

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void Every_case_ends_as_its_row_says(Case row)
    {
        var (quiet, content) = (Backgrounds.Quiet, Filings.Content);

        var suppliers = row.Words("supplier_of_each");
        content = content with
        {
            PurchaseLines =
            [
                .. row.Numbers("amounts_cny")
                    .Select(
                        (amount, i) =>
                            Filings.PurchaseLine with
                            {
                                VoucherNo = $"{i:D20}",
                                SupplierTaxId = $"S{suppliers[i]}",
                                TaxBaseCny = amount,
                            }
                    ),
            ],
        };
        var background = quiet;
        row.Check(
            new InvoicesJustUnderLimit(),
            new Facts(content, background),
            (InvoicesJustUnderLimit.FaceLimit, 100000),
            (InvoicesJustUnderLimit.WithinPercent, 5),
            (InvoicesJustUnderLimit.MinInvoices, 5),
            (InvoicesJustUnderLimit.Points, 5)
        );
    }

    [Fact]
    public void Lines_of_one_invoice_add_up_first()
    {
        FiledPurchaseLine[] lines =
        [
            .. Enumerable
                .Range(0, 10)
                .Select(i =>
                    Filings.PurchaseLine with
                    {
                        VoucherNo = $"{i / 2:D20}",
                        TaxBaseCny = 49_000,
                    }
                ),
        ];
        var facts = new Facts(Filings.Content with { PurchaseLines = lines }, Backgrounds.Quiet);
        var values = new Dictionary<string, decimal>
        {
            [InvoicesJustUnderLimit.FaceLimit.Name] = 100_000,
            [InvoicesJustUnderLimit.WithinPercent.Name] = 5,
            [InvoicesJustUnderLimit.MinInvoices.Name] = 5,
            [InvoicesJustUnderLimit.Points.Name] = 5,
        };

        var result = new InvoicesJustUnderLimit().Evaluate(facts, new RuleParameters(values));

        Assert.Equal(RuleOutcome.Hit, result.Outcome);
    }
}
