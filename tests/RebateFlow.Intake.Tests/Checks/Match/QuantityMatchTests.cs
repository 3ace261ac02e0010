using RebateFlow.Intake.Checks;
using RebateFlow.Intake.Checks.Information;

namespace RebateFlow.Intake.Tests.Checks.Match;

public sealed class QuantityMatchTests
{
    [Fact]
    public void M103_names_the_filing_that_used_the_line_up() =>
        Scene
            .Ecr()
            .WithCustoms(c => c with { RemainingQuantity = 0m, UsedIn = "202602-1" })
            .OnlyRaises("M103")
            .Is("export", "0001", "customsDeclarationLineNo", Samples.CustomsLine, "202602-1");

    [Fact]
    public void M103_names_the_line_of_the_same_filing_that_used_it_up() =>
        Scene
            .Ecr()
            .AddExport(l => l)
            .Raises("M103")
            .Is("export", "0002", "customsDeclarationLineNo", Samples.CustomsLine, "0001");

    [Fact]
    public void M121_lets_the_rest_of_a_line_wait_for_the_part_that_is_not_decided()
    {
        var first = Guid.Parse("019c0000-0000-7000-8000-000000000001");
        var scene = Rest(new UndecidedPart(first, "202603-1"));
        scene
            .OnlyRaises("M121")
            .Is("export", "0001", "customsDeclarationLineNo", Samples.CustomsLine, "202603-1");
        var outcome = scene.Run();
        Assert.Equal(FeedbackOutcome.AwaitingData, outcome.Outcome);
        Assert.Equal(
            [new AwaitedInformation("pre-declarations", first.ToString())],
            outcome.Awaited
        );
        Rest(null).IsClean();
    }

    [Fact]
    public void M121_leaves_to_M103_a_line_of_which_nothing_is_left() =>
        Rest(new UndecidedPart(Guid.CreateVersion7(), "202603-1"))
            .WithCustoms(c => c with { RemainingQuantity = 0m })
            .OnlyRaises("M103");

    /// <summary>400 of 1,000 pieces, the others in use elsewhere.</summary>
    private static Scene Rest(UndecidedPart? part) =>
        Scene
            .Er()
            .WithExport(l => l with { Quantity = 400m, FobUsd = 6_400m })
            .WithPurchase(l => l with { Quantity = 400m, TaxBase = 40_000m, RebatableTax = 5_200m })
            .WithCustoms(c => c with { RemainingQuantity = 400m, UndecidedPart = part });

    [Fact]
    public void M104_refuses_more_than_other_filings_leave()
    {
        var scene = Scene.Ecr().WithCustoms(c => c with { RemainingQuantity = 999.9999m });
        scene.OnlyRaises("M104").Is("export", "0001", "quantity", "1000 个", "999.9999 个");
        Scene.Ecr().DoesNotRaise("M104");
    }

    [Fact]
    public void M104_counts_in_the_first_statutory_unit()
    {
        var scene = Scene
            .Ecr()
            .WithExport(l => l with { Unit = "克", Quantity = 500_000m })
            .WithRates(Samples.Rate(Samples.Code, 13m) with { Unit1 = "克" });
        scene.IsClean();
        Assert.Equal(
            [new CustomsLineUse(Samples.CustomsLine, 1_000m)],
            scene.Run().Uses.CustomsLines
        );
        scene
            .WithExport(l => l with { Quantity = 501_000m })
            .Raises("M104")
            .Is("export", "0001", "quantity", "1002 个", "1000 个");
    }

    [Fact]
    public void M104_refuses_a_unit_that_cannot_be_counted()
    {
        var scene = Scene.Ecr().WithExport(l => l with { Unit = "箱", Quantity = 10m });
        scene.Raises("M104").Is("export", "0001", "quantity", "10 箱", "1000 个");
        Assert.Equal(FeedbackOutcome.Blocked, scene.Run().Outcome);
        Assert.Empty(scene.Run().Uses.CustomsLines);
    }

    [Fact]
    public void Parts_of_a_customs_line_may_be_declared_one_by_one()
    {
        var scene = Scene
            .Ecr()
            .WithExport(l => l with { Quantity = 400m, FobUsd = 6_400m, FobCny = 44_800m })
            .AddExport(l => l with { Quantity = 600m, FobUsd = 9_600m, FobCny = 67_200m });
        scene.IsClean();
        Assert.Equal(
            [new CustomsLineUse(Samples.CustomsLine, 1_000m)],
            scene.Run().Uses.CustomsLines
        );
    }

    [Fact]
    public void An_offset_frees_what_the_corrected_line_takes()
    {
        var scene = Scene
            .Ecr()
            .WithCustoms(c => c with { RemainingQuantity = 0m })
            .AddExport(l => l)
            .WithExport(l =>
                l with
                {
                    Quantity = -1_000m,
                    FobUsd = -16_000m,
                    FobCny = -112_000m,
                    OriginalPeriodAndLine = "2026020001",
                }
            )
            .WithInfo(i =>
                i with
                {
                    VatReturn = i.VatReturn! with { EcrSalesCny = 0m },
                    Originals = Earlier.Of(Scene.Ecr(), "202602"),
                }
            );
        scene.IsClean();
        Assert.Equal([new CustomsLineUse(Samples.CustomsLine, 0m)], scene.Run().Uses.CustomsLines);
    }

    [Fact]
    public void An_offset_never_frees_more_than_is_in_use()
    {
        var uses = Scene
            .Ecr()
            .WithCustoms(c => c with { RemainingQuantity = 700m })
            .WithExport(l => l with { Quantity = -1_000m, FobUsd = -16_000m, FobCny = -112_000m })
            .Run()
            .Uses;
        Assert.Equal([new CustomsLineUse(Samples.CustomsLine, -300m)], uses.CustomsLines);
    }
}
