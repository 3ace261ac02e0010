using RebateFlow.Intake.Checks.Rates;
using RebateFlow.Intake.Checks.Rebates;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Tests.Rebates;

/// <summary>The examples of single steps and of neighbouring computations.</summary>
public sealed class RebatePartExampleTests
{
    [Fact]
    public void E05_disallowed_tax_is_lowered_by_a_planned_allocation_rate()
    {
        var example = RebateExample.All["E05"];
        var line = example.Month().Run().Rebate.Lines[0];
        var difference = example.Input("vatRatePercent") - example.Input("rebateRatePercent");
        Assert.Equal(example.Expected("consumedBonded"), line.BondedMaterialCny);
        Assert.Equal(
            example.Expected("reductionOfDisallowed"),
            Money.Tax(line.BondedMaterialCny, difference)
        );
        Assert.Equal(example.Expected("disallowedTax"), line.RateDifferenceCny);
        Assert.NotEqual(example.Published("disallowedTax"), line.RateDifferenceCny);
        Assert.NotNull(example.Corrected);
    }

    /// <summary>
    /// The producer exports himself, or sells to a service that exports for him and passes the
    /// rebate on: both give the same cash.
    /// </summary>
    [Fact]
    public void E07_own_export_and_comprehensive_service_give_the_same_cash()
    {
        var example = RebateExample.All["E07"];
        var export = example.Input("exportValue");
        var vatRate = example.Input("vatRatePercent");
        var own = Scene
            .Ecr()
            .WithExport(l => l with { FobCny = export })
            .With(f => f with { EcrSummary = example.Figures() })
            .WithInfo(i => i with { VatReturn = null })
            .Run()
            .Rebate;
        Assert.Equal(example.Expected("ownRebate"), own.RebateDueCny);

        var invoiced = Money.Tax(export, vatRate);
        var paid = invoiced - example.Input("inputTax");
        Assert.Equal(example.Expected("agencyInvoiceTax"), invoiced);
        Assert.Equal(example.Expected("taxPaidOnInvoice"), paid);
        Assert.Equal(example.Expected("netCash"), invoiced - paid);
        Assert.Equal(own.RebateDueCny, invoiced - paid);
    }

    [Theory]
    [InlineData("E08")]
    [InlineData("E09")]
    public void E08_and_E09_judge_one_exchange_cost_by_two_bands(string id)
    {
        var example = RebateExample.All[id];
        var purchaseBase = example.Input("base");
        var fobUsd = example.Input("fobUsd");
        var cost = ExchangeCost.Of(purchaseBase, fobUsd);
        Assert.Equal(example.Expected("cost"), cost);
        Assert.Equal(
            example.ExpectedFlag("inBand"),
            ExchangeCost.IsWithin(cost!.Value, example.Input("low"), example.Input("high"))
        );
        if (id != "E08")
            return;
        var revenue = FobConversion.ToCny(fobUsd, 6.9306m);
        Assert.Equal(example.Expected("exportRevenueAt6_9306"), revenue);
        Assert.Equal(example.Expected("profit"), revenue - purchaseBase);
    }

    [Fact]
    public void E18_settlement_at_a_higher_actual_rate_lowers_both_taxes()
    {
        var example = RebateExample.All["E18"];
        var settled = AllocationRate.Settle(
            example.Input("declaredExport"),
            example.Input("plannedRatePercent") / 100m,
            example.Input("actualRatePercent") / 100m,
            example.Input("vatRatePercent"),
            example.Input("rebateRatePercent")
        );
        Assert.Equal(example.Expected("bondedPlanned"), settled.BondedPlannedCny);
        Assert.Equal(example.Expected("bondedActual"), settled.BondedActualCny);
        Assert.Equal(example.Expected("adjustEcrTax"), settled.AdjustEcrTaxCny);
        Assert.Equal(example.Expected("adjustDisallowed"), settled.AdjustDisallowedTaxCny);
    }

    [Fact]
    public void E21_zero_rate_of_flag_1_is_a_domestic_sale()
    {
        var example = RebateExample.All["E21"];
        var tax = Zero(example, SpecialFlag.DomesticSale);
        Assert.Equal(example.Expected("rebateDue"), RebateWith(SpecialFlag.DomesticSale));
        Assert.Equal(example.Expected("outputTax"), tax.OutputTaxCny);
        Assert.Equal(example.Expected("inputCreditAllowed"), tax.InputCreditCny);
    }

    [Fact]
    public void E22_zero_rate_of_flag_2_is_exempt()
    {
        var example = RebateExample.All["E22"];
        var tax = Zero(example, SpecialFlag.Exempt);
        Assert.Equal(example.Expected("rebateDue"), RebateWith(SpecialFlag.Exempt));
        Assert.Equal(example.Expected("outputTax"), tax.OutputTaxCny);
        Assert.Equal(example.Expected("inputTransferredOut"), tax.InputTransferredOutCny);
    }

    [Fact]
    public void E23_lines_are_rounded_before_they_are_added()
    {
        var example = RebateExample.All["E23"];
        var amounts = example.Inputs("lines");
        var scene = Scene.Ecr().WithExport(l => l with { FobCny = amounts[0] });
        foreach (var amount in amounts.Skip(1))
            scene = scene.AddExport(l => l with { FobCny = amount });
        var rate = example.Input("rebateRatePercent");
        Assert.Equal(
            example.Expected("sumOfRoundedLines"),
            scene.Run().Rebate.Summary!.GoodsEcrTax
        );
        Assert.Equal(example.Expected("roundedTotal"), Money.Tax(amounts.Sum(), rate));
    }

    [Fact]
    public void E24_FOB_is_converted_from_CIF_in_EUR()
    {
        var example = RebateExample.All["E24"];
        var fobEur = FobConversion.FromCif(
            example.Input("cif"),
            example.Input("freight"),
            example.Input("insurance")
        );
        var fobCny = FobConversion.ToCny(fobEur, example.Input("eurCny"));
        Assert.Equal(example.Expected("fobEur"), fobEur);
        Assert.Equal(example.Expected("fobCny"), fobCny);
        Assert.Equal(
            example.Expected("fobUsd"),
            FobConversion.ToUsd(fobCny, example.Input("usdCny"))
        );
    }

    [Fact]
    public void Every_example_has_a_test()
    {
        var whole = RebateExample.All.Values.Where(e => e.Method is "ER" or "ECR");
        var parts = typeof(RebatePartExampleTests)
            .GetMethods()
            .SelectMany(m => m.Name.Split('_'))
            .Where(RebateExample.All.ContainsKey);
        Assert.Equal(24, whole.Select(e => e.Id).Concat(parts).Distinct().Count());
    }

    private static ZeroRateTax Zero(RebateExample example, SpecialFlag flag) =>
        ZeroRate.Of(
            flag,
            example.Input("exportSales"),
            example.Input("inputTax"),
            example.Has("vatRatePercent") ? example.Input("vatRatePercent") : 13m
        );

    private static decimal RebateWith(SpecialFlag flag) =>
        Scene.Er().WithRates(Samples.Rate(Samples.Code, 0m, 13m, flag)).Run().Rebate.RebateDueCny;
}
