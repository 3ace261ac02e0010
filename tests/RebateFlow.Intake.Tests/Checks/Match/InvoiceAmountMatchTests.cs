using RebateFlow.Intake.Checks;

namespace RebateFlow.Intake.Tests.Checks.Match;

public sealed class InvoiceAmountMatchTests
{
    [Fact]
    public void M206_refuses_a_base_above_what_the_invoice_has_left()
    {
        Left(99_999.94m)
            .OnlyRaises("M206")
            .Is("purchase", "0001", "taxBase", "100000.00", "99999.94");
        Left(100_000m).IsClean();
    }

    [Fact]
    public void M206_tolerates_five_fen_but_never_rebates_them()
    {
        var scene = Left(99_999.95m);
        scene.IsClean();
        var outcome = scene.Run();
        Assert.Equal(99_999.95m, outcome.Rebate.Lines[0].BaseCny);
        Assert.Equal(
            [new InvoiceUse(new(Samples.Invoice, 1), 99_999.95m, 1_000m)],
            outcome.Uses.Invoices
        );
    }

    [Fact]
    public void M209_names_the_filing_that_used_the_invoice_up()
    {
        Scene
            .Er()
            .WithInvoice(v => v with { RemainingTaxBase = 0m, UsedIn = "202602-3" })
            .OnlyRaises("M209")
            .Is("purchase", "0001", "voucherNo", Samples.Invoice, "202602-3");
        Left(0.01m).DoesNotRaise("M209");
    }

    [Fact]
    public void M209_names_the_line_of_the_same_filing_that_used_it_up() =>
        Scene
            .Er()
            .AddPurchase(l => l with { Quantity = 0m })
            .Raises("M209")
            .Is("purchase", "0002", "voucherNo", Samples.Invoice, "0001");

    [Fact]
    public void M210_refuses_an_invoice_unit_that_customs_does_not_know()
    {
        Scene
            .Er()
            .WithInvoice(v => v with { Unit = "箱" })
            .OnlyRaises("M210")
            .Is("purchase", "0001", "unit", "箱", "个/千克");
        Scene
            .Er()
            .WithCustoms(c => c with { DeclaredUnit = "箱", DeclaredQuantity = 10m })
            .WithInvoice(v => v with { Unit = "箱", Quantity = 10m })
            .WithPurchase(l => l with { Unit = "箱", Quantity = 10m })
            .IsClean();
    }

    [Fact]
    public void M210_refuses_a_line_unit_that_hides_the_invoice_unit() =>
        Scene
            .Er()
            .WithPurchase(l => l with { Unit = "台" })
            .Raises("M210")
            .Is("purchase", "0001", "unit", "台", "个/千克");

    [Fact]
    public void M210_does_not_concern_fees() =>
        Scene
            .Er()
            .AddInvoice(v => v with { VoucherNo = Fee, Unit = "", Quantity = 0m })
            .AddPurchase(l => l with { VoucherNo = Fee, Unit = "次", Quantity = 0m, Remark = "WT" })
            .IsClean();

    [Theory]
    [InlineData("8512201000")]
    [InlineData("85122010")]
    [InlineData("851220100001")]
    public void M215_takes_the_library_code_of_the_same_goods(string code) =>
        Scene.Er().WithPurchase(l => l with { CommodityCode = code }).IsClean();

    [Theory]
    [InlineData("8512301100")]
    [InlineData("85")]
    public void M215_refuses_the_code_of_other_goods(string code) =>
        Scene
            .Er()
            .WithPurchase(l => l with { CommodityCode = code })
            .OnlyRaises("M215")
            .Is("purchase", "0001", "commodityCode", code, Samples.Code);

    [Fact]
    public void M216_refuses_a_quantity_above_the_invoice_s()
    {
        Scene
            .Er()
            .WithInvoice(v => v with { Quantity = 999m })
            .OnlyRaises("M216")
            .Is("purchase", "0001", "quantity", "1000 个", "999 个");
        Scene.Er().WithInvoice(v => v with { RemainingQuantity = 600m }).OnlyRaises("M216");
    }

    [Fact]
    public void M216_counts_the_lines_of_the_filing_together() =>
        Scene
            .Er()
            .WithPurchase(l => l with { TaxBase = 50_000m, RebatableTax = 6_500m })
            .AddPurchase(l => l with { Quantity = 1m })
            .Raises("M216")
            .Is("purchase", "0002", "quantity", "1 个", "0 个");

    private const string Fee = "26122000000000000002";

    private static Scene Left(decimal taxBase) =>
        Scene.Er().WithInvoice(v => v with { RemainingTaxBase = taxBase });
}
