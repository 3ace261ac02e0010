using RebateFlow.Intake.Checks;
using RebateFlow.Intake.Checks.Doubts;
using RebateFlow.Intake.Checks.Information;

namespace RebateFlow.Intake.Tests.Checks.Match;

public sealed class AssociationMatchTests
{
    [Fact]
    public void M211_refuses_more_exports_than_purchases()
    {
        var scene = Scene.Er().WithPurchase(l => l with { Quantity = 999m });
        scene
            .OnlyRaises("M211")
            .Is("association", Samples.Association, "quantity", "1000 个", "999 个");
        Assert.Equal(FeedbackOutcome.Blocked, scene.Run().Outcome);
        Scene.Er().DoesNotRaise("M211");
    }

    [Fact]
    public void M212_notes_a_balance_that_stays_usable()
    {
        var scene = Scene.Er().WithExport(l => l with { Quantity = 400m, FobUsd = 6_400m });
        var doubt = scene.OnlyRaises("M212");
        doubt.Is("association", Samples.Association, "quantity", "400 个", "1000 个");
        Assert.Equal(DoubtLevel.Note, doubt.Level);
        Assert.Equal(
            [new InvoiceUse(new(Samples.Invoice, 1), 40_000m, 400m)],
            scene.Run().Uses.Invoices
        );
    }

    [Fact]
    public void Quantities_are_compared_across_the_units_of_the_customs_line()
    {
        var inKilograms = Scene
            .Er()
            .WithInvoice(v => v with { Unit = "千克", Quantity = 500m })
            .WithPurchase(l => l with { Unit = "千克", Quantity = 500m });
        inKilograms.IsClean();
        inKilograms
            .WithPurchase(l => l with { Quantity = 499m })
            .OnlyRaises("M211")
            .Is("association", Samples.Association, "quantity", "500 千克", "499 千克");
    }

    [Fact]
    public void Units_that_only_missing_customs_data_relate_are_no_reason_to_block()
    {
        var scene = Scene
            .Er()
            .WithInvoice(v => v with { Unit = "千克", Quantity = 500m })
            .WithPurchase(l => l with { Unit = "千克", Quantity = 500m })
            .WithInfo(i => i with { CustomsLines = new Dictionary<string, CustomsRecord>() });
        scene.OnlyRaises("M101");
        Assert.Equal(FeedbackOutcome.AwaitingData, scene.Run().Outcome);
    }
}
