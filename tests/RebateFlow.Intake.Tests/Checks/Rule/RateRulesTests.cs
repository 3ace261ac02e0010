using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Intake.Checks.Information;
using RebateFlow.Intake.Checks.Rates;

namespace RebateFlow.Intake.Tests.Checks.Rule;

public sealed class RateRulesTests
{
    [Fact]
    public void R301_compares_the_rates_of_an_export_line_with_the_library()
    {
        Scene
            .Ecr()
            .WithExport(l => l with { RebateRate = 9m })
            .OnlyRaises("R301")
            .Is("export", "0001", "rebateRate", "9", "13");
        Scene
            .Ecr()
            .WithExport(l => l with { VatRate = 9m })
            .OnlyRaises("R301")
            .Is("export", "0001", "vatRate", "9", "13");
        Scene.Ecr().WithExport(l => l with { VatRate = 13m, RebateRate = 13m }).IsClean();
    }

    [Fact]
    public void R301_takes_any_levy_rate_of_a_code_with_several() =>
        Scene
            .Ecr()
            .WithRates(Samples.Rate(Samples.Code, 13m) with { VatRates = [13m, 9m] })
            .WithExport(l => l with { VatRate = 9m })
            .IsClean();

    [Fact]
    public void R301_looks_the_rate_up_by_export_date()
    {
        var until = Samples.Rate(Samples.Code, 13m) with { ValidTo = new DateOnly(2026, 3, 31) };
        var since = Samples.Rate(Samples.Code, 9m) with { ValidFrom = new DateOnly(2026, 4, 1) };
        Scene.Er().WithRates(until, since).IsClean();
        Scene
            .Er()
            .WithRates(
                until with
                {
                    ValidTo = Samples.ExportDate.AddDays(-1),
                },
                since with
                {
                    ValidFrom = Samples.ExportDate,
                }
            )
            .OnlyRaises("R301")
            .Is("purchase", "0001", "rebateRate", "13", "9");
    }

    [Fact]
    public void R301_refuses_a_purchase_rate_below_the_library_s_too() =>
        Scene
            .Er()
            .WithPurchase(l => l with { RebateRate = 9m, RebatableTax = 9_000m })
            .OnlyRaises("R301");

    [Theory]
    [InlineData(SpecialFlag.DomesticSale, "R302", "1")]
    [InlineData(SpecialFlag.Exempt, "R303", "2")]
    public void R302_and_R303_tell_the_two_zero_rates_apart(
        SpecialFlag flag,
        string code,
        string flagText
    )
    {
        var scene = Scene
            .Er()
            .WithRates(Samples.Rate(Samples.Code, 0m, 13m, flag))
            .WithPurchase(l => l with { RebateRate = 0m, RebatableTax = 0m });
        scene.OnlyRaises(code).Is("export", "0001", "commodityCode", Samples.Code, flagText);
        Assert.Equal(0m, scene.Run().Rebate.RebateDueCny);
    }

    [Fact]
    public void A_flag_takes_the_rebate_even_beside_a_rate() =>
        Assert.Equal(
            0m,
            Scene
                .Ecr()
                .WithRates(Samples.Rate(Samples.Code, 13m, 13m, SpecialFlag.DomesticSale))
                .Run()
                .Rebate.RebateDueCny
        );

    [Fact]
    public void R304_leaves_an_ambiguous_code_to_an_officer_and_takes_the_declared_candidate()
    {
        var scene = Ambiguous().WithExport(l => l with { RebateRate = 13m });
        scene.OnlyRaises("R304").Is("export", "0001", "commodityCode", Samples.Code, "9/13");
        Assert.Equal(13m, scene.Run().Rebate.Lines[0].RebateRatePercent);
    }

    [Fact]
    public void R304_takes_the_lowest_candidate_when_none_is_declared() =>
        Assert.Equal(9m, Ambiguous().Run().Rebate.Lines[0].RebateRatePercent);

    [Fact]
    public void R304_is_settled_by_the_extended_code_of_the_goods() =>
        Ambiguous()
            .WithExport(l => l with { DeclaredCommodityCode = Samples.Code + "02" })
            .DoesNotRaise("R304");

    [Fact]
    public void R301_names_the_candidates_when_another_rate_is_declared() =>
        Ambiguous()
            .WithExport(l => l with { RebateRate = 11m })
            .Raises("R301")
            .Is("export", "0001", "rebateRate", "11", "9/13");

    [Fact]
    public void R305_takes_the_lower_of_levy_and_rebate_rate()
    {
        var scene = FromSmallSupplier();
        scene.OnlyRaises("R305").Is("purchase", "0001", "rebateRate", "13", "3");
        Assert.Equal(3_000m, scene.Run().Rebate.RebateDueCny);
        FromSmallSupplier()
            .WithPurchase(l => l with { RebateRate = 3m, RebatableTax = 3_000m })
            .IsClean();
    }

    [Fact]
    public void R305_goes_by_the_declared_levy_rate_while_the_invoice_is_not_known() =>
        Assert.Equal(
            ["M201", "R305"],
            FromSmallSupplier()
                .WithInfo(i => i with { Invoices = new Dictionary<string, InvoiceRecord>() })
                .Codes()
        );

    [Fact]
    public void R322_leaves_consumption_tax_to_an_officer()
    {
        const string Slip = "26122000000000000009";
        var scene = Scene
            .Er()
            .AddInvoice(v => v with { VoucherNo = Slip })
            .AddPurchase(l =>
                l with
                {
                    TaxKind = TaxKind.C,
                    VoucherNo = Slip,
                    RebateRate = 0m,
                    RebatableTax = 5_000m,
                }
            );
        scene.OnlyRaises("R322").Is("purchase", "0002", "rebatableTax", "5000.00", "");
        var rebate = scene.Run().Rebate;
        Assert.Equal(18_000m, rebate.RebateDueCny);
        Assert.Equal(5_000m, rebate.ConsumptionTaxCny);
    }

    private static Scene Ambiguous() =>
        Scene
            .Ecr()
            .WithRates(
                Samples.Rate(Samples.Code + "01", 9m),
                Samples.Rate(Samples.Code + "02", 13m)
            );

    private static Scene FromSmallSupplier() =>
        Scene
            .Er()
            .WithInvoice(v => v with { VatRate = 3m, Tax = 3_000m, SimpleRate = true })
            .WithPurchase(l => l with { VatRate = 3m });
}
