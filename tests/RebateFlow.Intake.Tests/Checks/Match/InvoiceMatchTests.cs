using RebateFlow.Intake.Checks;
using RebateFlow.Intake.Checks.Information;

namespace RebateFlow.Intake.Tests.Checks.Match;

public sealed class InvoiceMatchTests
{
    private const string Stranger = "91120111MA91GHF2XT";

    [Fact]
    public void M201_waits_for_an_invoice_without_data()
    {
        var scene = Scene
            .Er()
            .WithInfo(i => i with { Invoices = new Dictionary<string, InvoiceRecord>() });
        scene.OnlyRaises("M201").Is("purchase", "0001", "voucherNo", Samples.Invoice, "");
        var outcome = scene.Run();
        Assert.Equal(FeedbackOutcome.AwaitingData, outcome.Outcome);
        Assert.Equal([new AwaitedInformation("vat-invoices", Samples.Invoice)], outcome.Awaited);
        Assert.Empty(outcome.Uses.Invoices);
    }

    [Fact]
    public void M202_refuses_an_invoice_that_is_not_ticked() =>
        Assert.Equal(
            FeedbackOutcome.Blocked,
            Changed(v => v with { Certified = false }, "M202").Outcome
        );

    [Fact]
    public void M203_refuses_an_invoice_whose_copies_differ() =>
        Assert.Equal(
            FeedbackOutcome.Blocked,
            Changed(v => v with { CrossCheck = CrossCheck.Mismatched }, "M203").Outcome
        );

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void M204_notes_a_missing_cross_check_for_classes_1_and_2(int enterpriseClass) =>
        Pending(enterpriseClass).OnlyRaises("M204");

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void M214_lets_classes_3_and_4_wait_for_the_cross_check(int enterpriseClass)
    {
        var scene = Pending(enterpriseClass);
        scene.OnlyRaises("M214");
        Assert.Equal(FeedbackOutcome.AwaitingData, scene.Run().Outcome);
        Assert.Equal(
            [new AwaitedInformation("vat-invoices", Samples.Invoice)],
            scene.Run().Awaited
        );
    }

    [Theory]
    [InlineData(InvoiceStatus.LostControl, "LOST_CONTROL")]
    [InlineData(InvoiceStatus.Void, "VOID")]
    [InlineData(InvoiceStatus.Red, "RED")]
    [InlineData(InvoiceStatus.Abnormal, "ABNORMAL")]
    public void M205_refuses_an_invoice_out_of_order(InvoiceStatus status, string name) =>
        Scene
            .Er()
            .WithInvoice(v => v with { Status = status })
            .OnlyRaises("M205")
            .Is("purchase", "0001", "voucherNo", Samples.Invoice, name);

    [Fact]
    public void M207_refuses_another_seller_and_overlooks_the_width_of_letters()
    {
        Scene
            .Er()
            .WithPurchase(l => l with { SupplierTaxId = Stranger })
            .OnlyRaises("M207")
            .Is("purchase", "0001", "supplierTaxId", Stranger, Samples.Supplier);
        Scene.Er().WithPurchase(l => l with { SupplierTaxId = "91120111ma91ｇhf113" }).IsClean();
    }

    [Fact]
    public void M208_refuses_an_invoice_that_was_deducted_and_says_that_alone() =>
        Assert.Equal(
            FeedbackOutcome.Blocked,
            Changed(v => v with { UsedForDeduction = true, Certified = false }, "M208").Outcome
        );

    [Fact]
    public void M213_refuses_an_invoice_issued_to_somebody_else() =>
        Scene
            .Er()
            .WithInvoice(v => v with { BuyerUscc = Stranger })
            .OnlyRaises("M213")
            .Is("purchase", "0001", "voucherNo", Samples.Declarant, Stranger);

    private static CheckOutcome Changed(Func<InvoiceRecord, InvoiceRecord> change, string code)
    {
        var scene = Scene.Er().WithInvoice(change);
        scene.OnlyRaises(code);
        return scene.Run();
    }

    private static Scene Pending(int enterpriseClass) =>
        Scene
            .Er()
            .WithEnterprise(e => e with { EnterpriseClass = enterpriseClass })
            .WithInvoice(v => v with { CrossCheck = CrossCheck.Pending });
}
