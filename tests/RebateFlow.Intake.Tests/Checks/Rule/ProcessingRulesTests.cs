namespace RebateFlow.Intake.Tests.Checks.Rule;

public sealed class ProcessingRulesTests
{
    [Fact]
    public void Processing_with_a_registered_book_is_clean() => Samples.Processing().IsClean();

    [Theory]
    [InlineData("C02022600099")]
    [InlineData("X02022600001")]
    [InlineData(null)]
    public void R312_refuses_a_book_that_is_unknown_malformed_or_missing(string? number) =>
        Samples
            .Processing()
            .WithExport(l => l with { ProcessingBookNo = number })
            .OnlyRaises("R312")
            .Is("export", "0001", "processingBookNo", number ?? "", "");

    [Fact]
    public void R312_refuses_a_closed_book_and_somebody_else_s()
    {
        Samples.Processing().WithBook(b => b with { Closed = true }).OnlyRaises("R312");
        Samples.Processing().WithBook(b => b with { Uscc = Samples.Supplier }).OnlyRaises("R312");
    }

    [Fact]
    public void R312_does_not_concern_general_trade() => Scene.Ecr().IsClean();

    [Fact]
    public void R313_asks_for_the_planned_rate_and_computes_with_the_registered_one()
    {
        var scene = Samples.Processing().WithExport(l => l with { PlannedAllocationRate = null });
        scene.OnlyRaises("R313").Is("export", "0001", "plannedAllocationRate", "", "0.4");
        Assert.Equal(44_800m, scene.Run().Rebate.Lines[0].BondedMaterialCny);
        Scene.Ecr().DoesNotRaise("R313");
    }

    [Fact]
    public void R314_refuses_another_rate_and_computes_with_the_registered_one()
    {
        var scene = Samples.Processing().WithExport(l => l with { PlannedAllocationRate = 0.3m });
        scene.OnlyRaises("R314").Is("export", "0001", "plannedAllocationRate", "0.3", "0.4");
        Assert.Equal(44_800m, scene.Run().Rebate.Lines[0].BondedMaterialCny);
    }

    [Fact]
    public void R314_takes_more_places_for_the_same_rate() =>
        Samples
            .Processing()
            .WithBook(b => b with { PlannedAllocationRate = 0.333333m })
            .WithExport(l => l with { PlannedAllocationRate = 0.333333333333m })
            .IsClean();

    [Fact]
    public void R315_warns_of_a_book_that_should_have_been_settled()
    {
        Samples
            .Processing()
            .WithBook(b => b with { SettlementDueOn = Samples.Today.AddDays(-1) })
            .OnlyRaises("R315")
            .Is("export", "0001", "processingBookNo", Samples.Book, "2026-04-09");
        Samples.Processing().WithBook(b => b with { SettlementDueOn = Samples.Today }).IsClean();
        Samples.Processing().WithBook(b => b with { SettlementDueOn = null }).IsClean();
    }
}
