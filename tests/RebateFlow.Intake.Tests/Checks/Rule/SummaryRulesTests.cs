using RebateFlow.Intake.Checks;
using RebateFlow.Intake.Filings;

namespace RebateFlow.Intake.Tests.Checks.Rule;

public sealed class SummaryRulesTests
{
    [Fact]
    public void R316_allows_one_yuan_between_the_lines_and_the_VAT_return()
    {
        Return(r => r with { EcrSalesCny = 112_001m }).IsClean();
        Return(r => r with { EcrSalesCny = 112_001.01m })
            .OnlyRaises("R316")
            .Is("summary", "", "exportLines", "112000.00", "112001.01");
    }

    [Fact]
    public void R316_compares_the_sales_of_all_batches_of_the_month()
    {
        var others = new OtherBatches { SalesCny = 88_000m, RebateDueCny = 0m };
        Return(r => r with { EcrSalesCny = 200_000m })
            .WithInfo(i => i with { OtherBatches = others })
            .IsClean();
        Scene
            .Ecr()
            .WithInfo(i => i with { OtherBatches = others })
            .OnlyRaises("R316")
            .Is("summary", "", "exportLines", "200000.00", "112000.00");
    }

    [Fact]
    public void R317_waits_for_the_VAT_return()
    {
        var scene = Scene.Ecr().WithInfo(i => i with { VatReturn = null });
        scene.OnlyRaises("R317").Is("summary", "", "period", "202603", "");
        var outcome = scene.Run();
        Assert.Equal(FeedbackOutcome.AwaitingData, outcome.Outcome);
        Assert.Equal(
            [new AwaitedInformation("vat-returns", $"{Samples.Declarant}/202603")],
            outcome.Awaited
        );
    }

    [Fact]
    public void R318_refuses_another_ending_credit_and_computes_with_the_return_s()
    {
        var scene = Return(r => r with { EndingCredit = 8_000m });
        scene.OnlyRaises("R318").Is("summary", "", "endingCredit", "10000.00", "8000.00");
        Assert.Equal(8_000m, scene.Run().Rebate.RebateDueCny);
        Figures(f => f with { EndingCredit = null }).IsClean();
    }

    [Fact]
    public void R320_refuses_another_carried_amount_than_row_16_of_the_last_summary()
    {
        var scene = Figures(f => f with { CarriedForwardEcr = 0m })
            .WithInfo(i =>
                i with
                {
                    PriorEcrSummary = new PriorEcrSummary
                    {
                        Period = "202602",
                        CarryForwardEcr = 7_800m,
                    },
                }
            );
        scene.OnlyRaises("R320").Is("summary", "", "carriedForwardEcr", "0.00", "7800.00");
        Assert.Equal(14_560m - 7_800m, scene.Run().Rebate.Summary!.EcrTotal);
        Figures(f => f with { CarriedForwardEcr = 7_800m }).IsClean();
    }

    [Fact]
    public void R323_leaves_services_and_settlements_to_an_officer()
    {
        Figures(f => f with { ServicesEcrTax = 100m })
            .OnlyRaises("R323")
            .Is("summary", "", "servicesEcrTax", "servicesEcrTax 100.00", "");
        Figures(f => f with { SettlementAdjustEcr = -1m }).OnlyRaises("R323");
        Figures(f => f with { SettlementAdjustDisallowed = -1m }).OnlyRaises("R323");
    }

    private static Scene Return(Func<VatReturnRecord, VatReturnRecord> change) =>
        Scene.Ecr().WithInfo(i => i with { VatReturn = change(i.VatReturn!) });

    private static Scene Figures(Func<EcrFigures, EcrFigures> change) =>
        Scene.Ecr().With(f => f with { EcrSummary = change(f.EcrSummary!) });
}
