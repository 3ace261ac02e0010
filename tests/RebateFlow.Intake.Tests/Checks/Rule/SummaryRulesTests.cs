using RebateFlow.Intake.Checks;
using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Intake.Checks.Information;

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

    [Theory]
    [InlineData("6000.00", null, true)]
    [InlineData("6000.00", "6000.00", true)]
    [InlineData("6000.00", "6001.00", true)]
    [InlineData("6000.00", "6001.01", false)]
    [InlineData("0.00", "44000.00", false)]
    [InlineData("44000.00", "0.00", false)]
    public void R332_compares_the_credit_with_what_the_last_month_left(
        string declared,
        string? left,
        bool isRight
    )
    {
        var scene = Figures(f => f with { PreviousCredit = Amount(declared) })
            .WithInfo(i => i with { PreviousCredit = left is null ? null : Amount(left) });
        if (isRight)
            scene.IsClean();
        else
            scene.OnlyRaises("R332").Is("summary", "", "previousCredit", declared, left!);
    }

    [Fact]
    public void Without_a_VAT_return_the_credit_goes_by_what_the_last_month_left()
    {
        var scene = Figures(f => f with { EndingCredit = null, PreviousCredit = 90_000m })
            .WithInfo(i => i with { VatReturn = null, PreviousCredit = 1_000m });
        Assert.Equal(11_000m, scene.Run().Rebate.Summary!.EndingCredit);
    }

    private static decimal Amount(string text) =>
        decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public void R340_refuses_a_late_month_that_would_change_what_an_approved_one_stands_on()
    {
        var late = Figures(f => f with { CarriedForwardEcr = null })
            .WithInfo(i => i with { LaterDecidedPeriod = "202604" });
        late.IsClean();

        var carrying = late.WithInfo(i =>
            i with
            {
                PriorEcrSummary = new() { Period = "202602", CarryForwardEcr = 20_000m },
            }
        );
        Assert.Equal(5_440m, carrying.Run().Rebate.Summary!.CarryForwardEcr);
        carrying.OnlyRaises("R340").Is("summary", "", "period", "202603", "202604");
    }

    [Fact]
    public void R323_leaves_services_and_settlements_to_an_officer()
    {
        Figures(f => f with { ServicesEcrTax = 100m })
            .OnlyRaises("R323")
            .Is("summary", "", "servicesEcrTax", "100.00", "");
        Figures(f => f with { SettlementAdjustEcr = -1m }).OnlyRaises("R323");
        Figures(f => f with { SettlementAdjustDisallowed = -1m }).OnlyRaises("R323");
    }

    [Fact]
    public void R324_is_silent_when_the_rows_are_the_registered_ones_or_left_out()
    {
        Settled(-5.50m, -1.00m, f => f).IsClean();
        var agreed = Settled(
            -5.50m,
            -1.00m,
            f => f with { SettlementAdjustEcr = -5.50m, SettlementAdjustDisallowed = -1.00m }
        );
        agreed.IsClean();
        var summary = agreed.Run().Rebate.Summary!;
        Assert.Equal(new SettlementRows(-5.50m, -1.00m), summary.SettlementRows);
        Assert.Equal(
            summary.SettlementRows,
            Settled(-5.50m, -1.00m, f => f).Run().Rebate.Summary!.SettlementRows
        );
    }

    [Fact]
    public void R324_names_both_rows_and_an_officer_may_pass_it()
    {
        Settled(-5.50m, -1.00m, f => f with { SettlementAdjustEcr = 0m })
            .OnlyRaises("R324")
            .Is("summary", "", "settlementAdjustEcr", "14: 0.00, 8: -1.00", "14: -5.50, 8: -1.00");
        Settled(0m, 0m, f => f with { SettlementAdjustDisallowed = -1m })
            .OnlyRaises("R324")
            .Is(
                "summary",
                "",
                "settlementAdjustDisallowed",
                "14: 0.00, 8: -1.00",
                "14: 0.00, 8: 0.00"
            );
        Assert.Equal(
            FeedbackOutcome.Passable,
            Settled(-5.50m, 0m, f => f with { SettlementAdjustEcr = 0m }).Run().Outcome
        );
    }

    [Theory]
    [InlineData("-5.50", "-5.50", "-5.50")]
    [InlineData("-5.49", "-5.50", "-5.49")]
    [InlineData("-7.00", "-5.50", "-5.50")]
    [InlineData("2.00", "-5.50", "0")]
    [InlineData("0", "3.00", "0")]
    [InlineData("4.00", "3.00", "3.00")]
    public void A_summary_never_takes_more_than_there_is(
        string declared,
        string there,
        string taken
    ) =>
        Assert.Equal(
            new SettlementRows(Number(taken), 0m),
            new SettlementRows(Number(declared), 0m).TakenOf(new(Number(there), 0m))
        );

    private static decimal Number(string text) =>
        decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static Scene Settled(
        decimal ecrTax,
        decimal disallowedTax,
        Func<EcrFigures, EcrFigures> change
    ) =>
        Figures(change)
            .WithInfo(i =>
                i with
                {
                    Settlements = RegisteredSettlements.None with
                    {
                        ToTake = new SettlementRows(ecrTax, disallowedTax),
                    },
                }
            );

    private static Scene Return(Func<VatReturnRecord, VatReturnRecord> change) =>
        Scene.Ecr().WithInfo(i => i with { VatReturn = change(i.VatReturn!) });

    private static Scene Figures(Func<EcrFigures, EcrFigures> change) =>
        Scene.Ecr().With(f => f with { EcrSummary = change(f.EcrSummary!) });
}
