using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Intake.Checks.Rebates;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Tests.Rebates;

/// <summary>
/// The examples of Cases/rebate-examples.json, published or constructed on published formulas, cent
/// for cent. Examples of whole filings run through the check as filings; amounts in units of 10,000
/// CNY are computed in yuan.
/// </summary>
public sealed class RebateExampleTests
{
    public static IEnumerable<TheoryDataRow<string>> Examples() =>
        RebateExample
            .All.Values.Where(e => e.Method is "ECR" or "ER")
            .Select(e => new TheoryDataRow<string>(e.Id) { TestDisplayName = $"{e.Id} {e.Title}" });

    [Theory]
    [MemberData(nameof(Examples))]
    public void A_filing_is_computed_cent_for_cent(string id)
    {
        var example = RebateExample.All[id];
        switch (id)
        {
            case "E06":
                AssertPartOfAPurchase(example);
                break;
            case "E10":
                AssertConsumptionTax(example);
                break;
            case "E19":
                AssertWeightedAverage(example);
                break;
            case "E20":
                AssertLowerRate(example);
                break;
            default:
                AssertMonth(example);
                break;
        }
    }

    [Fact]
    public void Both_limits_of_the_rebate_occur_among_the_examples()
    {
        var months = RebateExample.All.Values.Where(e => e.Method == "ECR").ToList();
        Assert.Contains(months, e => e.Expected("rebateDue") < e.Expected("endingCredit"));
        Assert.Contains(months, e => e.Expected("rebateDue") < e.Expected("ecrTotal"));
    }

    /// <summary>Lines, disallowed tax, VAT return, summary, rebate: the order of a month.</summary>
    private static void AssertMonth(RebateExample example)
    {
        var result = example.Month().Run().Rebate;
        var summary = result.Summary!;
        var figures = example.Figures();
        var taxPayable = EcrRebate.TaxPayable(figures, summary.DisallowedTaxTotal);
        (string Name, decimal Actual)[] rows =
        [
            ("disallowedTax", summary.DisallowedTax),
            ("ecrTax", summary.EcrTax),
            ("taxPayable", taxPayable),
            ("endingCredit", summary.EndingCredit),
            ("ecrTotal", summary.EcrTotal),
            ("carryForwardEcr", summary.CarryForwardEcr),
            ("rebateDue", result.RebateDueCny),
            ("exemptCredit", result.ExemptCreditCny),
            ("creditCarriedForward", summary.CreditCarriedForward),
        ];
        foreach (var (name, actual) in rows)
            Assert.Equal((name, example.Expected(name)), (name, actual));
        AssertPublished(example, rows);
        Assert.Equal(summary.RebateDue, result.RebateDueCny);
    }

    /// <summary>A published answer is ours too, unless the case says why it is wrong.</summary>
    private static void AssertPublished(RebateExample example, (string Name, decimal Actual)[] rows)
    {
        var differs = rows.Any(r =>
            example.Published(r.Name) is { } published && published != r.Actual
        );
        Assert.Equal(example.Corrected is not null, differs);
    }

    private static void AssertPartOfAPurchase(RebateExample example)
    {
        var price = example.Input("unitCost");
        var scene = Scene
            .Er()
            .WithInvoice(v =>
                v with
                {
                    Quantity = 10_000m,
                    TaxBase = 10_000m * price,
                    RemainingTaxBase = 10_000m * price,
                }
            )
            .WithPurchase(l => l with { Quantity = 10_000m, TaxBase = 10_000m * price })
            .WithCustoms(c => c with { Quantity1 = 10_000m, RemainingQuantity = 10_000m })
            .WithExport(l => l with { Quantity = example.Input("exportedQuantity") });
        var outcome = scene.Run();
        Assert.Equal(example.Expected("rebateDue"), outcome.Rebate.RebateDueCny);
        Assert.Equal(5_000_000m, Assert.Single(outcome.Uses.Invoices).TaxBaseCny);
    }

    private static void AssertWeightedAverage(RebateExample example)
    {
        const string Second = "26122000000000000002";
        var scene = Scene
            .Er()
            .WithRates(Samples.Rate(Samples.Code, example.Input("rebateRatePercent")))
            .WithInvoice(v =>
                v with
                {
                    Quantity = 600m,
                    TaxBase = 120_000m,
                    RemainingTaxBase = 120_000m,
                }
            )
            .AddInvoice(v =>
                v with
                {
                    VoucherNo = Second,
                    Quantity = 400m,
                    TaxBase = 84_000m,
                    RemainingTaxBase = 84_000m,
                }
            )
            .WithPurchase(l => l with { Quantity = 600m, TaxBase = 120_000m })
            .AddPurchase(l => l with { VoucherNo = Second, Quantity = 400m, TaxBase = 84_000m })
            .WithExport(l => l with { Quantity = example.Input("exportedQuantity") });
        var rebate = scene.Run().Rebate;
        var association = Assert.Single(rebate.Associations);
        Assert.Equal(example.Expected("averageCost"), association.AveragePriceCny);
        Assert.Equal(example.Expected("base"), association.BaseCny);
        Assert.Equal(example.Expected("rebateDue"), rebate.RebateDueCny);
        Assert.Equal(example.Expected("costIncrease"), rebate.Lines.Sum(l => l.RateDifferenceCny));
    }

    private static void AssertLowerRate(RebateExample example)
    {
        var price = example.Input("base");
        var levied = example.Input("invoiceRatePercent");
        var rebate = Scene
            .Er()
            .WithRates(Samples.Rate(Samples.Code, example.Input("libraryRatePercent")))
            .WithInvoice(v => v with { VatRate = levied, SimpleRate = true })
            .WithPurchase(l => l with { TaxBase = price, VatRate = levied })
            .Run()
            .Rebate;
        Assert.Equal(example.Expected("effectiveRatePercent"), rebate.Lines[0].RebateRatePercent);
        Assert.Equal(example.Expected("rebateDue"), rebate.RebateDueCny);
    }

    /// <summary>
    /// The deduction for processing, a rule of 2007, is a negative base here; the bases are those
    /// whose tax at 13% the example gives.
    /// </summary>
    private static void AssertConsumptionTax(RebateExample example)
    {
        var rebated = Money.Round(example.Input("vatRebate") / 0.13m);
        var deducted = Money.Round(example.Input("processingDeduction") / 0.13m);
        var consumptionTax = example.Input("consumptionTaxRebate");
        Assert.Equal(example.Input("vatRebate"), Money.Tax(rebated, 13m));
        Assert.Equal(example.Input("processingDeduction"), Money.Tax(deducted, 13m));
        var rebate = Scene
            .Er()
            .WithInvoice(v => v with { TaxBase = rebated, RemainingTaxBase = rebated })
            .WithPurchase(l => l with { TaxBase = rebated - deducted })
            .AddPurchase(l => l with { TaxKind = TaxKind.C, RebatableTax = consumptionTax })
            .Run()
            .Rebate;
        Assert.Equal(
            example.Expected("netVatRebate"),
            rebate.RebateDueCny - rebate.ConsumptionTaxCny
        );
        Assert.Equal(example.Expected("total"), rebate.RebateDueCny);
    }
}
