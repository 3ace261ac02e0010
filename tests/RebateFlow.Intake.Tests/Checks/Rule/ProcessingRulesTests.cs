using RebateFlow.Intake.Checks.Information;

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

    [Fact]
    public void R312_refuses_an_export_of_a_settled_period_and_no_later_one()
    {
        Settled(through: Samples.ExportDate)
            .OnlyRaises("R312")
            .Is("export", "0001", "processingBookNo", Samples.Book, "SETTLED");
        Settled(through: Samples.ExportDate.AddDays(-1)).IsClean();
    }

    [Fact]
    public void R315_is_silent_when_the_due_day_was_met_by_a_settlement()
    {
        var due = Samples.Today.AddDays(-1);
        Settled(through: new DateOnly(2025, 12, 31), metDueOn: due)
            .WithBook(b => b with { SettlementDueOn = due })
            .IsClean();
        Settled(through: new DateOnly(2025, 12, 31), metDueOn: due.AddYears(-1))
            .WithBook(b => b with { SettlementDueOn = due })
            .OnlyRaises("R315");
    }

    [Fact]
    public void R314_goes_by_the_settled_rate_from_its_first_day()
    {
        WithRate(Samples.ExportDate)
            .OnlyRaises("R314")
            .Is("export", "0001", "plannedAllocationRate", "0.4", "0.25");
        WithRate(Samples.ExportDate.AddDays(1)).IsClean();
        var settled = WithRate(Samples.ExportDate)
            .WithExport(l => l with { PlannedAllocationRate = 0.25m });
        settled.IsClean();
        Assert.Equal(28_000m, settled.Run().Rebate.Lines[0].BondedMaterialCny);
    }

    private static Scene WithRate(DateOnly from) =>
        Samples
            .Processing()
            .WithInfo(i =>
                i with
                {
                    Settlements = RegisteredSettlements.None with
                    {
                        Rates = [new SettledRate(from, 0.25m)],
                    },
                }
            );

    private static Scene Settled(DateOnly through, DateOnly? metDueOn = null) =>
        Samples
            .Processing()
            .WithInfo(i =>
                i with
                {
                    Settlements = RegisteredSettlements.None with
                    {
                        Books = new Dictionary<string, SettledBook>
                        {
                            [Samples.Book] = new(through, metDueOn),
                        },
                    },
                }
            );
}
