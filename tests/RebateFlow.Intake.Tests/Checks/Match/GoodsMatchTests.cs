namespace RebateFlow.Intake.Tests.Checks.Match;

public sealed class GoodsMatchTests
{
    [Fact]
    public void M106_refuses_another_code_than_customs()
    {
        Scene
            .Ecr()
            .WithCustoms(c => c with { CommodityCode = "8512209000" })
            .OnlyRaises("M106")
            .Is("export", "0001", "commodityCode", Samples.Code, "8512209000");
        Scene.Ecr().WithExport(l => l with { CommodityCode = Samples.Code + "01" }).IsClean();
    }

    [Fact]
    public void M106_refuses_a_base_code_because_its_rate_may_differ() =>
        Scene
            .Ecr()
            .WithExport(l => l with { CommodityCode = "85122010" })
            .WithRates(Samples.Rate("85122010", 13m))
            .OnlyRaises("M106");

    [Theory]
    [InlineData("机动车辆用 照明装置")]
    [InlineData("机动车辆用照明装置。")]
    public void M107_overlooks_blanks_and_punctuation(string name) => Named(name).IsClean();

    [Fact]
    public void M107_lets_an_officer_compare_other_names()
    {
        var doubt = Named("车灯").OnlyRaises("M107");
        doubt.Is("export", "0001", "commodityName", "车灯", "机动车辆用照明装置");
        Assert.Equal(RebateFlow.Intake.Checks.Doubts.PassableBy.Officer, doubt.PassableBy);
    }

    [Fact]
    public void M115_lets_an_officer_look_at_a_code_that_is_no_extension()
    {
        Scene
            .Ecr()
            .WithExport(l => l with { DeclaredCommodityCode = "7106919000" })
            .WithRates(Samples.Rate("7106919000", 13m) with { Unit1 = "" })
            .OnlyRaises("M115")
            .Is("export", "0001", "declaredCommodityCode", "7106919000", Samples.Code);
        Scene
            .Ecr()
            .WithExport(l => l with { DeclaredCommodityCode = Samples.Code + "01" })
            .IsClean();
    }

    private static Scene Named(string name) =>
        Scene.Er().WithExport(l => l with { CommodityName = name });
}
