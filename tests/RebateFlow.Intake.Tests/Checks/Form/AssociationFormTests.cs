namespace RebateFlow.Intake.Tests.Checks.Form;

public sealed class AssociationFormTests
{
    private const string Other = "2026030012";

    [Fact]
    public void F010_asks_for_the_purchase_lines_of_an_association() =>
        Scene
            .Er()
            .With(f => f with { PurchaseLines = [] })
            .OnlyRaises("F010")
            .Is("association", Samples.Association, "purchaseLines", "0", ">= 1");

    [Fact]
    public void F011_asks_for_the_export_line_of_an_association()
    {
        var scene = Scene.Er().AddPurchase(l => l with { AssociationNo = Other });
        scene.Raises("F011").Is("association", Other, "exportLines", "0", ">= 1");
        Assert.Equal(13_000m, scene.Run().Rebate.RebateDueCny);
    }

    [Fact]
    public void F012_allows_one_customs_line_an_association()
    {
        const string SecondLine = "022020260000010001002";
        Scene
            .Er()
            .AddCustoms(c => c with { LineNo = SecondLine })
            .AddExport(l => l with { CustomsDeclarationLineNo = SecondLine })
            .Raises("F012")
            .Is(
                "association",
                Samples.Association,
                "customsDeclarationLineNo",
                $"{Samples.CustomsLine}, {SecondLine}",
                Samples.CustomsLine
            );
    }

    [Fact]
    public void F012_allows_several_lines_with_the_same_customs_line() =>
        Scene
            .Er()
            .WithExport(l => l with { Quantity = 400m, FobUsd = 6_400m })
            .AddExport(l => l with { Quantity = 600m, FobUsd = 9_600m })
            .IsClean();
}
