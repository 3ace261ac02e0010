using RebateFlow.Intake.Checks.Filings;

namespace RebateFlow.Intake.Tests.Checks.Form;

public sealed class PurchaseFormTests
{
    [Fact]
    public void F004_concerns_purchase_lines_too() =>
        Scene
            .Er()
            .WithPurchase(l => l with { LineNo = "0003" })
            .OnlyRaises("F004")
            .Is("purchase", "0003", "lineNo", "0003", "0001");

    [Fact]
    public void F009_concerns_purchase_lines_too() =>
        Assert.Equal(
            ["F009", "F010"],
            Scene.Er().WithPurchase(l => l with { AssociationNo = "1" }).Codes()
        );

    [Theory]
    [InlineData(VoucherKind.SpecialInvoice, "120016413012345678")]
    [InlineData(VoucherKind.OrdinaryInvoice, "01200170011112345678")]
    [InlineData(VoucherKind.DigitalInvoice, "25122000000012345678")]
    [InlineData(VoucherKind.CustomsPayment, "020220171000123456-L02")]
    [InlineData(VoucherKind.AgencyInvoice, "120016413012345678")]
    public void F013_takes_each_kind_in_its_own_form(VoucherKind kind, string number) =>
        Claiming(kind, number).DoesNotRaise("F013");

    [Theory]
    [InlineData(VoucherKind.SpecialInvoice, "25122000000012345678", "10+8")]
    [InlineData(VoucherKind.OrdinaryInvoice, "25122000000012345678", "12+8")]
    [InlineData(VoucherKind.DigitalInvoice, "120016413012345678", "20")]
    [InlineData(VoucherKind.CustomsPayment, "123", "18-22")]
    [InlineData(VoucherKind.AgencyInvoice, "1", "10+8 / 20")]
    public void F013_refuses_the_form_of_another_kind_and_M201_says_nothing_of_it(
        VoucherKind kind,
        string number,
        string form
    )
    {
        var scene = Claiming(kind, number);
        scene.Raises("F013").Is("purchase", "0001", "voucherNo", number, form);
        scene.DoesNotRaise("M201");
    }

    [Fact]
    public void F014_refuses_a_tax_that_is_more_than_a_fen_off()
    {
        Scene
            .Er()
            .WithPurchase(l => l with { RebatableTax = 13_000.02m })
            .OnlyRaises("F014")
            .Is("purchase", "0001", "rebatableTax", "13000.02", "13000.00");
        Scene.Er().WithPurchase(l => l with { RebatableTax = 13_000.01m }).IsClean();
        Scene.Er().WithPurchase(l => l with { RebatableTax = 12_999.99m }).IsClean();
    }

    private static Scene Claiming(VoucherKind kind, string number) =>
        Scene.Er().WithPurchase(l => l with { VoucherKind = kind, VoucherNo = number });
}
